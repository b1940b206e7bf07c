"""RollDice: everything is read first, then thrown, judged, recorded and told."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from nazh.application.dice.fair_play import NOT_PROVEN, FairPlay, Seat
from nazh.application.dice.outcome import Outcome
from nazh.application.dice.ports import (
    AlreadyRecorded,
    DiceLedger,
    OpenLedger,
    Proof,
    RollRecord,
    SavedNames,
    judged,
)
from nazh.application.dice.worded_plan import worded
from nazh.application.shared.ports import Announcer, Clock
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
from nazh.domain.kernel.identity import ChannelId, PlayerId, RequestId, ServerId
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
    by: PlayerId
    where: ChannelId | None = None
    server: ServerId | None = None
    add_plot: bool = False
    ruleset: Ruleset = NAZH
    label: str | None = None
    difficulty: int | None = None
    also: RequestId | None = None
    shared: tuple[tuple[str, str], ...] = ()
    is_secret: bool = False
    is_again: bool = False
    comment: str | None = None


@dataclass(frozen=True, slots=True)
class RollDice:
    """Throw what was asked and put it on record. Announces only what was recorded."""

    rng: Rng
    open_ledger: OpenLedger
    saved_names: SavedNames
    clock: Clock
    announcer: Announcer
    fair: FairPlay = NOT_PROVEN

    async def __call__(self, request: RollRequest) -> Outcome:
        """Return one roll for each repeat; for an ``id`` on record, the rolls of the first time.

        Raises the refusal of the notation before any die falls, and DivisionByZero after.
        """
        # Hardly anything is asked twice, so the ledger is asked for the first time only where it
        # says so itself, or where there is nothing new: a look before each roll is dear.
        try:
            record, rolls = await self._first_time(request)
        except (AlreadyRecorded, Refusal):
            told_before = await self._told_before(request)
            if told_before is None:
                raise
            return Outcome(told_before.rolls, told_before.proof, told_before.character)
        await self.announcer.announce(Rolled(sum(len(fallen.faces) for fallen in record.throws)))
        return Outcome(rolls, record.proof, record.character)

    async def _first_time(self, request: RollRequest) -> tuple[RollRecord, tuple[Roll, ...]]:
        fair_on = await self.fair.on(request.server, is_secret=request.is_secret)
        # Before the ledger is open: what it holds, others wait for. Of a crowd in which everybody
        # has one connection and waits for a second, nobody would ever roll.
        plan = await self._plan(request)
        character = await self.saved_names.playing(request.by, request.server)
        async with self.open_ledger(request.id, fair_on) as ledger:
            seat = None
            if fair_on is not None:
                seat = await self.fair.seat(ledger, request.by, request.id)
            try:
                record, rolls = await self._thrown(request, ledger, plan, character, seat)
            except DivisionByZero as refusal:
                if not _calls_saved_roll(request.notation):
                    refusal.source = request.notation
                raise
            await ledger.history.append(record, rolls)
            await _append_also(request, record, ledger)
            await ledger.commit()
        return record, rolls

    async def _told_before(self, request: RollRequest) -> RollRecord | None:
        async with self.open_ledger(request.id) as ledger:
            record = await ledger.history.find(request.id)
            if record is not None:
                await _append_also(request, record, ledger)
                await ledger.commit()
        return record

    async def _thrown(
        self,
        request: RollRequest,
        ledger: DiceLedger,
        plan: RollPlan,
        character: str | None,
        seat: Seat | None,
    ) -> tuple[RollRecord, tuple[Roll, ...]]:
        at = self.clock.now()
        if seat is None:
            throws = _throws(plan, self.rng)
            record = _record(request, throws, character, at)
            return record, record.rolls
        try:
            throws = _throws(plan, seat.dice)
            rolls = judged(throws, request.ruleset, ())
        except DivisionByZero:
            # Its refusal shall be no free look at the faces to come. What fell before the session
            # was opened, and is asked for again, is no step in it.
            if await ledger.history.find(request.id) is None:
                seat.spoiled(plan, request.ruleset, at)
                await ledger.commit()
            raise
        return _record(request, throws, character, at, seat.rolled(rolls, at)), rolls

    async def _plan(self, request: RollRequest) -> RollPlan:
        if request.is_again:
            plan = parse_canonical(request.notation)
            # The same plan remembers how its dice were judged; a copy begins anew.
            same = plan.comment == request.comment
            return plan if same else replace(plan, comment=request.comment)
        names = names_in(request.notation)
        saved: dict[str, str] = {}
        if names:
            inside = (one for _, text in request.shared for one in names_in(text))
            saved |= await self.saved_names.find(request.by, (*names, *inside), request.server)
            saved |= request.shared
        texts = tuple(saved.items())
        plan = parse_roll(request.notation, request.add_plot, texts, is_typed=True)
        if request.label is None and request.difficulty is None:
            return plan
        return worded(plan, request.label, request.difficulty)


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
        where=request.where,
        server=request.server,
        at=at,
        ruleset=request.ruleset,
        throws=throws,
        is_secret=request.is_secret,
        character=character,
        proof=proof,
    )


async def _append_also(request: RollRequest, record: RollRecord, ledger: DiceLedger) -> None:
    """Put the other id on record, unless it is there."""
    if request.also is not None and await ledger.history.find(request.also) is None:
        await ledger.history.append(replace(record, id=request.also, story=record.id))
