"""The courier: what is posted behind an answer, how often, and what is said instead."""

from __future__ import annotations

import asyncio

import hikari
import pytest

from nazh.adapters.inbound.discord.answers import NOTHING_NEW, Answer, File, Json, Kind, whisper
from nazh.adapters.inbound.discord.courier import Courier, Errand, ErrandAnswer
from nazh.adapters.inbound.discord.responder import AnswerRejected
from nazh.adapters.outbound.memory.errands import REMEMBERED, MemoryErrands

GONE = whisper("It is gone.")


class Discord:
    """Takes answers and posts, or does not; is every port of the courier at once."""

    def __init__(self) -> None:
        self.takes_answers = self.takes_edits = self.takes_posts = True
        self.answers: list[Answer] = []
        self.posts: list[Json] = []
        self.files: list[File | None] = []
        self.notices: list[tuple[int, int | None, Json]] = []
        self.losses: list[str] = []

    async def answer(self, interaction: hikari.PartialInteraction, answer: Answer) -> bool:
        if answer.kind is Kind.EDIT and not self.takes_edits:
            raise AnswerRejected("Unknown Message")
        self.answers.append(answer)
        return self.takes_answers

    async def post(
        self, interaction: hikari.PartialInteraction, message: Json, file: File | None = None
    ) -> bool:
        if self.takes_posts:
            self.posts.append(message)
            self.files.append(file)
        return self.takes_posts

    async def post_in(self, channel: int, server: int | None, message: Json) -> bool:
        if self.takes_posts:
            self.notices.append((channel, server, message))
        return self.takes_posts

    def lost_answer(self, reason: str) -> None:
        self.losses.append(reason)


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

    assert len(discord.answers) == 3
    assert discord.posts == [{"content": "roll 1"}]


async def test_a_notice_goes_to_its_channel(
    discord: Discord, courier: Courier, interaction: hikari.PartialInteraction
) -> None:
    notice = Errand("notice", {"content": "psst"}, channel=7, server=8)

    assert await courier.answer(
        interaction, ErrandAnswer(Kind.MESSAGE, {}, otherwise=GONE, errands=(notice,))
    )

    assert discord.notices == [(7, 8, {"content": "psst"})]
    assert discord.posts == []


async def test_nothing_follows_an_answer_that_was_lost(
    discord: Discord, courier: Courier, interaction: hikari.PartialInteraction
) -> None:
    discord.takes_answers = False
    assert not await courier.answer(interaction, rolling())
    discord.takes_answers = True
    assert await courier.answer(interaction, rolling())

    assert discord.posts == [{"content": "roll 1"}]


async def test_what_could_not_be_posted_is_counted_and_may_be_posted_again(
    discord: Discord, courier: Courier, interaction: hikari.PartialInteraction
) -> None:
    discord.takes_posts = False
    assert await courier.answer(interaction, rolling())
    discord.takes_posts = True
    assert await courier.answer(interaction, rolling())

    assert discord.losses == ["discord_failed"]
    assert discord.posts == [{"content": "roll 1"}]


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
    await courier.answer(interaction, rolling("roll 0"))
    await courier.answer(interaction, rolling(f"roll {REMEMBERED}"))

    assert len(discord.posts) == REMEMBERED + 2


def drawing(picture: File | None) -> ErrandAnswer:
    async def draw() -> File | None:
        return picture

    errand = Errand("odds 1", {"components": ()}, draw=draw)
    return ErrandAnswer(Kind.MESSAGE, {}, otherwise=GONE, errands=(errand,))


async def until_all_is_done() -> None:
    here = asyncio.current_task()
    await asyncio.gather(*(task for task in asyncio.all_tasks() if task is not here))


async def test_a_picture_follows_when_it_has_been_drawn(
    discord: Discord, courier: Courier, interaction: hikari.PartialInteraction
) -> None:
    picture = File("odds.png", b"png")

    assert await courier.answer(interaction, drawing(picture))
    assert discord.posts == []
    await until_all_is_done()

    assert discord.files == [picture]


async def test_without_its_picture_nothing_follows(
    discord: Discord, courier: Courier, interaction: hikari.PartialInteraction
) -> None:
    await courier.answer(interaction, drawing(None))
    await until_all_is_done()

    assert discord.posts == []
    assert discord.losses == []
