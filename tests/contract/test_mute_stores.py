"""Tests the contract of ``MuteStore``: a user is muted in one guild until they are unmuted."""

from __future__ import annotations

from datetime import timedelta

import pytest

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.keep.mutes import SqlMuteStore
from nazh.adapters.outbound.sql.keep.personal_data import SqlKeepRecords
from nazh.application.keep.consoles.ports import MuteStore
from nazh.domain.keep.bridges import MAX_MUTED
from nazh.domain.keep.errors import TooManyMuted
from nazh.domain.kernel.identity import UserId
from tests.audit_entries import ENTRY
from tests.contract.keep_examples import ALICE, BOB, NOW, OURS, THEIRS


@pytest.fixture
def mutes(keep_database: Database) -> MuteStore:
    return SqlMuteStore(keep_database)


async def test_a_user_is_muted_in_one_guild_until_they_are_unmuted(mutes: MuteStore) -> None:
    later = NOW + timedelta(hours=1)
    assert await mutes.mute(OURS, ALICE, NOW, ENTRY)
    assert not await mutes.mute(OURS, ALICE, later, ENTRY)
    assert await mutes.mute(OURS, BOB, later, ENTRY)
    assert await mutes.mute(THEIRS, BOB, NOW, ENTRY)

    assert await mutes.of_guild(OURS) == (BOB, ALICE)
    assert await mutes.is_muted(OURS, ALICE)
    assert not await mutes.is_muted(THEIRS, ALICE)
    assert await mutes.unmute(OURS, BOB, ENTRY)
    assert not await mutes.unmute(OURS, BOB, ENTRY)
    assert (await mutes.of_guild(OURS), await mutes.of_guild(THEIRS)) == ((ALICE,), (BOB,))


async def test_a_guild_has_a_most_of_muted_users(mutes: MuteStore) -> None:
    await mutes.mute(THEIRS, ALICE, NOW, ENTRY)
    for number in range(MAX_MUTED):
        await mutes.mute(OURS, UserId(number + 1), NOW, ENTRY)

    with pytest.raises(TooManyMuted):
        await mutes.mute(OURS, ALICE, NOW, ENTRY)

    assert not await mutes.mute(OURS, UserId(1), NOW, ENTRY)
    assert len(await mutes.of_guild(OURS)) == MAX_MUTED


async def test_a_mute_outlives_the_deletion_of_data_and_is_deleted_with_the_guild(
    mutes: MuteStore, keep_database: Database
) -> None:
    records = SqlKeepRecords(keep_database)
    for guild in (OURS, THEIRS):
        await mutes.mute(guild, ALICE, NOW, ENTRY)

    await records.forget_user(ALICE)
    assert await records.mutes_of(ALICE) == ((THEIRS, NOW), (OURS, NOW))
    assert await records.mutes_of(BOB) == ()
    await records.forget_guild(OURS)

    assert (await mutes.of_guild(OURS), await mutes.of_guild(THEIRS)) == ((), (ALICE,))
