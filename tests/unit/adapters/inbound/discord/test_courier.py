"""The courier: what is posted behind an answer, how often, and what is said instead."""

from __future__ import annotations

import asyncio

import hikari
import pytest

from nazh.adapters.inbound.discord.answers import NOTHING_NEW, Answer, File, Json, Kind, whisper
from nazh.adapters.inbound.discord.courier import (
    MOST,
    MOST_FOR_A_CHANNEL,
    Courier,
    Errand,
    ErrandAnswer,
)
from nazh.adapters.inbound.discord.door import Door
from nazh.adapters.inbound.discord.responder import AnswerRejected
from nazh.adapters.inbound.discord.waiting_room import MOST_INSIDE, WaitingRoom
from nazh.adapters.outbound.memory.errands import REMEMBERED, MemoryErrands
from tests.unit.adapters.inbound.discord.test_door import Gate, Mailbox, Notebook
from tests.unit.adapters.inbound.discord.test_door import interaction as whole_interaction

__all__ = ["whole_interaction"]

GONE = whisper("It is gone.")
PATIENCE = 10.0


class Discord:
    """Takes answers and posts, or does not; is every port of the courier at once."""

    def __init__(self) -> None:
        self.takes_answers = self.takes_edits = self.takes_posts = True
        self.may_post = asyncio.Event()
        self.may_post.set()
        self.answers: list[Answer] = []
        self.posts: list[Json] = []
        self.files: list[File | None] = []
        self.notices: list[tuple[int, int | None, Json]] = []
        self.losses: list[str] = []
        self.lost_notices = 0

    async def answer(self, interaction: hikari.PartialInteraction, answer: Answer) -> bool:
        if answer.kind is Kind.EDIT and not self.takes_edits:
            raise AnswerRejected("Unknown Message")
        self.answers.append(answer)
        return self.takes_answers

    async def post(
        self, interaction: hikari.PartialInteraction, message: Json, file: File | None = None
    ) -> bool:
        await self.may_post.wait()
        if self.takes_posts:
            self.posts.append(message)
            self.files.append(file)
        return self.takes_posts

    async def post_in(self, channel: int, server: int | None, message: Json) -> bool:
        await self.may_post.wait()
        if self.takes_posts:
            self.notices.append((channel, server, message))
        return self.takes_posts

    def lost_answer(self, reason: str) -> None:
        self.losses.append(reason)

    def lost_notice(self) -> None:
        self.lost_notices += 1


@pytest.fixture
def discord() -> Discord:
    return Discord()


@pytest.fixture
def courier(discord: Discord) -> Courier:
    return Courier(discord, discord, discord, MemoryErrands())


@pytest.fixture
def interaction() -> hikari.PartialInteraction:
    return hikari.PartialInteraction.__new__(hikari.PartialInteraction)  # nobody looks into it


def rolling(name: str = "roll 1") -> ErrandAnswer:
    errand = Errand(name, {"content": name})
    return ErrandAnswer(Kind.EDIT, {}, otherwise=GONE, errands=(errand,))


def noticed(name: str = "notice", channel: int = 7) -> ErrandAnswer:
    errand = Errand(name, {"content": "psst"}, channel=channel, server=8)
    return ErrandAnswer(Kind.MESSAGE, {}, otherwise=GONE, errands=(errand,))


async def test_other_answers_pass(
    discord: Discord, courier: Courier, interaction: hikari.PartialInteraction
) -> None:
    assert await courier.answer(interaction, NOTHING_NEW)

    assert discord.answers == [NOTHING_NEW]
    assert discord.posts == []


async def test_a_message_follows_a_taken_answer_once(
    discord: Discord, courier: Courier, interaction: hikari.PartialInteraction
) -> None:
    for _ in range(3):
        assert await courier.answer(interaction, rolling())
    await courier.settle(PATIENCE)

    assert len(discord.answers) == 3
    assert discord.posts == [{"content": "roll 1"}]


async def test_a_notice_goes_to_its_channel(
    discord: Discord, courier: Courier, interaction: hikari.PartialInteraction
) -> None:
    assert await courier.answer(interaction, noticed())
    await courier.settle(PATIENCE)

    assert discord.notices == [(7, 8, {"content": "psst"})]
    assert discord.posts == []


