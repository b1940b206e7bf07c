"""PickPlotFace: which face of an edged plot die counts, once, by the one who may say so."""

from __future__ import annotations

from dataclasses import dataclass, replace

from nazh.application.dice.errors import NothingToPick, OnlyGameMasterPicks, OnlyRollerPicks
from nazh.application.dice.fallen_dice import FallenDice, what_fell
from nazh.application.dice.outcome import Outcome
from nazh.application.dice.ports import DiceLedger, OpenLedger, RollRecord
from nazh.application.shared.ports import Announcer, Clock
from nazh.domain.dice.events import PlotFacePicked
from nazh.domain.dice.pools import Tag
from nazh.domain.kernel.identity import ChannelId, PlayerId, RequestId, ServerId


@dataclass(frozen=True, slots=True)
class PickRequest:
    """Who wants which ``face`` to count in the roll at ``place``, from 0, among the repeats.

    ``is_game_master`` is the door's word about the one who presses. ``fallen`` is what the door
    has proof of; it is needed where the ledger has forgotten ``origin``.
    """

    origin: RequestId
    rolled_by: PlayerId
    pressed_by: PlayerId
    face: int
    place: int = 0
    is_game_master: bool = False
    fallen: FallenDice | None = None
    where: ChannelId | None = None
    server: ServerId | None = None
    is_secret: bool = False


@dataclass(frozen=True, slots=True)
class PickPlotFace:
    """Let the picked face count. The first pick stands, however often and by whom it is asked.

    What a game master picks in a roll that is not on record any more stands in its message alone.
    """

    open_ledger: OpenLedger
    clock: Clock
    announcer: Announcer

    async def __call__(self, request: PickRequest) -> Outcome:
        """Return the rolls as they now count.

        Raises OnlyRollerPicks, OnlyGameMasterPicks, NothingToPick, ImpossiblePick, RollForgotten.
        """
        async with self.open_ledger(RequestId(f"{request.origin}+pick")) as ledger:
            present = await self._present(request, ledger)
            rolls = present.rolls
            plot = rolls[request.place].plot if 0 <= request.place < len(rolls) else None
            if plot is None or plot.edge is Tag.PLAIN:
                raise NothingToPick
            _check_who(request, plot.edge)
            if not plot.choice_open:
                return Outcome(rolls, present.proof)
            record = self._record(request, present, _with(request, present.picked))
            outcome = Outcome(record.rolls, record.proof)
            if await _is_forgotten(request, ledger):
                return outcome
            await ledger.history.append(record)
            await ledger.commit()
        await self.announcer.announce(PlotFacePicked())
        return outcome

    async def _present(self, request: PickRequest, ledger: DiceLedger) -> RollRecord:
        """Return the roll with all that was picked in it so far."""
        fell = await what_fell(request.origin, request.fallen, ledger)
        picked = request.fallen.picked if request.fallen is not None else ()
        present = RollRecord(
            id=request.origin,
            by=request.rolled_by,
            where=request.where,
            server=request.server,
            at=self.clock.now(),
            ruleset=fell.ruleset,
            throws=fell.throws,
            picked=picked or (0,) * len(fell.throws),
            story=fell.story,
            character=fell.character,
            proof=fell.proof,
        )
        for place in range(len(fell.throws)):
            told = await ledger.history.find(_id(request.origin, place))
            if told is not None and told.picked.count(0) < present.picked.count(0):
                present = told
        return present

    def _record(
        self, request: PickRequest, present: RollRecord, picked: tuple[int, ...]
    ) -> RollRecord:
        return replace(
            present,
            id=_id(request.origin, request.place),
            at=self.clock.now(),
            picked=picked,
            is_secret=request.is_secret,
        )


async def _is_forgotten(request: PickRequest, ledger: DiceLedger) -> bool:
    """Whether a pick is left to its message, for nobody puts on record what others had deleted."""
    if request.pressed_by == request.rolled_by:
        return False
    return await ledger.history.find(request.origin) is None


def _id(origin: RequestId, place: int) -> RequestId:
    return RequestId(f"{origin}+pick{place}")


def _with(request: PickRequest, picked: tuple[int, ...]) -> tuple[int, ...]:
    return (*picked[: request.place], request.face, *picked[request.place + 1 :])


def _check_who(request: PickRequest, edge: Tag) -> None:
    if edge is Tag.ADVANTAGE and request.pressed_by != request.rolled_by:
        raise OnlyRollerPicks
    if edge is Tag.DISADVANTAGE and not request.is_game_master:
        raise OnlyGameMasterPicks
