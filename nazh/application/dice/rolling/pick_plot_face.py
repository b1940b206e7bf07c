"""PickPlotFace: which face of an edged plot die counts, once, by the one who may say so."""

from __future__ import annotations

from dataclasses import dataclass, replace

from nazh.application.dice.errors import NothingToPick, OnlyGameMasterPicks, OnlyRollerPicks
from nazh.application.dice.ports import OpenRolls, RollLedger, RollRecord
from nazh.application.dice.rolling.message_rolls import MessageRoll, find_original_roll
from nazh.application.dice.rolling.outcome import Outcome
from nazh.application.shared.ports import Clock, EventPublisher
from nazh.domain.dice.events import PlotFacePicked
from nazh.domain.dice.pools import Tag
from nazh.domain.kernel.identity import ChannelId, GuildId, RequestId, UserId


@dataclass(frozen=True, slots=True)
class PickRequest:
    """Who wants which ``face`` to count in the roll at ``place``, from 0, among the repeats.

    ``is_game_master`` is the door's word about the one who presses. ``fallen`` is what the door
    has proof of; it is needed where the ledger has forgotten ``origin``.
    """

    origin: RequestId
    rolled_by: UserId
    pressed_by: UserId
    face: int
    position: int = 0
    is_game_master: bool = False
    message_roll: MessageRoll | None = None
    channel: ChannelId | None = None
    guild: GuildId | None = None
    is_secret: bool = False


@dataclass(frozen=True, slots=True)
class PickPlotFace:
    """Let the picked face count. The first pick stands, however often and by whom it is asked.

    What a game master picks in a roll that is not on record any more stands in its message alone.
    """

    open_ledger: OpenRolls
    clock: Clock
    publisher: EventPublisher

    async def __call__(self, request: PickRequest) -> Outcome:
        """Return the rolls as they now count.

        Raises OnlyRollerPicks, OnlyGameMasterPicks, NothingToPick, ImpossiblePick, RollForgotten.
        """
        async with self.open_ledger(RequestId(f"{request.origin}+pick")) as ledger:
            present = await self._present(request, ledger)
            rolls = present.rolls
            plot = rolls[request.position].plot if 0 <= request.position < len(rolls) else None
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
        await self.publisher.publish(PlotFacePicked())
        return outcome

    async def _present(self, request: PickRequest, ledger: RollLedger) -> RollRecord:
        """Return the roll with all that was picked in it so far."""
        original = await find_original_roll(request.origin, request.message_roll, ledger)
        picked = request.message_roll.picked if request.message_roll is not None else ()
        present = RollRecord(
            id=request.origin,
            by=request.rolled_by,
            channel=request.channel,
            guild=request.guild,
            at=self.clock.now(),
            ruleset=original.ruleset,
            throws=original.throws,
            picked=picked or (0,) * len(original.throws),
            root_id=original.root_id,
            character=original.character,
            proof=original.proof,
        )
        for position in range(len(original.throws)):
            recorded = await ledger.history.find(_id(request.origin, position))
            if recorded is not None and recorded.picked.count(0) < present.picked.count(0):
                present = recorded
        return present

    def _record(
        self, request: PickRequest, present: RollRecord, picked: tuple[int, ...]
    ) -> RollRecord:
        return replace(
            present,
            id=_id(request.origin, request.position),
            at=self.clock.now(),
            picked=picked,
            is_secret=request.is_secret,
        )


async def _is_forgotten(request: PickRequest, ledger: RollLedger) -> bool:
    """Whether a pick is left to its message, for nobody puts on record what others had deleted."""
    if request.pressed_by == request.rolled_by:
        return False
    return await ledger.history.find(request.origin) is None


def _id(origin: RequestId, position: int) -> RequestId:
    return RequestId(f"{origin}+pick{position}")


def _with(request: PickRequest, picked: tuple[int, ...]) -> tuple[int, ...]:
    return (*picked[: request.position], request.face, *picked[request.position + 1 :])


def _check_who(request: PickRequest, edge: Tag) -> None:
    if edge is Tag.ADVANTAGE and request.pressed_by != request.rolled_by:
        raise OnlyRollerPicks
    if edge is Tag.DISADVANTAGE and not request.is_game_master:
        raise OnlyGameMasterPicks
