"""AddPlotDie: one plot die more for a roll that has fallen, once, for the one who rolled."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.dice.errors import NotYourRoll
from nazh.application.dice.fallen_dice import FallenDice, what_fell
from nazh.application.dice.outcome import Outcome
from nazh.application.dice.ports import OpenLedger, RollRecord
from nazh.application.shared.ports import Announcer, Clock
from nazh.domain.dice import add_plot_die
from nazh.domain.dice.events import PlotDieAdded
from nazh.domain.kernel.identity import ChannelId, PlayerId, RequestId, ServerId
from nazh.domain.kernel.rng import Rng


@dataclass(frozen=True, slots=True)
class PlotDieRequest:
    """Who wants a plot die for which roll.

    ``fallen`` is what the door has proof of; it is needed where the ledger has forgotten
    ``origin``.
    """

    origin: RequestId
    rolled_by: PlayerId
    pressed_by: PlayerId
    fallen: FallenDice | None = None
    where: ChannelId | None = None
    server: ServerId | None = None
    is_secret: bool = False


@dataclass(frozen=True, slots=True)
class AddPlotDie:
    """Throw a plot die beside what fell. However often it is asked, it falls once."""

    rng: Rng
    open_ledger: OpenLedger
    clock: Clock
    announcer: Announcer

    async def __call__(self, request: PlotDieRequest) -> Outcome:
        """Return the roll with its plot die. Raises NotYourRoll, RollForgotten, or a second die."""
        if request.pressed_by != request.rolled_by:
            raise NotYourRoll
        request_id = RequestId(f"{request.origin}+plot")
        async with self.open_ledger(request_id) as ledger:
            told_before = await ledger.history.find(request_id)
            if told_before is not None:
                return Outcome(told_before.rolls, told_before.proof)
            fallen = await what_fell(request.origin, request.fallen, ledger)
            record = RollRecord(
                id=request_id,
                by=request.rolled_by,
                where=request.where,
                server=request.server,
                at=self.clock.now(),
                ruleset=fallen.ruleset,
                throws=tuple(add_plot_die(before, self.rng) for before in fallen.throws),
                is_secret=request.is_secret,
                story=fallen.story,
                character=fallen.character,
            )
            await ledger.history.append(record)
            await ledger.commit()
        await self.announcer.announce(PlotDieAdded(dice=len(record.throws)))
        return Outcome(record.rolls, record.proof)
