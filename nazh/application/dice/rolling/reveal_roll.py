"""Makes a secret roll public, unchanged, at the roller's request."""

from __future__ import annotations

from dataclasses import dataclass, replace

from nazh.application.dice.errors import OnlyRollerReveals
from nazh.application.dice.ports import OpenRolls
from nazh.application.dice.rolling.message_rolls import (
    MessageRoll,
    changes_of,
    find_latest_roll,
    reveal_of,
)
from nazh.application.shared.ports import Clock, EventPublisher
from nazh.domain.dice import Roll
from nazh.domain.dice.events import RollRevealed
from nazh.domain.dice.records import RollRecord
from nazh.domain.kernel.identity import ChannelId, GuildId, RequestId, UserId


@dataclass(frozen=True, slots=True)
class RevealRequest:
    """A request to reveal the roll made in ``origin`` whose current notation is ``notation``.

    ``id`` is the request's own: the revealed roll is recorded under it, so that it has buttons like
    any other roll. ``message_roll`` is as in ``RecallRequest``.
    """

    id: RequestId
    origin: RequestId
    notation: str
    rolled_by: UserId
    pressed_by: UserId
    message_roll: MessageRoll | None = None
    channel: ChannelId | None = None
    guild: GuildId | None = None


@dataclass(frozen=True, slots=True)
class RevealRoll:
    """Makes a secret roll public. Repeated requests publish one event."""

    open_ledger: OpenRolls
    clock: Clock
    publisher: EventPublisher

    async def __call__(self, request: RevealRequest) -> tuple[Roll, ...]:
        """Return the rolls with all changes so far. Raises OnlyRollerReveals and RollForgotten."""
        if request.pressed_by != request.rolled_by:
            raise OnlyRollerReveals
        reveal_id = reveal_of(request.origin)
        async with self.open_ledger(changes_of(request.origin)) as ledger:
            recorded = await ledger.history.find(reveal_id)
            if recorded is not None:
                return recorded.rolls
            current = await find_latest_roll(
                ledger, request.origin, request.notation, request.message_roll
            )
            first = await ledger.history.find(request.origin)
            record = RollRecord(
                id=reveal_id,
                by=request.rolled_by,
                channel=request.channel,
                guild=request.guild,
                at=self.clock.now(),
                ruleset=current.ruleset,
                throws=current.throws,
                picked=current.picked,
                root_id=(first and first.root_id) or current.root_id,
                character=first.character if first else current.character,
            )
            rolls = record.rolls
            await ledger.history.append(record)
            await ledger.history.append(replace(record, id=request.id))
            await ledger.commit()
        await self.publisher.publish(RollRevealed())
        return rolls
