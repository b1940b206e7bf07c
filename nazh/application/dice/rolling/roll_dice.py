"""Parses, throws, judges, records and publishes a roll."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from nazh.application.dice.fair.fair_rolls import NO_FAIR_ROLLS, FairRolls, Participant
from nazh.application.dice.ports import AlreadyRecorded, OpenRolls, RollLedger, SavedNames
from nazh.application.dice.rolling.label_and_difficulty import (
    with_label_and_difficulty,
    with_saved_names,
)
from nazh.application.dice.rolling.outcome import Outcome
from nazh.application.dice.rolling.typed_rolls import read_typed_roll
from nazh.application.shared.ports import Clock, EventPublisher
from nazh.domain.dice import (
    NAZH,
    Roll,
    RollPlan,
    Ruleset,
    Throw,
    names_in,
    parse_canonical,
    throw,
)
from nazh.domain.dice.errors import DivisionByZero
from nazh.domain.dice.events import Rolled
from nazh.domain.dice.judging import judge_repeats
from nazh.domain.dice.records import Proof, RollRecord
from nazh.domain.dice.saving.saved_rolls import ROLL
from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.identity import ChannelId, GuildId, RequestId, UserId
from nazh.domain.kernel.rng import Rng


@dataclass(frozen=True, slots=True)
class RollRequest:
    """A player's request to roll. Requests with the same ``id`` are one request.

    ``label`` and ``difficulty`` are for the pool at ``for_pool``, from 1, which must not have its
    own. ``alias_id`` is another id under which the roll can be found. ``shared`` pairs names with
    texts that another user shared; they override what the player saved. If ``is_reroll``,
    ``notation`` is canonical and ``comment`` is separate from it, because both may exceed the
    limits of typed text.
    """

    id: RequestId
    notation: str
    by: UserId
    channel: ChannelId | None = None
    guild: GuildId | None = None
    add_plot: bool = False
    ruleset: Ruleset = NAZH
    label: str | None = None
    difficulty: int | None = None
    for_pool: int = 1
    alias_id: RequestId | None = None
    shared: tuple[tuple[str, str], ...] = ()
    is_secret: bool = False
    is_reroll: bool = False
    comment: str | None = None


@dataclass(frozen=True, slots=True)
class RollDice:
    """Throws and records the requested dice. Publishes only what was committed."""

    rng: Rng
    open_ledger: OpenRolls
    saved_names: SavedNames
    clock: Clock
    publisher: EventPublisher
    fair: FairRolls = NO_FAIR_ROLLS

    async def __call__(self, request: RollRequest) -> Outcome:
        """Return one roll for each repeat; for a recorded ``id``, return the recorded rolls.

        Raises the refusal of the notation before any dice are thrown, and DivisionByZero after.
        """
        # Repeated requests are rare and a lookup before each roll is expensive, so the ledger is
        # searched only after a duplicate or a refusal.
        try:
            record, rolls = await self._roll(request)
        except (AlreadyRecorded, Refusal):
            recorded = await self._find_recorded(request)
            if recorded is None:
                raise
            return Outcome(recorded.rolls, recorded.proof, recorded.character)
        await self.publisher.publish(Rolled(sum(len(thrown.faces) for thrown in record.throws)))
        return Outcome(rolls, record.proof, record.character)

    async def _roll(self, request: RollRequest) -> tuple[RollRecord, tuple[Roll, ...]]:
        fair_guild = await self.fair.active_guild(request.guild, is_secret=request.is_secret)
        # Saved names are read before the ledger is opened. If every concurrent roll held the
        # ledger's connection while waiting for a second one, they would deadlock.
        plan = await self._plan(request)
        character = await self.saved_names.active_character(request.by, request.guild)
        async with self.open_ledger(request.id, fair_guild) as ledger:
            participant = None
            if fair_guild is not None:
                participant = await self.fair.participant(ledger, request.by, request.id)
            try:
                record, rolls = await self._thrown(request, ledger, plan, character, participant)
            except DivisionByZero as refusal:
                if not _calls_saved_roll(request.notation):
                    refusal.source = request.notation
                raise
            await ledger.history.append(record, rolls)
            await _append_alias(request, record, ledger)
            await ledger.commit()
        return record, rolls

    async def _find_recorded(self, request: RollRequest) -> RollRecord | None:
        async with self.open_ledger(request.id) as ledger:
            record = await ledger.history.find(request.id)
            if record is not None:
                await _append_alias(request, record, ledger)
                await ledger.commit()
        return record

    async def _thrown(
        self,
        request: RollRequest,
        ledger: RollLedger,
        plan: RollPlan,
        character: str | None,
        participant: Participant | None,
    ) -> tuple[RollRecord, tuple[Roll, ...]]:
        at = self.clock.now()
        if participant is None:
            throws = _throws(plan, self.rng)
            record = _record(request, throws, character, at)
            return record, record.rolls
        try:
            throws = _throws(plan, participant.dice)
            rolls = judge_repeats(throws, request.ruleset, ())
        except DivisionByZero:
            # The refusal is recorded and uses up its faces; otherwise it would reveal future ones.
            # A repeated request for a roll from before the session does not use the session's
            # counter.
            if await ledger.history.find(request.id) is None:
                participant.spoiled(plan, request.ruleset, at)
                await ledger.commit()
            raise
        return _record(request, throws, character, at, participant.rolled(rolls, at)), rolls

    async def _plan(self, request: RollRequest) -> RollPlan:
        if request.is_reroll:
            plan = parse_canonical(request.notation)
            # An equal plan is reused, because it caches its judged throws; a copy starts without
            # them.
            same = plan.comment == request.comment
            return plan if same else replace(plan, comment=request.comment)
        plan = await read_typed_roll(
            self.saved_names,
            request.by,
            request.notation,
            request.guild,
            add_plot=request.add_plot,
            shared=request.shared,
        )
        if request.label is not None or request.difficulty is not None:
            plan = with_label_and_difficulty(
                plan, request.label, request.difficulty, request.for_pool
            )
        # An explicit label takes precedence over the name.
        return with_saved_names(plan, plan.saved_names) if plan.saved_names else plan


def _calls_saved_roll(notation: str) -> bool:
    """Return whether an error position may be inside the text of a saved roll."""
    return any(name.startswith(ROLL) for name in names_in(notation))


def _throws(plan: RollPlan, rng: Rng) -> tuple[Throw, ...]:
    return tuple(throw(plan, rng) for _ in range(plan.repeats))


def _record(
    request: RollRequest,
    throws: tuple[Throw, ...],
    character: str | None,
    at: datetime,
    proof: Proof | None = None,
) -> RollRecord:
    return RollRecord(
        id=request.id,
        by=request.by,
        channel=request.channel,
        guild=request.guild,
        at=at,
        ruleset=request.ruleset,
        throws=throws,
        is_secret=request.is_secret,
        character=character,
        proof=proof,
    )


async def _append_alias(request: RollRequest, record: RollRecord, ledger: RollLedger) -> None:
    """Record the alias unless it is already recorded."""
    if request.alias_id is not None and await ledger.history.find(request.alias_id) is None:
        await ledger.history.append(replace(record, id=request.alias_id, root_id=record.id))
