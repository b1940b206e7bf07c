"""Opens the roll builder with a draft, empty or parsed from what a player typed."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.dice.ports import SavedNames
from nazh.application.shared.ports import EventPublisher
from nazh.domain.dice import names_in, parse_roll
from nazh.domain.dice.drafting import Draft, draft_of
from nazh.domain.dice.events import BuilderOpened
from nazh.domain.kernel.identity import GuildId, UserId


@dataclass(frozen=True, slots=True)
class BuildRequest:
    """A request to build a roll; ``notation`` may be empty."""

    by: UserId
    notation: str = ""
    guild: GuildId | None = None


@dataclass(frozen=True, slots=True)
class OpenBuilder:
    """Parses the first draft. Nothing is thrown or recorded."""

    saved_names: SavedNames
    publisher: EventPublisher

    async def __call__(self, request: BuildRequest) -> Draft:
        """Return the first draft. Raises the refusal of the notation."""
        draft = await self._initial_draft(request)
        await self.publisher.publish(BuilderOpened())
        return draft

    async def _initial_draft(self, request: BuildRequest) -> Draft:
        if not request.notation.strip():
            return Draft()
        names = names_in(request.notation)
        saved = await self.saved_names.find(request.by, names, request.guild) if names else {}
        return draft_of(parse_roll(request.notation, saved=tuple(saved.items()), is_typed=True))
