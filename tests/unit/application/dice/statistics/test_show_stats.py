"""Tests which rolls statistics include, and the permissions to see them."""

from __future__ import annotations

import pytest

from nazh.adapters.outbound.memory.dice.ledger import MemoryRollStore
from nazh.application.dice.errors import NoActiveCharacter, NoGuildToShow
from nazh.application.dice.statistics.show_stats import ShowStats, Stats, StatsRequest, StatsScope
from nazh.domain.dice import NAZH, parse_roll, throw
from nazh.domain.dice.records import RollRecord
from nazh.domain.kernel.identity import GuildId, RequestId, UserId
from tests.doubles.clock import FrozenClock
from tests.doubles.rng import ScriptedRng
from tests.doubles.saved_names import FixedSavedNames

ALICE, BOB, KEEP = UserId(1), UserId(2), GuildId(3)


async def table() -> MemoryRollStore:
    """Alice rolls in public, as Kaladin, and in secret; Bob rolls once."""
    ledgers = MemoryRollStore()
    for name, by, is_secret, character in (
        ("a", ALICE, False, None),
        ("b", ALICE, False, "Kaladin"),
        ("c", ALICE, True, "Kaladin"),
        ("d", BOB, False, None),
    ):
        thrown = throw(parse_roll("1d6"), ScriptedRng([3]))
        record = RollRecord(
            RequestId(name),
            by,
            None,
            KEEP,
            FrozenClock().now(),
            NAZH,
            (thrown,),
            is_secret=is_secret,
            character=character,
        )
        async with ledgers(record.id) as ledger:
            await ledger.history.append(record)
            await ledger.commit()
    return ledgers


async def stats_for(request: StatsRequest, playing: str | None = None) -> Stats:
    ledgers = await table()
    return await ShowStats(ledgers.counters, FixedSavedNames({}, playing))(request)


@pytest.mark.parametrize(("is_public", "rolls"), [(False, 3), (True, 2)])
async def test_secret_rolls_are_shown_to_their_roller_only(is_public: bool, rolls: int) -> None:
    stats = await stats_for(StatsRequest(ALICE, is_public=is_public))

    assert stats.statistics.rolls == rolls
    assert stats.statistics.since == FrozenClock().now()
    assert stats.character is None


@pytest.mark.parametrize("is_public", [False, True])
async def test_a_servers_statistics_include_everyones_public_rolls(is_public: bool) -> None:
    request = StatsRequest(BOB, KEEP, StatsScope.SERVER, is_public=is_public)

    assert (await stats_for(request)).statistics.rolls == 3


async def test_a_character_is_the_one_that_is_named() -> None:
    stats = await stats_for(StatsRequest(ALICE, KEEP, StatsScope.CHARACTER, "Kaladin"), "Shallan")

    assert stats.character == "Kaladin"
    assert stats.statistics.rolls == 2


async def test_otherwise_a_character_is_the_one_that_is_played() -> None:
    stats = await stats_for(StatsRequest(ALICE, KEEP, StatsScope.CHARACTER), "Shallan")

    assert stats.character == "Shallan"
    assert stats.statistics.rolls == 0


async def test_characters_are_visible_to_their_owner_only() -> None:
    stats = await stats_for(StatsRequest(BOB, KEEP, StatsScope.CHARACTER, "Kaladin"))

    assert stats.statistics.rolls == 0


async def test_statistics_of_a_missing_character_are_refused() -> None:
    with pytest.raises(NoActiveCharacter):
        await stats_for(StatsRequest(ALICE, KEEP, StatsScope.CHARACTER))


async def test_there_is_no_server_in_direct_messages() -> None:
    with pytest.raises(NoGuildToShow):
        await stats_for(StatsRequest(ALICE, None, StatsScope.SERVER))
