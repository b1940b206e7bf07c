"""Body answers: what goes back in the response, and what goes by the callback."""

from __future__ import annotations

import hikari
import pytest

from nazh.adapters.inbound.discord.answers import NOTHING_NEW, Answer, File, Kind, whisper
from nazh.adapters.inbound.discord.body_answers import AWAITED, BodyAnswers
from nazh.adapters.inbound.discord.courier import ErrandAnswer

PLAIN = whisper("17")
WITH_FILE = Answer(Kind.MESSAGE, {"content": ""}, File("rolls.csv", b"1"))
WITH_ERRANDS = ErrandAnswer(Kind.EDIT, {}, otherwise=PLAIN)


class Discord:
    """Waits for a reply, or has left; takes what goes by the callback; keeps what is lost."""

    def __init__(self) -> None:
        self.is_there = True
        self.is_given = False
        self.said: list[tuple[int, bytes]] = []
        self.called_back: list[Answer] = []
        self.losses: list[str] = []

    async def give(self, status: int, body: bytes) -> bool:
        self.is_given = True
        self.said.append((status, body))
        return self.is_there

    async def answer(self, interaction: hikari.PartialInteraction, answer: Answer) -> bool:
        self.called_back.append(answer)
        return True

    def lost_answer(self, reason: str) -> None:
        self.losses.append(reason)


@pytest.fixture
def discord() -> Discord:
    return Discord()


@pytest.fixture
def interaction() -> hikari.PartialInteraction:
    return hikari.PartialInteraction.__new__(hikari.PartialInteraction)  # nobody looks into it


async def given(discord: Discord, interaction: hikari.PartialInteraction, answer: Answer) -> bool:
    awaited = AWAITED.set(discord)
    try:
        return await BodyAnswers(discord, discord).answer(interaction, answer)
    finally:
        AWAITED.reset(awaited)


@pytest.mark.parametrize(
    ("answer", "body"),
    [
        (NOTHING_NEW, b'{"type":6}'),
        (Answer(Kind.CHOICES, {"choices": ()}), b'{"type":8,"data":{"choices":[]}}'),
    ],
)
async def test_a_plain_answer_is_the_response(
    discord: Discord, interaction: hikari.PartialInteraction, answer: Answer, body: bytes
) -> None:
    assert await given(discord, interaction, answer)

    assert discord.said == [(200, body)]
    assert discord.called_back == []


@pytest.mark.parametrize("answer", [WITH_FILE, WITH_ERRANDS])
async def test_what_must_be_known_to_be_taken_goes_by_the_callback(
    discord: Discord, interaction: hikari.PartialInteraction, answer: Answer
) -> None:
    assert await given(discord, interaction, answer)

    assert discord.said == [(202, b"")]
    assert discord.called_back == [answer]


async def test_a_second_answer_goes_by_the_callback(
    discord: Discord, interaction: hikari.PartialInteraction
) -> None:
    await given(discord, interaction, WITH_ERRANDS)

    assert await given(discord, interaction, PLAIN)

    assert discord.said == [(202, b"")]
    assert discord.called_back == [WITH_ERRANDS, PLAIN]


async def test_an_answer_that_nobody_waits_for_any_more_is_lost(
    discord: Discord, interaction: hikari.PartialInteraction
) -> None:
    discord.is_there = False

    assert not await given(discord, interaction, PLAIN)

    assert discord.losses == ["too_late"]
    assert discord.called_back == []
