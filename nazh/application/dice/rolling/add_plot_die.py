"""Adds one plot die to an earlier roll, once, at the roller's request."""

from __future__ import annotations

from dataclasses import dataclass, replace

from nazh.application.dice.errors import NotYourRoll
from nazh.application.dice.fair.fair_rolls import NO_FAIR_ROLLS, FairRolls, Participant
from nazh.application.dice.ports import AlreadyRecorded, OpenRolls
from nazh.application.dice.rolling.message_rolls import (
    CurrentRoll,
    MessageRoll,
    changes_of,
    find_original_roll,
    refuse_if_revealed,
)
from nazh.application.dice.rolling.outcome import Outcome
from nazh.application.shared.ports import Clock, EventPublisher
from nazh.domain.dice import Roll, add_plot_die
from nazh.domain.dice.events import PlotDieAdded
from nazh.domain.dice.records import RollRecord
from nazh.domain.kernel.identity import ChannelId, GuildId, RequestId, UserId
from nazh.domain.kernel.rng import Rng


@dataclass(frozen=True, slots=True)
class PlotDieRequest:
    """A request to add a plot die to a roll.

    ``message_roll`` is the roll that the message encodes; it is required if ``origin`` has been
    deleted from the ledger.
    """

    origin: RequestId
    rolled_by: UserId
    pressed_by: UserId
    message_roll: MessageRoll | None = None
    channel: ChannelId | None = None
    guild: GuildId | None = None
    is_secret: bool = False


@dataclass(frozen=True, slots=True)
class AddPlotDie:
    """Throws a plot die for a recorded roll. Repeated requests return the same die."""

    rng: Rng
    open_ledger: OpenRolls
    clock: Clock
    publisher: EventPublisher
    fair: FairRolls = NO_FAIR_ROLLS

    async def __call__(self, request: PlotDieRequest) -> Outcome:
        """Return the roll with its plot die.

        Raises NotYourRoll, RollForgotten, AlreadyRevealed and DuplicatePlotDie.
        """
        if request.pressed_by != request.rolled_by:
            raise NotYourRoll
        try:
            return await self._added(request)
        except AlreadyRecorded:
            # Another message may have added it at the same time; now it can be found.
            return await self._added(request)

    async def _added(self, request: PlotDieRequest) -> Outcome:
        request_id = RequestId(f"{request.origin}+plot")
        fair_guild = await self.fair.active_guild(request.guild, is_secret=request.is_secret)
        async with self.open_ledger(changes_of(request.origin), fair_guild) as ledger:
            if request.is_secret:
                await refuse_if_revealed(ledger, request.origin)
            recorded = await ledger.history.find(request_id)
            if recorded is not None:
                return Outcome(recorded.rolls, recorded.proof)
            current = await find_original_roll(request.origin, request.message_roll, ledger)
            # If two messages show one roll, both show the same plot die.
            plot_die_id = RequestId(f"{current.root_id}+plot")
            recorded = None if plot_die_id == request_id else await ledger.history.find(plot_die_id)
            if recorded is not None:
                alias = replace(recorded, id=request_id, is_secret=request.is_secret)
                await ledger.history.append(alias)
                await ledger.commit()
                return Outcome(recorded.rolls, recorded.proof)
            participant = None
            if fair_guild is not None and current.proof is not None:
                participant = await self.fair.participant(ledger, request.rolled_by, plot_die_id)
            record, rolls = self._thrown(request, plot_die_id, current, participant)
            await ledger.history.append(record, rolls)
            if plot_die_id != request_id:
                await ledger.history.append(replace(record, id=request_id), rolls)
            await ledger.commit()
        await self.publisher.publish(PlotDieAdded(dice=len(record.throws)))
        return Outcome(rolls, record.proof)

    def _thrown(
        self,
        request: PlotDieRequest,
        id: RequestId,
        current: CurrentRoll,
        participant: Participant | None,
    ) -> tuple[RollRecord, tuple[Roll, ...]]:
        origin = current.proof
        if participant is None or origin is None or participant.session.state.id != origin.session:
            # The chain cannot contain a die for a roll that is not in it.
            record = self._throw(request, id, current, self.rng)
            return record, record.rolls
        record = self._throw(request, id, current, participant.dice)
        rolls = record.rolls
        proof = participant.plot_die_added(origin, rolls, record.at)
        return replace(record, proof=proof), rolls

    def _throw(
        self, request: PlotDieRequest, id: RequestId, current: CurrentRoll, rng: Rng
    ) -> RollRecord:
        return RollRecord(
            id=id,
            by=request.rolled_by,
            channel=request.channel,
            guild=request.guild,
            at=self.clock.now(),
            ruleset=current.ruleset,
            throws=tuple(add_plot_die(before, rng) for before in current.throws),
            is_secret=request.is_secret,
            root_id=current.root_id,
            character=current.character,
        )
