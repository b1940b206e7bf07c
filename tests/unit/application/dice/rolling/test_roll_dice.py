"""Tests that all pools are parsed before dice are drawn, and events published after the commit."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager

import pytest

from nazh.adapters.outbound.memory.dice.ledger import MemoryRollStore
from nazh.application.dice.fair.fair_rolls import FairRolls
from nazh.application.dice.ports import RollLedger
from nazh.application.dice.rolling.roll_dice import RollDice, RollRequest
from nazh.domain.dice import COSMERE, Roll
from nazh.domain.dice.errors import DivisionByZero, NoTotal, TooManyPools, UnknownName
from nazh.domain.dice.events import Rolled
from nazh.domain.dice.limits import Limits
from nazh.domain.dice.records import RollRecord
from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.identity import ChannelId, GuildId, RequestId, UserId
from tests.doubles.clock import FrozenClock
from tests.doubles.event_publisher import RecordingPublisher
from tests.doubles.rng import ScriptedRng
from tests.doubles.saved_names import FixedSavedNames

ID = RequestId("100")
ALICE = UserId(1)


class Table:
    """The use case with scripted dice; everything else is real."""

    def __init__(self, faces: list[int], saved: Mapping[str, str] | None = None) -> None:
        self.rng = ScriptedRng(faces)
        self.ledgers = MemoryRollStore()
        self.publisher = RecordingPublisher(self.ledgers)
        self.saved = dict(saved or {})
        self._roll_dice = RollDice(
            self.rng, self.ledgers, FixedSavedNames(self.saved), FrozenClock(), self.publisher
        )

    async def roll_dice(self, request: RollRequest) -> tuple[Roll, ...]:
        return (await self._roll_dice(request)).rolls

    async def on_record(self, request_id: RequestId = ID) -> RollRecord | None:
        async with self.ledgers(request_id) as ledger:
            return await ledger.history.find(request_id)


class CountedLedgers:
    """Ledgers in memory, with a count of open ones."""

    def __init__(self) -> None:
        self.entered = self.open = 0
        self._ledgers = MemoryRollStore()

    @asynccontextmanager
    async def __call__(
        self, about: RequestId, fair_guild: GuildId | None = None
    ) -> AsyncIterator[RollLedger]:
        self.entered += 1
        self.open += 1
        async with self._ledgers(about, fair_guild) as ledger:
            yield ledger
        self.open -= 1


class NamesWhileOpen:
    """One saved name, with the number of open ledgers at each read."""

    def __init__(self, ledgers: CountedLedgers) -> None:
        self._ledgers = ledgers
        self.read_while_open: list[int] = []

    async def find(
        self, by: UserId, names: Collection[str], guild: GuildId | None = None
    ) -> Mapping[str, str]:
        self.read_while_open.append(self._ledgers.open)
        return dict.fromkeys(names, "2")

    async def names(self, by: UserId, guild: GuildId | None = None) -> Collection[str]:
        return ()

    async def active_character(self, by: UserId, guild: GuildId | None) -> str | None:
        self.read_while_open.append(self._ledgers.open)
        return None


async def test_a_roll_is_thrown_judged_recorded_and_published() -> None:
    table = Table([18, 3, 3, 4])

    rolls = await table.roll_dice(
        RollRequest(ID, "a1d20+5, 2d6", ALICE, ChannelId(7), GuildId(8), ruleset=COSMERE)
    )

    assert [pool.total for pool in rolls[0].pools] == [23, 7]
    record = await table.on_record()
    assert record is not None
    assert (record.by, record.channel, record.guild) == (ALICE, 7, 8)
    assert record.at == FrozenClock().now()
    assert record.rolls == rolls
    assert table.publisher.events == [Rolled(dice=4)]


async def test_the_event_is_published_after_the_commit() -> None:
    table = Table([4])

    await table.roll_dice(RollRequest(ID, "1d6", ALICE))

    assert table.publisher.on_record == [{ID}]


async def test_the_plot_die_is_added_on_request() -> None:
    table = Table([10, 2])

    rolls = await table.roll_dice(RollRequest(ID, "1d20", ALICE, add_plot=True))

    assert rolls[0].plot is not None
    assert rolls[0].pools[0].total == 14


async def test_repeats_are_thrown_one_after_the_other() -> None:
    table = Table([1, 2, 3])

    rolls = await table.roll_dice(RollRequest(ID, "3x1d6", ALICE))

    assert [roll.pools[0].total for roll in rolls] == [1, 2, 3]
    assert table.publisher.events == [Rolled(dice=3)]


async def test_the_same_id_twice_shows_the_first_result() -> None:
    table = Table([4, 1])
    first = await table.roll_dice(RollRequest(ID, "1d6", ALICE))

    second = await table.roll_dice(RollRequest(ID, "1d6", ALICE))

    assert second == first
    assert table.publisher.events == [Rolled(dice=1)]


async def test_a_repeated_request_shows_its_roll_even_if_its_names_are_gone() -> None:
    table = Table([4], saved={"@luck": "2"})
    request = RollRequest(ID, "1d6+@luck", ALICE)
    first = await table.roll_dice(request)
    table.saved.clear()

    assert await table.roll_dice(request) == first


async def test_the_same_id_at_the_same_time_counts_once() -> None:
    table = Table([4, 1, 1])
    request = RollRequest(ID, "1d6", ALICE)

    first, second, third = await asyncio.gather(*(table.roll_dice(request) for _ in range(3)))

    assert first == second == third
    assert table.publisher.events == [Rolled(dice=1)]


async def test_all_pools_are_read_before_any_die_falls() -> None:
    table = Table([1, 2, 3, 4, 5])

    with pytest.raises(TooManyPools):
        await table.roll_dice(RollRequest(ID, "d6,d6,d6,d6,d6,d6", ALICE))

    assert table.rng.left == (1, 2, 3, 4, 5)
    assert await table.on_record() is None
    assert table.publisher.events == []


async def test_a_divisor_that_falls_zero_leaves_nothing_on_record() -> None:
    table = Table([1])

    with pytest.raises(DivisionByZero):
        await table.roll_dice(RollRequest(ID, "6/(1d2-1)", ALICE))

    assert await table.on_record() is None
    assert table.publisher.events == []


@pytest.mark.parametrize(
    ("typed", "saved", "source", "at"),
    [
        ("1d20/(1d2-1)", {}, "1d20/(1d2-1)", 4),
        ("１d20 ÷ @zero # so", {"@zero": "(1d2-1)"}, "１d20 ÷ @zero # so", 5),
        ("{1d6/(1d2-1),1}kh1", {}, "{1d6/(1d2-1),1}kh1", 4),
    ],
)
async def test_the_zero_divisors_position_is_in_the_typed_text(
    typed: str, saved: dict[str, str], source: str, at: int
) -> None:
    table = Table([1, 1], saved)

    with pytest.raises(DivisionByZero) as refused:
        await table.roll_dice(RollRequest(ID, typed, ALICE))

    assert (refused.value.source, refused.value.at) == (source, at)


async def test_a_position_in_a_saved_text_is_not_shown_in_the_typed_text() -> None:
    table = Table([1, 1], {"$risky": "1d20/(1d2-1)"})

    with pytest.raises(DivisionByZero) as refused:
        await table.roll_dice(RollRequest(ID, "$risky", ALICE))

    assert refused.value.source is None


@pytest.mark.parametrize(
    ("notation", "comment", "faces"),
    [
        ("1d20, 1d6", "x" * (Limits.NOTATION_LENGTH - len("d20,d6 #")), [3, 4]),
        (f"{'x' * (Limits.NOTATION_LENGTH - 7)}: 1d20, dp", None, [3, 4]),
        ("1d20", "up # and, dp", [3]),
        ("dp vs 3", None, [3]),
        ("1d20", None, [3]),
    ],
)
async def test_a_roll_of_any_length_can_be_repeated(
    notation: str, comment: str | None, faces: list[int]
) -> None:
    table = Table(faces)

    rolls = await table.roll_dice(RollRequest(ID, notation, ALICE, is_reroll=True, comment=comment))

    plan = rolls[0].throw.plan
    assert (plan.notation, plan.comment) == (notation, comment)
    assert table.rng.left == ()


async def test_a_difficulty_for_the_plot_die_alone_is_refused() -> None:
    table = Table([3])

    with pytest.raises(NoTotal):
        await table.roll_dice(RollRequest(ID, "dp vs 3", ALICE))

    assert table.rng.left == (3,)


async def test_a_saved_number_is_looked_up_for_the_player() -> None:
    table = Table([10], saved={"@athletics": "5"})

    rolls = await table.roll_dice(RollRequest(ID, "1d20+@athletics", ALICE))

    assert rolls[0].pools[0].total == 15


async def test_an_unknown_name_is_named_in_the_refusal() -> None:
    table = Table([10])

    with pytest.raises(UnknownName) as refused:
        await table.roll_dice(RollRequest(ID, "1d20+@luck", ALICE))

    assert refused.value.facts["name"] == "@luck"
    assert table.publisher.events == []


async def test_a_crash_is_neither_recorded_nor_published() -> None:
    table = Table([])

    with pytest.raises(AssertionError):
        await table.roll_dice(RollRequest(ID, "1d6", ALICE))

    assert await table.on_record() is None
    assert table.publisher.events == []


async def test_after_a_refusal_the_same_id_may_be_asked_again() -> None:
    table = Table([6])
    with pytest.raises(UnknownName):
        await table.roll_dice(RollRequest(ID, "@x", ALICE))

    rolls = await table.roll_dice(RollRequest(ID, "1d6", ALICE))

    assert rolls[0].pools[0].total == 6


async def test_a_roll_is_on_record_under_its_other_name_too() -> None:
    table = Table([4, 1, 1])
    one, other = RequestId("one"), RequestId("other")

    first = await table.roll_dice(RollRequest(ID, "1d20", ALICE, alias_id=one))
    second = await table.roll_dice(RollRequest(ID, "1d20", ALICE, alias_id=other))
    again = await table.roll_dice(RollRequest(ID, "1d20", ALICE, alias_id=other))

    assert first == second == again
    for name in (ID, one, other):
        record = await table.on_record(name)
        assert record is not None
        assert record.rolls == first
        assert (record.root_id or record.id) == ID, "it is listed and counted once"
    assert table.publisher.events == [Rolled(dice=1)]


async def test_a_roll_is_on_record_with_the_character_that_is_played() -> None:
    ledgers = MemoryRollStore()
    names = FixedSavedNames({}, character="Kaladin")
    roll_dice = RollDice(ScriptedRng([3, 4]), ledgers, names, FrozenClock(), RecordingPublisher())

    first = await roll_dice(RollRequest(ID, "1d6", ALICE, guild=GuildId(8)))
    again = await roll_dice(RollRequest(ID, "1d6", ALICE, guild=GuildId(8)))

    async with ledgers(ID) as ledger:
        record = await ledger.history.find(ID)
    assert record is not None
    assert record.character == first.character == again.character == "Kaladin"


async def test_the_ledger_is_not_held_while_names_are_read() -> None:
    ledgers = CountedLedgers()
    names = NamesWhileOpen(ledgers)
    roll_dice = RollDice(
        ScriptedRng([4]), ledgers, names, FrozenClock(), RecordingPublisher(), FairRolls()
    )

    await roll_dice(RollRequest(ID, "1d6+@luck", ALICE))

    assert (ledgers.entered, names.read_while_open) == (1, [0, 0])


async def test_shared_rolls_win_over_saved_ones_and_use_the_rollers_numbers() -> None:
    table = Table([3, 4], {"$hit": "1d20", "$edge": "1d4", "@luck": "7"})
    shared = (("$hit", "1d6+$edge+@luck"), ("$edge", "1d8"))

    rolls = await table.roll_dice(RollRequest(ID, "$hit", ALICE, shared=shared))

    assert rolls[0].throw.plan.notation == "Hit: 1d6+1d8+7"


@pytest.mark.parametrize(
    ("typed", "nearest", "at"),
    [
        ("$atack", "$attack", 0),
        ("$Attak + 2", "$attack", 0),
        ("attack", "$attack", 0),
        ("attak", "$attack", 0),
        ("Atack +5", "$attack", 0),
        ("$luc", "@luck", 0),
        ("1d20+luck", "@luck", 5),
        ("1d20 + @lukc", "@luck", 7),
        ("1d20-atack", "$attack", 5),
        ("-lukc", "@luck", 1),
    ],
)
async def test_an_unknown_name_proposes_the_nearest(typed: str, nearest: str, at: int) -> None:
    table = Table([10], saved={"@luck": "5", "$attack": "1d20+5"})

    with pytest.raises(UnknownName) as refused:
        await table.roll_dice(RollRequest(ID, typed, ALICE))

    assert refused.value.hint == f"Did you mean {nearest}?"
    assert nearest not in refused.value.sentence
    assert (refused.value.source, refused.value.at) == (typed, at)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("$fireball", "unknown_name"),
        ("zzz", "unreadable_notation"),
        ("1d20+wisdom", "unreadable_notation"),
        ("(luck)", "unreadable_notation"),
        ("5luck", "unreadable_notation"),
        ("1d20+*2", "unreadable_notation"),
        ("*luck", "unreadable_notation"),
        ("$hit", "unknown_name"),
    ],
)
async def test_without_a_near_name_nothing_is_proposed(typed: str, code: str) -> None:
    saved = {"@luck": "5", "$attack": "1d20+5", "$hit": "1d20+@lukc"}
    table = Table([10], saved=saved)

    with pytest.raises(Refusal) as refused:
        await table.roll_dice(RollRequest(ID, typed, ALICE))

    assert "Did you mean" not in (refused.value.hint or "")
    assert refused.value.code == code
