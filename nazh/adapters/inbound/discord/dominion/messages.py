"""Identifies the user of a command, and builds the buttons below the response."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import hikari

from nazh.adapters.inbound.discord.guilds.members import UserInteraction, is_administrator
from nazh.adapters.inbound.discord.interactions.component_router import context_custom_id
from nazh.adapters.inbound.discord.interactions.responses import Json
from nazh.adapters.inbound.discord.ui import SECONDARY, button
from nazh.adapters.inbound.texts.dominion.pages import NEXT, PREVIOUS
from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.dominion.ports import Requester
from nazh.domain.kernel.identity import GuildId, RequestId, RoleId, UserId


def requester_of(interaction: UserInteraction | hikari.AutocompleteInteraction) -> Requester:
    """Return the user, the server, and when Discord received the interaction."""
    assert interaction.guild_id is not None  # the commands are in servers only
    member = interaction.member
    return Requester(
        request=RequestId(str(interaction.id)),
        guild=GuildId(interaction.guild_id),
        user=UserId(interaction.user.id),
        at=interaction.created_at,
        created_at=interaction.user.created_at,
        is_administrator=is_administrator(interaction),
        roles=frozenset() if member is None else frozenset(map(RoleId, member.role_ids)),
    )


def action_button(label: str, action: str, arguments: str = "", *, style: int = SECONDARY) -> Json:
    """Return a button that runs an action of the game."""
    return button(label, context_custom_id("dominion", action, arguments), style)


def page_buttons(
    action: str,
    page: int,
    translator: Translator,
    *,
    is_last: bool,
    arguments: Callable[[int], str] = str,
    labels: tuple[str, str] = (PREVIOUS, NEXT),
) -> Iterator[Json]:
    """Yield the buttons that lead to the pages before and after this one, as far as they exist.

    ``arguments`` returns those of the button for a page. Pages are numbered from 1.
    """
    before, after = labels
    if page > 1:
        yield action_button(translator(before), action, arguments(page - 1))
    if not is_last:
        yield action_button(translator(after), action, arguments(page + 1))
