"""Opens the roll builder with an empty draft or one parsed from a player's text."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.dice.ports import SavedNames
from nazh.application.dice.rolling.typed_rolls import read_typed_roll
from nazh.application.shared.ports import EventPublisher
from nazh.domain.dice.building.drafting import Draft, draft_of
from nazh.domain.dice.events import BuilderOpened
from nazh.domain.kernel.identity import GuildId, UserId


@dataclass(frozen=True, slots=True)
class OpenBuilder:
    """Parses the first draft. Nothing is thrown or recorded."""

    saved_names: SavedNames
    publisher: EventPublisher

    async def __call__(self, by: UserId, notation: str = "", guild: GuildId | None = None) -> Draft:
        """Return the draft of a notation, or an empty one. Raises the refusal of the notation."""
        draft = Draft()
        if notation.strip():
            draft = draft_of(await read_typed_roll(self.saved_names, by, notation, guild))
        await self.publisher.publish(BuilderOpened())
        return draft
