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
class OpenBuilder:
    """Parses the first draft. Nothing is thrown or recorded."""

    saved_names: SavedNames
    publisher: EventPublisher

    async def __call__(self, by: UserId, notation: str = "", guild: GuildId | None = None) -> Draft:
        """Return the first draft of a notation, or of none. Raises the refusal of the notation."""
        draft = Draft()
        if notation.strip():
            saved = await self.saved_names.find(by, names_in(notation), guild)
            draft = draft_of(parse_roll(notation, saved=tuple(saved.items()), is_typed=True))
        await self.publisher.publish(BuilderOpened())
        return draft
