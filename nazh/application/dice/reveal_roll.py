"""RevealRoll: a secret roll is put before everybody, as it is, by the one who made it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from nazh.application.dice.errors import OnlyRollerReveals
from nazh.application.dice.fallen_dice import FallenDice, present_roll
from nazh.application.dice.ports import OpenLedger, RollRecord
from nazh.application.shared.ports import Announcer, Clock
from nazh.domain.dice import Roll
from nazh.domain.dice.events import RollRevealed
from nazh.domain.kernel.identity import ChannelId, PlayerId, RequestId, ServerId


@dataclass(frozen=True, slots=True)
class RevealRequest:
    """Who wants everybody to see the roll made in ``origin``, which reads ``notation`` now.

    ``id`` is the request's own: the revealed roll is on record under it, so that it can be acted
    on like any other. ``fallen`` is as in a ``RecallRequest``.
    """

    id: RequestId
    origin: RequestId
    notation: str
    rolled_by: PlayerId
    pressed_by: PlayerId
    fallen: FallenDice | None = None
    where: ChannelId | None = None
    server: ServerId | None = None


@dataclass(frozen=True, slots=True)
class RevealRoll:
    """Put a secret roll before everybody. However often it is asked, it is told once."""

    open_ledger: OpenLedger
    clock: Clock
    announcer: Announcer

    async def __call__(self, request: RevealRequest) -> tuple[Roll, ...]:
        """Return the rolls, unchanged. Raises OnlyRollerReveals and RollForgotten."""
        if request.pressed_by != request.rolled_by:
            raise OnlyRollerReveals
        once = RequestId(f"{request.origin}+reveal")
        async with self.open_ledger(once) as ledger:
            told_before = await ledger.history.find(once)
            if told_before is not None:
                return told_before.rolls
            present = await present_roll(ledger, request.origin, request.notation, request.fallen)
            first = await ledger.history.find(request.origin)
            record = RollRecord(
                id=once,
                by=request.rolled_by,
                where=request.where,
                server=request.server,
                at=self.clock.now(),
                ruleset=present.ruleset,
                throws=present.throws,
                picked=present.picked,
                story=(first and first.story) or present.story,
                character=first.character if first else present.character,
            )
            rolls = record.rolls
            await ledger.history.append(record)
            await ledger.history.append(replace(record, id=request.id))
            await ledger.commit()
        await self.announcer.announce(RollRevealed())
        return rolls
