"""AddPlotDie: one plot die more for a roll that has fallen, once, for the one who rolled."""

from __future__ import annotations

from dataclasses import dataclass, replace

from nazh.application.dice.errors import NotYourRoll
from nazh.application.dice.fair_play import NOT_PROVEN, FairPlay, Seat
from nazh.application.dice.fallen_dice import FallenDice, PresentRoll, what_fell
from nazh.application.dice.outcome import Outcome
from nazh.application.dice.ports import AlreadyRecorded, OpenLedger, RollRecord
from nazh.application.shared.ports import Announcer, Clock
from nazh.domain.dice import Roll, add_plot_die
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
    fair: FairPlay = NOT_PROVEN

    async def __call__(self, request: PlotDieRequest) -> Outcome:
        """Return the roll with its plot die. Raises NotYourRoll, RollForgotten, or a second die."""
        if request.pressed_by != request.rolled_by:
            raise NotYourRoll
        try:
            return await self._added(request)
        except AlreadyRecorded:
            # Beside the same roll in another message, at the same time: now it can be found.
            return await self._added(request)

    async def _added(self, request: PlotDieRequest) -> Outcome:
        request_id = RequestId(f"{request.origin}+plot")
        fair_on = await self.fair.on(request.server, is_secret=request.is_secret)
        async with self.open_ledger(request_id, fair_on) as ledger:
            told_before = await ledger.history.find(request_id)
            if told_before is not None:
                return Outcome(told_before.rolls, told_before.proof)
            fallen = await what_fell(request.origin, request.fallen, ledger)
            # Two messages may show one roll, and they show one plot die.
            once = RequestId(f"{fallen.story}+plot")
            told_before = None if once == request_id else await ledger.history.find(once)
            if told_before is not None:
                again = replace(told_before, id=request_id, is_secret=request.is_secret)
                await ledger.history.append(again)
                await ledger.commit()
                return Outcome(told_before.rolls, told_before.proof)
            seat = None
            if fair_on is not None and fallen.proof is not None:
                seat = await self.fair.seat(ledger, request.rolled_by, once)
            record, rolls = self._thrown(request, once, fallen, seat)
            await ledger.history.append(record, rolls)
            if once != request_id:
                await ledger.history.append(replace(record, id=request_id), rolls)
            await ledger.commit()
        await self.announcer.announce(PlotDieAdded(dice=len(record.throws)))
        return Outcome(rolls, record.proof)

    def _thrown(
        self, request: PlotDieRequest, id: RequestId, fallen: PresentRoll, seat: Seat | None
    ) -> tuple[RollRecord, tuple[Roll, ...]]:
        origin = fallen.proof
        if seat is None or origin is None or seat.kept.state.id != origin.session:
            # A chain tells of no die beside a roll that is not in it.
            record = self._throw(request, id, fallen, self.rng)
            return record, record.rolls
        record = self._throw(request, id, fallen, seat.dice)
        rolls = record.rolls
        proof = seat.plot_die_added(origin, rolls, record.at)
        return replace(record, proof=proof), rolls

    def _throw(
        self, request: PlotDieRequest, id: RequestId, fallen: PresentRoll, rng: Rng
    ) -> RollRecord:
        return RollRecord(
            id=id,
            by=request.rolled_by,
            where=request.where,
            server=request.server,
            at=self.clock.now(),
            ruleset=fallen.ruleset,
            throws=tuple(add_plot_die(before, rng) for before in fallen.throws),
            is_secret=request.is_secret,
            story=fallen.story,
            character=fallen.character,
        )
