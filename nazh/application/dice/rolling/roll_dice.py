"""RollDice: everything is read first, then thrown, judged, recorded and told."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from nazh.application.dice.fair.fair_rolls import NO_FAIR_ROLLS, FairRolls, Participant
from nazh.application.dice.ports import (
    AlreadyRecorded,
    OpenRolls,
    Proof,
    RollLedger,
    RollRecord,
    SavedNames,
    judged,
)
from nazh.application.dice.rolling.label_and_difficulty import with_label_and_difficulty
from nazh.application.dice.rolling.outcome import Outcome
from nazh.application.shared.ports import Clock, EventPublisher
from nazh.domain.dice import (
    NAZH,
    Roll,
    RollPlan,
    Ruleset,
    Throw,
    names_in,
    parse_canonical,
    parse_roll,
    throw,
)
from nazh.domain.dice.errors import DivisionByZero
from nazh.domain.dice.events import Rolled
from nazh.domain.dice.saved_rolls import ROLL
from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.identity import ChannelId, GuildId, RequestId, UserId
from nazh.domain.kernel.rng import Rng


@dataclass(frozen=True, slots=True)
class RollRequest:
    """What a player asks for. The same ``id`` asked twice is the same request.

    ``label`` and ``difficulty`` are for the first pool, which must not have its own. ``also`` is
    another id under which the roll can be found. ``shared`` pairs names with texts that somebody
    else has shared; they win over what the player saved. Of a roll that was made before and
    ``is_again``, ``notation`` is canonical and ``comment`` apart from it: what was typed tersely,
    or got a plot die, may be longer than what may be typed.
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
    alias_id: RequestId | None = None
    shared: tuple[tuple[str, str], ...] = ()
    is_secret: bool = False
    is_reroll: bool = False
    comment: str | None = None


@dataclass(frozen=True, slots=True)
class RollDice:
    """Throw what was asked and put it on record. Announces only what was recorded."""

    rng: Rng
    open_ledger: OpenRolls
    saved_names: SavedNames
    clock: Clock
    publisher: EventPublisher
    fair: FairRolls = NO_FAIR_ROLLS

    async def __call__(self, request: RollRequest) -> Outcome:
        """Return one roll for each repeat; for an ``id`` on record, the rolls of the first time.

        Raises the refusal of the notation before any die falls, and DivisionByZero after.
        """
        # Hardly anything is asked twice, so the ledger is asked for the first time only where it
        # says so itself, or where there is nothing new: a look before each roll is dear.
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
        # Before the ledger is open: what it holds, others wait for. Of a crowd in which everybody
        # has one connection and waits for a second, nobody would ever roll.
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
            rolls = judged(throws, request.ruleset, ())
        except DivisionByZero:
            # Its refusal shall be no free look at the faces to come. What fell before the session
            # was opened, and is asked for again, is no step in it.
            if await ledger.history.find(request.id) is None:
                participant.spoiled(plan, request.ruleset, at)
                await ledger.commit()
            raise
        return _record(request, throws, character, at, participant.rolled(rolls, at)), rolls

    async def _plan(self, request: RollRequest) -> RollPlan:
        if request.is_reroll:
            plan = parse_canonical(request.notation)
            # The same plan remembers how its dice were judged; a copy begins anew.
            same = plan.comment == request.comment
            return plan if same else replace(plan, comment=request.comment)
        names = names_in(request.notation)
        saved: dict[str, str] = {}
        if names:
            inside = (one for _, text in request.shared for one in names_in(text))
            saved |= await self.saved_names.find(request.by, (*names, *inside), request.guild)
            saved |= request.shared
        texts = tuple(saved.items())
        plan = parse_roll(request.notation, request.add_plot, texts, is_typed=True)
        if request.label is None and request.difficulty is None:
            return plan
        return with_label_and_difficulty(plan, request.label, request.difficulty)


def _calls_saved_roll(notation: str) -> bool:
    """Whether a place in what is thrown may be one in the text of a saved roll."""
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
    """Put the other id on record, unless it is there."""
    if request.alias_id is not None and await ledger.history.find(request.alias_id) is None:
        await ledger.history.append(replace(record, id=request.alias_id, root_id=record.id))