async def test_nothing_follows_an_answer_that_was_lost(
    discord: Discord, courier: Courier, interaction: hikari.PartialInteraction
) -> None:
    discord.takes_answers = False
    assert not await courier.answer(interaction, rolling())
    discord.takes_answers = True
    assert await courier.answer(interaction, rolling())
    await courier.settle(PATIENCE)

    assert discord.posts == [{"content": "roll 1"}]


async def test_what_could_not_be_posted_is_counted_and_may_be_posted_again(
    discord: Discord, courier: Courier, interaction: hikari.PartialInteraction
) -> None:
    discord.takes_posts = False
    assert await courier.answer(interaction, rolling())
    await courier.settle(PATIENCE)
    discord.takes_posts = True
    assert await courier.answer(interaction, rolling())
    await courier.settle(PATIENCE)

    assert (discord.losses, discord.lost_notices) == (["discord_failed"], 0)
    assert discord.posts == [{"content": "roll 1"}]


async def test_a_notice_that_its_channel_does_not_take_is_no_lost_answer(
    discord: Discord, courier: Courier, interaction: hikari.PartialInteraction
) -> None:
    discord.takes_posts = False
    assert await courier.answer(interaction, noticed())
    await courier.settle(PATIENCE)

    assert (discord.losses, discord.lost_notices) == ([], 1)


async def test_of_those_whose_errands_take_long_none_is_in_work_any_more(
    discord: Discord, courier: Courier, whole_interaction: hikari.PartialInteraction
) -> None:
    discord.may_post.clear()
    notebook = Notebook()
    door = Door(courier, Gate(), notebook, Mailbox())

    async def rolled() -> Answer:
        return noticed(f"notice {notebook.answered}", channel=notebook.answered)

    for _ in range(MOST_INSIDE):
        await door.receive(whole_interaction, rolled)
    let_in: list[str] = []
    WaitingRoom(door, notebook).enter(1, lambda: let_in.append("next"), lambda: None)

    assert let_in == ["next"]
    assert notebook.answered == MOST_INSIDE  # and timed: nobody waits for what is posted
    assert discord.notices == []
    discord.may_post.set()
    await courier.settle(PATIENCE)
    assert len(discord.notices) == MOST_INSIDE


async def test_one_channel_gets_so_many_notices_at_a_time_and_leaves_room_for_others(
    discord: Discord,
    courier: Courier,
    interaction: hikari.PartialInteraction,
    caplog: pytest.LogCaptureFixture,
) -> None:
    discord.may_post.clear()
    for number in range(MOST_FOR_A_CHANNEL + 3):
        assert await courier.answer(interaction, noticed(f"notice {number}"))
    await courier.answer(interaction, noticed("elsewhere", channel=9))
    await courier.answer(interaction, rolling())
    discord.may_post.set()
    await courier.settle(PATIENCE)

    assert [channel for channel, *_ in discord.notices].count(7) == MOST_FOR_A_CHANNEL
    assert (9, 8, {"content": "psst"}) in discord.notices
    assert discord.posts == [{"content": "roll 1"}]
    assert (discord.losses, discord.lost_notices) == ([], 3)
    assert [record.message for record in caplog.records] == [
        "too much waits to be posted in channel 7: what is too much is left undone"
    ]


async def test_notices_in_all_channels_together_are_so_many_at_a_time(
    discord: Discord, courier: Courier, interaction: hikari.PartialInteraction
) -> None:
    discord.may_post.clear()
    for number in range(MOST + 1):
        await courier.answer(interaction, noticed(f"notice {number}", channel=number))
    await courier.answer(interaction, rolling())
    discord.may_post.set()
    await courier.settle(PATIENCE)

    assert (len(discord.notices), discord.lost_notices) == (MOST, 1)
    assert discord.posts == [{"content": "roll 1"}]


