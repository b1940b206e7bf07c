"""Tests the contract of ``ReplyStore``: a reply is found by its user, for 15 minutes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.keep.personal_data import SqlKeepRecords
from nazh.adapters.outbound.sql.keep.replies import SqlReplyStore
from nazh.application.keep.consoles.kept_replies import DeleteExpiredReplies
from nazh.application.keep.consoles.ports import ReplyStore
from tests.contract.keep_examples import ALICE, BOB, NOW, OURS, THEIRS, reply
from tests.doubles.clock import FrozenClock


@pytest.fixture
def replies(keep_database: Database) -> ReplyStore:
    return SqlReplyStore(keep_database)


async def test_a_reply_is_found_by_its_user_and_guild_only(replies: ReplyStore) -> None:
    kept_reply = reply(2**62)
    await replies.keep(kept_reply)

    assert await replies.find(2**62, OURS, ALICE) == kept_reply
    assert await replies.find(2**62, OURS, BOB) is None
    assert await replies.find(2**62, THEIRS, ALICE) is None
    assert await replies.find(1, OURS, ALICE) is None


async def test_expired_replies_are_deleted(replies: ReplyStore) -> None:
    for number in range(25):
        await replies.keep(reply(number, minutes=15 if number else 16))

    deletions = [await replies.delete_expired(NOW + timedelta(minutes=15)) for _ in range(3)]

    assert deletions == [False, False, True]
    assert await replies.find(0, OURS, ALICE) == reply(0, minutes=16)
    assert await replies.find(1, OURS, ALICE) is None


async def test_replies_go_with_their_user_or_guild(
    keep_database: Database, replies: ReplyStore
) -> None:
    records = SqlKeepRecords(keep_database)
    kept_replies = [reply(1), reply(2, THEIRS), reply(3, OURS, BOB), reply(4, THEIRS, BOB)]
    for stored_reply in kept_replies:
        await replies.keep(stored_reply)

    await records.forget_user(ALICE)
    await records.forget_guild(OURS)

    remaining = [
        await replies.find(stored_reply.number, stored_reply.guild, stored_reply.user)
        for stored_reply in kept_replies
    ]
    assert remaining == [None, None, None, kept_replies[3]]


async def test_the_job_deletes_all_expired_replies(replies: ReplyStore) -> None:
    for number in range(25):
        await replies.keep(reply(number, minutes=0 if number else 1))

    await DeleteExpiredReplies(replies, FrozenClock())()

    remaining = [await replies.find(number, OURS, ALICE) for number in range(25)]
    assert [stored_reply.number for stored_reply in remaining if stored_reply is not None] == [0]
