"""Records which face of a plot die with an edge counts, once, for the user allowed to pick it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from nazh.application.dice.errors import NothingToPick, OnlyGameMasterPicks, OnlyRollerPicks
from nazh.application.dice.ports import OpenRolls, RollLedger
from nazh.application.dice.rolling.message_rolls import (
    MessageRoll,
    changes_of,
    find_original_roll,
    refuse_if_revealed,
)
from nazh.application.dice.rolling.outcome import Outcome
from nazh.application.shared.ports import Clock, EventPublisher
from nazh.domain.dice.events import PlotFacePicked
from nazh.domain.dice.pools import Tag
from nazh.domain.dice.records import RollRecord
from nazh.domain.kernel.identity import ChannelId, GuildId, RequestId, UserId


@dataclass(frozen=True, slots=True)
class PickRequest:
    """A request to count ``face`` in the repeat at ``position``, from 0.

    ``is_game_master`` is what the adapter found about the user. ``message_roll`` is the roll that
    the message encodes; it is required if ``origin`` has been deleted from the ledger.
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
    """Records the picked face. The first pick is final.

    If the roll has been deleted from the ledger, a game master's pick is only in its message.
    """

    open_ledger: OpenRolls
    clock: Clock
    publisher: EventPublisher

    async def __call__(self, request: PickRequest) -> Outcome:
        """Return the rolls with the pick.

        Raises OnlyRollerPicks, OnlyGameMasterPicks, NothingToPick, ImpossiblePick, RollForgotten
        and AlreadyRevealed.
        """
        async with self.open_ledger(changes_of(request.origin)) as ledger:
            if request.is_secret:
                await refuse_if_revealed(ledger, request.origin)
            current = await self._current_record(request, ledger)
            rolls = current.rolls
            plot = rolls[request.position].plot if 0 <= request.position < len(rolls) else None
            if plot is None or plot.edge is Tag.PLAIN:
                raise NothingToPick
            _check_may_pick(request, plot.edge)
            if not plot.choice_open:
                return Outcome(rolls, current.proof)
            record = self._record(request, current, _with_pick(request, current.picked))
            outcome = Outcome(record.rolls, record.proof)
            if await _is_forgotten(request, ledger):
                return outcome
            await ledger.history.append(record)
            await ledger.commit()
        await self.publisher.publish(PlotFacePicked())
        return outcome

    async def _current_record(self, request: PickRequest, ledger: RollLedger) -> RollRecord:
        """Return the roll with all picks so far."""
        original = await find_original_roll(request.origin, request.message_roll, ledger)
        picked = request.message_roll.picked if request.message_roll is not None else ()
        current = RollRecord(
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
            if recorded is not None and recorded.picked.count(0) < current.picked.count(0):
                current = recorded
        return current

    def _record(
        self, request: PickRequest, current: RollRecord, picked: tuple[int, ...]
    ) -> RollRecord:
        return replace(
            current,
            id=_id(request.origin, request.position),
            at=self.clock.now(),
            picked=picked,
            is_secret=request.is_secret,
        )


async def _is_forgotten(request: PickRequest, ledger: RollLedger) -> bool:
    """Return whether the pick must not be recorded, because the roller deleted the roll."""
    if request.pressed_by == request.rolled_by:
        return False
    return await ledger.history.find(request.origin) is None


def _id(origin: RequestId, position: int) -> RequestId:
    return RequestId(f"{origin}+pick{position}")


def _with_pick(request: PickRequest, picked: tuple[int, ...]) -> tuple[int, ...]:
    return (*picked[: request.position], request.face, *picked[request.position + 1 :])


def _check_may_pick(request: PickRequest, edge: Tag) -> None:
    if edge is Tag.ADVANTAGE and request.pressed_by != request.rolled_by:
        raise OnlyRollerPicks
    if edge is Tag.DISADVANTAGE and not request.is_game_master:
        raise OnlyGameMasterPicks