async def test_rolls_that_discord_takes_too_slowly_are_left_and_counted(
    discord: Discord, courier: Courier, interaction: hikari.PartialInteraction
) -> None:
    discord.may_post.clear()
    for number in range(MOST + 2):
        await courier.answer(interaction, rolling(f"roll {number}"))
    discord.may_post.set()
    await courier.settle(PATIENCE)
    await courier.answer(interaction, rolling("afterwards"))
    await courier.settle(PATIENCE)

    assert discord.losses == ["discord_failed"] * 2
    assert len(discord.posts) == MOST + 1


async def test_what_is_not_posted_when_all_ends_is_given_up_and_counted(
    discord: Discord,
    courier: Courier,
    interaction: hikari.PartialInteraction,
    caplog: pytest.LogCaptureFixture,
) -> None:
    discord.may_post.clear()
    await courier.answer(interaction, rolling())
    await courier.answer(interaction, noticed())
    await courier.settle(0)
    discord.may_post.set()
    await courier.answer(interaction, rolling())
    await courier.settle(PATIENCE)

    assert (discord.losses, discord.lost_notices) == (["discord_failed"], 1)
    assert (discord.posts, discord.notices) == ([{"content": "roll 1"}], [])
    assert [record.message for record in caplog.records] == [
        "2 messages behind answers were not posted before the end"
    ]


async def test_where_the_edit_is_refused_something_else_is_said(
    discord: Discord, courier: Courier, interaction: hikari.PartialInteraction
) -> None:
    discord.takes_edits = False

    assert await courier.answer(interaction, rolling())

    assert discord.answers == [GONE]
    assert discord.posts == []


async def test_an_answer_without_an_errand_has_its_bugs_shown(
    discord: Discord, courier: Courier, interaction: hikari.PartialInteraction
) -> None:
    discord.takes_edits = False

    with pytest.raises(AnswerRejected):
        await courier.answer(interaction, Answer(Kind.EDIT, {}))


async def test_only_the_latest_errands_are_remembered(
    discord: Discord, courier: Courier, interaction: hikari.PartialInteraction
) -> None:
    for number in range(REMEMBERED + 1):
        await courier.answer(interaction, rolling(f"roll {number}"))
        await courier.settle(PATIENCE)
    await courier.answer(interaction, rolling("roll 0"))
    await courier.answer(interaction, rolling(f"roll {REMEMBERED}"))
    await courier.settle(PATIENCE)

    assert len(discord.posts) == REMEMBERED + 2


def drawing(picture: File | None) -> ErrandAnswer:
    async def draw() -> File | None:
        return picture

    errand = Errand("odds 1", {"components": ()}, draw=draw)
    return ErrandAnswer(Kind.MESSAGE, {}, otherwise=GONE, errands=(errand,))


async def test_a_picture_follows_when_it_has_been_drawn(
    discord: Discord, courier: Courier, interaction: hikari.PartialInteraction
) -> None:
    picture = File("odds.png", b"png")

    assert await courier.answer(interaction, drawing(picture))
    assert discord.posts == []
    await courier.settle(PATIENCE)

    assert discord.files == [picture]


async def test_without_its_picture_nothing_follows(
    discord: Discord, courier: Courier, interaction: hikari.PartialInteraction
) -> None:
    await courier.answer(interaction, drawing(None))
    await courier.settle(PATIENCE)

    assert discord.posts == []
    assert discord.losses == []


async def test_a_picture_that_cannot_be_drawn_for_a_bug_is_told_and_may_be_drawn_again(
    discord: Discord, courier: Courier, interaction: hikari.PartialInteraction
) -> None:
    async def draw() -> File | None:
        raise RuntimeError("no ink")

    told: list[object] = []
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, trouble: told.append(trouble.get("exception")))
    errand = Errand("odds 1", {"components": ()}, draw=draw)
    broken = ErrandAnswer(Kind.MESSAGE, {}, otherwise=GONE, errands=(errand,))
    assert await courier.answer(interaction, broken)
    await courier.settle(PATIENCE)
    await courier.answer(interaction, drawing(File("odds.png", b"png")))
    await courier.settle(PATIENCE)

    assert [str(error) for error in told] == ["no ink"]
    assert discord.losses == ["discord_failed"]
    assert len(discord.files) == 1
