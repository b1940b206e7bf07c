"""AddPlotDie: one plot die more for a roll that has fallen, once, for the one who rolled."""

from __future__ import annotations

from dataclasses import dataclass, replace

from nazh.application.dice.errors import NotYourRoll, RollForgotten
from nazh.application.dice.ports import DiceLedger, OpenLedger, RollRecord
from nazh.application.shared.ports import Announcer, Clock
from nazh.domain.dice import Roll, Ruleset, Throw, add_plot_die, parse_roll, throw_by_hand
from nazh.domain.dice.events import PlotDieAdded, RollRefused
from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.identity import ChannelId, PlayerId, RequestId, ServerId
from nazh.domain.kernel.rng import Rng


@dataclass(frozen=True, slots=True)
class FallenDice:
    """A roll as its message carries it: what was thrown and every face, in draw order.

    ``notation`` is canonical; the faces of all repeats stand in one row.
    """

    notation: str
    faces: tuple[int, ...]
    ruleset: Ruleset
    comment: str | None = None


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


@dataclass(frozen=True, slots=True)
class AddPlotDie:
    """Throw a plot die beside what fell. However often it is asked, it falls once."""

    rng: Rng
    open_ledger: OpenLedger
    clock: Clock
    announcer: Announcer

    async def __call__(self, request: PlotDieRequest) -> tuple[Roll, ...]:
        """Return the roll with its plot die. Raises NotYourRoll, RollForgotten, or a second die."""
        try:
            if request.pressed_by != request.rolled_by:
                raise NotYourRoll
            return await self._add(request)
        except Refusal as refusal:
            await self.announcer.announce(RollRefused(refusal.code))
            raise

    async def _add(self, request: PlotDieRequest) -> tuple[Roll, ...]:
        request_id = RequestId(f"{request.origin}+plot")
        async with self.open_ledger(request_id) as ledger:
            told_before = await ledger.history.find(request_id)
            if told_before is not None:
                return told_before.rolls
            ruleset, fallen = await _what_fell(request, ledger)
            record = RollRecord(
                id=request_id,
                by=request.rolled_by,
                where=request.where,
                server=request.server,
                at=self.clock.now(),
                ruleset=ruleset,
                throws=tuple(add_plot_die(before, self.rng) for before in fallen),
            )
            await ledger.history.append(record)
            await ledger.commit()
        await self.announcer.announce(PlotDieAdded(dice=len(record.throws)))
        return record.rolls


async def _what_fell(
    request: PlotDieRequest, ledger: DiceLedger
) -> tuple[Ruleset, tuple[Throw, ...]]:
    origin = await ledger.history.find(request.origin)
    if origin is not None:
        return origin.ruleset, origin.throws
    fallen = request.fallen
    if fallen is None:
        raise RollForgotten
    plan = replace(parse_roll(fallen.notation), comment=fallen.comment)
    return fallen.ruleset, throw_by_hand(plan, fallen.faces)
