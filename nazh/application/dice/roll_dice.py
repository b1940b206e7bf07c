"""RollDice: everything is read first, then thrown, judged, recorded and told."""

from __future__ import annotations

from dataclasses import dataclass, replace

from nazh.application.dice.outcome import Outcome
from nazh.application.dice.ports import OpenLedger, RollRecord, SavedNames
from nazh.application.dice.worded_plan import worded
from nazh.application.shared.ports import Announcer, Clock
from nazh.domain.dice import NAZH, RollPlan, Ruleset, names_in, parse_roll, throw
from nazh.domain.dice.events import Rolled
from nazh.domain.kernel.identity import ChannelId, PlayerId, RequestId, ServerId
from nazh.domain.kernel.rng import Rng


@dataclass(frozen=True, slots=True)
class RollRequest:
    """What a player asks for. The same ``id`` asked twice is the same request.

    ``label`` and ``difficulty`` are for the first pool, which must not have its own. ``also`` is
    another id under which the roll can be found. ``shared`` pairs names with texts that somebody
    else has shared; they win over what the player saved.
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


@dataclass(frozen=True, slots=True)
class RollDice:
    """Throw what was asked and put it on record. Announces only what was recorded."""

    rng: Rng
    open_ledger: OpenLedger
    saved_names: SavedNames
    clock: Clock
    announcer: Announcer

    async def __call__(self, request: RollRequest) -> Outcome:
        """Return one roll for each repeat; for an ``id`` on record, the rolls of the first time.

        Raises the refusal of the notation before any die falls, and DivisionByZero after.
        """
        async with self.open_ledger(request.id) as ledger:
            told_before = await ledger.history.find(request.id)
            record = told_before or await self._thrown(request)
            outcome = Outcome(record.rolls, record.proof)
            if told_before is None:
                await ledger.history.append(record, outcome.rolls)
            if request.also is not None and await ledger.history.find(request.also) is None:
                await ledger.history.append(replace(record, id=request.also, story=record.id))
            await ledger.commit()
        if told_before is not None:
            return outcome
        await self.announcer.announce(Rolled(sum(len(fallen.faces) for fallen in record.throws)))
        return outcome

    async def _thrown(self, request: RollRequest) -> RollRecord:
        plan = await self._plan(request)
        character = await self.saved_names.playing(request.by, request.server)
        return self._throw(request, plan, character)

    async def _plan(self, request: RollRequest) -> RollPlan:
        names = names_in(request.notation)
        saved: dict[str, str] = {}
        if names:
            inside = (one for _, text in request.shared for one in names_in(text))
            saved |= await self.saved_names.find(request.by, (*names, *inside), request.server)
            saved |= request.shared
        plan = parse_roll(request.notation, add_plot=request.add_plot, saved=tuple(saved.items()))
        if request.label is None and request.difficulty is None:
            return plan
        return worded(plan, request.label, request.difficulty)

    def _throw(self, request: RollRequest, plan: RollPlan, character: str | None) -> RollRecord:
        return RollRecord(
            id=request.id,
            by=request.by,
            where=request.where,
            server=request.server,
            at=self.clock.now(),
            ruleset=request.ruleset,
            throws=tuple(throw(plan, self.rng) for _ in range(plan.repeats)),
            is_secret=request.is_secret,
            character=character,
        )
