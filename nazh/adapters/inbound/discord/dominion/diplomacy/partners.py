"""Suggests nations with which a treaty can be accepted, declined or ended."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass

import lightbulb

from nazh.adapters.inbound.discord.dominion.nations.options import matching_names
from nazh.adapters.inbound.discord.dominion.requesters import requester_of
from nazh.adapters.inbound.discord.interactions.commands import Autocomplete
from nazh.adapters.inbound.discord.interactions.responses import Response
from nazh.application.dominion.ports import NationDirectory, Requester, TreatyDirectory
from nazh.domain.dominion.diplomacy.treaties import TreatyKind


@dataclass(frozen=True, slots=True)
class Partners:
    """The autocompletes of options that take a nation in a treaty with the server's own.

    Only users who may list treaties get suggestions.
    """

    nations: NationDirectory
    treaties: TreatyDirectory

    def proposers(self, kinds: Collection[TreatyKind]) -> Autocomplete:
        """Return the autocomplete of nations whose proposals of these kinds are open."""
        return self._completing(lambda by: self.treaties.proposers(by.guild, kinds, by.at))

    @property
    def allies(self) -> Autocomplete:
        """The autocomplete of allies."""
        return self._completing(lambda by: self.treaties.allies(by.guild))

    @property
    def pact_partners(self) -> Autocomplete:
        """The autocomplete of nations with pacts in force."""
        return self._completing(lambda by: self.treaties.pact_partners(by.guild, by.at))

    def _completing(self, names: Callable[[Requester], Awaitable[tuple[str, ...]]]) -> Autocomplete:
        async def complete(context: lightbulb.AutocompleteContext[str]) -> Response:
            requester = requester_of(context.interaction)
            may_list = await self.nations.is_member(requester.guild, requester.user)
            return matching_names(await names(requester) if may_list else (), context)

        return complete
