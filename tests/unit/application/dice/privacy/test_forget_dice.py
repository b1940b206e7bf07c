"""Tests the batches and the order of ForgetDice."""

from __future__ import annotations

from datetime import datetime

import pytest

from nazh.adapters.outbound.memory.dice.saved_rolls import MemorySavedRollStore
from nazh.application.dice.ports.privacy import ParticipantNumber
from nazh.application.dice.privacy.forget_dice import BATCH_SIZE, MAX_PER_RUN, ForgetDice
from nazh.domain.dice.events import RollsPruned
from nazh.domain.kernel.identity import GuildId, UserId
from tests.doubles.clock import FrozenClock
from tests.doubles.event_publisher import RecordingPublisher

GUILD, ALICE = GuildId(8), UserId(1)
NOW = FrozenClock().now()


class UserRolls:
    """So many rolls of a user; satisfies ``UserRecords``."""

    def __init__(self, left: int = 0) -> None:
        self.left = left
        self.calls: list[str] = []

    async def numbers(self, of: UserId) -> tuple[ParticipantNumber, ...]:
        return ()

    async def forget_rolls(self, of: UserId, limit: int) -> int:
        self.calls.append("rolls")
        count = min(self.left, limit)
        self.left -= count
        return count

    async def forget_numbers(self, of: UserId) -> None:
        self.calls.append("numbers")

    async def forget_counts(self, of: UserId) -> None:
        self.calls.append("counts")


class GuildRolls:
    """So many rolls on a guild; satisfies ``GuildRecords``."""

    def __init__(self, left: int = 0) -> None:
        self.left = left

    async def forget_rolls(self, guild: GuildId, before: datetime, limit: int) -> int:
        count = min(self.left, limit)
        self.left -= count
        return count

    async def forget(self, guild: GuildId) -> None:
        self.left = 0


class Table:
    def __init__(self, users: int = 0, guilds: int = 0) -> None:
        self.users, self.guilds = UserRolls(users), GuildRolls(guilds)
        self.publisher = RecordingPublisher()
        self.forget = ForgetDice(self.users, self.guilds, MemorySavedRollStore(), self.publisher)


async def test_one_run_forgets_a_bounded_number_of_rolls_of_a_guild() -> None:
    table = Table(guilds=MAX_PER_RUN + 1)

    is_done = await table.forget.prune_guild(GUILD, NOW)

    assert not is_done
    assert table.guilds.left == 1
    assert table.publisher.events == [RollsPruned(BATCH_SIZE)] * (MAX_PER_RUN // BATCH_SIZE)


@pytest.mark.parametrize("rolls", [0, 1, BATCH_SIZE])
async def test_a_guild_without_further_rolls_is_done(rolls: int) -> None:
    table = Table(guilds=rolls)

    assert await table.forget.prune_guild(GUILD, NOW)
    assert table.publisher.events == ([RollsPruned(rolls)] if rolls else [])


@pytest.mark.parametrize(("rolls", "batches"), [(0, 1), (BATCH_SIZE - 1, 1), (BATCH_SIZE, 2)])
async def test_the_counts_of_a_user_are_forgotten_after_all_rolls(rolls: int, batches: int) -> None:
    table = Table(users=rolls)

    await table.forget.forget_user(ALICE)

    assert table.users.left == 0
    assert table.users.calls == ["numbers", *["rolls"] * batches, "counts"]
