"""Tests that follow-ups are posted once, and their fallbacks."""

from __future__ import annotations

import asyncio

import hikari
import pytest

from nazh.adapters.inbound.discord.errors import DiscordUnavailable, ShuttingDown
from nazh.adapters.inbound.discord.interactions.admission import MAX_IN_FLIGHT, AdmissionQueue
from nazh.adapters.inbound.discord.interactions.pipeline import InteractionPipeline
from nazh.adapters.inbound.discord.interactions.responses import (
    DEFERRED_UPDATE,
    File,
    Followup,
    Json,
    Response,
    ResponseType,
    deferred,
    ephemeral,
)
from nazh.adapters.inbound.discord.interactions.sending import followups as followup_dispatch
from nazh.adapters.inbound.discord.interactions.sending.embed_limits import within_limits
from nazh.adapters.inbound.discord.interactions.sending.followups import (
    MAX_CONCURRENT,
    MAX_PER_CHANNEL,
    FollowupDispatcher,
)
from nazh.adapters.inbound.discord.interactions.sending.responder import ResponseRejected
from nazh.adapters.outbound.memory.idempotency import MAX_ENTRIES, MemoryIdempotencyStore
from nazh.domain.kernel.errors import Unavailable
from tests.doubles.interactions import FixedRateLimiter, RecordingCrashReports, RecordingMetrics
from tests.unit.adapters.inbound.discord.interactions.test_pipeline import ROLL
from tests.unit.adapters.inbound.discord.interactions.test_pipeline import (
    interaction as whole_interaction,
)

__all__ = ["whole_interaction"]

GONE = ephemeral("It is gone.")
PATIENCE = 10.0
BRIEF = 0.2


class Discord:
    """Accepts or refuses responses and posts; satisfies every port of the dispatcher."""

    def __init__(self) -> None:
        self.takes_answers = self.takes_edits = self.takes_posts = True
        self.may_post = asyncio.Event()
        self.may_post.set()
        self.may_edit = asyncio.Event()
        self.may_edit.set()
        self.responses: list[Response] = []
        self.posts: list[Json] = []
        self.files: list[File] = []
        self.edits: list[Json] = []
        self.notices: list[tuple[int, int | None, Json]] = []
        self.failures: list[str] = []
        self.lost_notices = self.deletions = 0

    async def respond(self, interaction: hikari.PartialInteraction, response: Response) -> bool:
        if response.kind is ResponseType.EDIT and not self.takes_edits:
            raise ResponseRejected("Unknown Message")
        self.responses.append(response)
        return self.takes_answers

    async def edit(
        self, interaction: hikari.PartialInteraction, message: Json, files: tuple[File, ...]
    ) -> bool:
        self.files += files
        self.edits.append(message)
        await self.may_edit.wait()
        return self.takes_posts

    async def send(self, interaction: hikari.PartialInteraction, message: Json) -> bool:
        await self.may_post.wait()
        if self.takes_posts:
            self.posts.append(message)
        return self.takes_posts

    async def delete(self, interaction: hikari.PartialInteraction) -> bool:
        self.deletions += self.takes_posts
        return self.takes_posts

    async def send_to_channel(self, channel: int, guild: int | None, message: Json) -> bool:
        await self.may_post.wait()
        if self.takes_posts:
            self.notices.append((channel, guild, message))
        return self.takes_posts

    def count_failed_response(self, reason: str) -> None:
        self.failures.append(reason)

    def count_failed_notification(self) -> None:
        self.lost_notices += 1


@pytest.fixture
def discord() -> Discord:
    return Discord()


@pytest.fixture
def followups(discord: Discord) -> FollowupDispatcher:
    return FollowupDispatcher(discord, discord, discord, MemoryIdempotencyStore())


@pytest.fixture
def interaction() -> hikari.PartialInteraction:
    return hikari.PartialInteraction.__new__(hikari.PartialInteraction)  # not used


def rolling(name: str = "roll 1") -> Response:
    followup = Followup(name, {"content": name})
    return Response(ResponseType.EDIT, {}, fallback=GONE, followups=(followup,))


def noticed(name: str = "notice", channel: int = 7) -> Response:
    followup = Followup(name, {"content": "psst"}, channel=channel, guild=8)
    return Response(ResponseType.MESSAGE, {}, fallback=GONE, followups=(followup,))


async def test_other_answers_pass(
    discord: Discord, followups: FollowupDispatcher, interaction: hikari.PartialInteraction
) -> None:
    assert await followups.respond(interaction, DEFERRED_UPDATE)

    assert discord.responses == [DEFERRED_UPDATE]
    assert discord.posts == []


async def test_a_message_follows_a_taken_answer_once(
    discord: Discord, followups: FollowupDispatcher, interaction: hikari.PartialInteraction
) -> None:
    for _ in range(3):
        assert await followups.respond(interaction, rolling())
    await followups.drain(PATIENCE)

    assert len(discord.responses) == 3
    assert discord.posts == [{"content": "roll 1"}]


async def test_a_notice_is_sent_to_its_channel(
    discord: Discord, followups: FollowupDispatcher, interaction: hikari.PartialInteraction
) -> None:
    assert await followups.respond(interaction, noticed())
    await followups.drain(PATIENCE)

    assert discord.notices == [(7, 8, {"content": "psst"})]
    assert discord.posts == []


async def test_a_lost_response_has_no_follow_ups(
    discord: Discord, followups: FollowupDispatcher, interaction: hikari.PartialInteraction
) -> None:
    discord.takes_answers = False
    assert not await followups.respond(interaction, rolling())
    await followups.drain(PATIENCE)
    assert discord.posts == []

    discord.takes_answers = True
    assert await followups.respond(interaction, rolling())
    await followups.drain(PATIENCE)
    assert discord.posts == [{"content": "roll 1"}]


async def test_a_failed_post_is_counted_and_may_be_retried(
    discord: Discord, followups: FollowupDispatcher, interaction: hikari.PartialInteraction
) -> None:
    discord.takes_posts = False
    assert await followups.respond(interaction, rolling())
    await followups.drain(PATIENCE)
    discord.takes_posts = True
    assert await followups.respond(interaction, rolling())
    await followups.drain(PATIENCE)

    assert (discord.failures, discord.lost_notices) == (["discord_failed"], 0)
    assert discord.posts == [{"content": "roll 1"}]


async def test_a_notice_that_its_channel_does_not_take_is_no_lost_answer(
    discord: Discord, followups: FollowupDispatcher, interaction: hikari.PartialInteraction
) -> None:
    discord.takes_posts = False
    assert await followups.respond(interaction, noticed())
    await followups.drain(PATIENCE)

    assert (discord.failures, discord.lost_notices) == ([], 1)


async def test_slow_followups_do_not_count_as_in_flight(
    discord: Discord, followups: FollowupDispatcher, whole_interaction: hikari.PartialInteraction
) -> None:
    discord.may_post.clear()
    metrics = RecordingMetrics()
    pipeline = InteractionPipeline(followups, FixedRateLimiter(), metrics, RecordingCrashReports())

    async def rolled() -> Response:
        return noticed(f"notice {metrics.answered}", channel=metrics.answered)

    for _ in range(MAX_IN_FLIGHT):
        await pipeline.run(whole_interaction, ROLL, rolled)
    let_in: list[str] = []
    AdmissionQueue(pipeline, metrics).enqueue(1, lambda: let_in.append("next"), lambda: None)

    assert let_in == ["next"]
    assert metrics.answered == MAX_IN_FLIGHT  # timed without the posts
    assert discord.notices == []
    discord.may_post.set()
    await followups.drain(PATIENCE)
    assert len(discord.notices) == MAX_IN_FLIGHT


async def test_notifications_are_limited_per_channel(
    discord: Discord,
    followups: FollowupDispatcher,
    interaction: hikari.PartialInteraction,
    caplog: pytest.LogCaptureFixture,
) -> None:
    discord.may_post.clear()
    for number in range(MAX_PER_CHANNEL + 3):
        assert await followups.respond(interaction, noticed(f"notice {number}"))
    await followups.respond(interaction, noticed("elsewhere", channel=9))
    await followups.respond(interaction, rolling())
    discord.may_post.set()
    await followups.drain(PATIENCE)

    assert [channel for channel, *_ in discord.notices].count(7) == MAX_PER_CHANNEL
    assert (9, 8, {"content": "psst"}) in discord.notices
    assert discord.posts == [{"content": "roll 1"}]
    assert (discord.failures, discord.lost_notices) == ([], 3)
    assert [record.message for record in caplog.records] == [
        "too many follow-ups to channel 7: dropping the excess"
    ]


async def test_lost_notifications_are_logged_once_a_minute(
    discord: Discord,
    followups: FollowupDispatcher,
    interaction: hikari.PartialInteraction,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    discord.may_post.clear()
    for number in range(MAX_PER_CHANNEL):
        await followups.respond(interaction, noticed(f"notice {number}"))
    for now in (1_000.0, 1_059.0, 1_060.0):
        monkeypatch.setattr(followup_dispatch, "monotonic_now", lambda now=now: now)
        await followups.respond(interaction, noticed(f"one more at {now}"))
    discord.may_post.set()
    await followups.drain(PATIENCE)

    assert discord.lost_notices == 3
    assert len(caplog.records) == 2


async def test_notifications_are_limited_in_total(
    discord: Discord, followups: FollowupDispatcher, interaction: hikari.PartialInteraction
) -> None:
    discord.may_post.clear()
    for number in range(MAX_CONCURRENT + 1):
        await followups.respond(interaction, noticed(f"notice {number}", channel=number))
    await followups.respond(interaction, rolling())
    discord.may_post.set()
    await followups.drain(PATIENCE)

    assert (len(discord.notices), discord.lost_notices) == (MAX_CONCURRENT, 1)
    assert discord.posts == [{"content": "roll 1"}]


async def test_rolls_that_discord_takes_too_slowly_are_left_and_counted(
    discord: Discord, followups: FollowupDispatcher, interaction: hikari.PartialInteraction
) -> None:
    discord.may_post.clear()
    for number in range(MAX_CONCURRENT + 2):
        await followups.respond(interaction, rolling(f"roll {number}"))
    discord.may_post.set()
    await followups.drain(PATIENCE)
    await followups.respond(interaction, rolling("afterwards"))
    await followups.drain(PATIENCE)

    assert discord.failures == ["discord_failed"] * 2
    assert len(discord.posts) == MAX_CONCURRENT + 1


async def test_follow_ups_unsent_at_shutdown_are_counted_as_lost(
    discord: Discord,
    followups: FollowupDispatcher,
    interaction: hikari.PartialInteraction,
    caplog: pytest.LogCaptureFixture,
) -> None:
    discord.may_post.clear()
    await followups.respond(interaction, rolling())
    await followups.respond(interaction, noticed())
    await followups.drain(0)
    discord.may_post.set()
    await followups.respond(interaction, rolling())
    await followups.drain(PATIENCE)

    assert (discord.failures, discord.lost_notices) == (["discord_failed"], 1)
    assert (discord.posts, discord.notices) == ([{"content": "roll 1"}], [])
    assert [record.message for record in caplog.records] == [
        "2 follow-ups were not sent before the shutdown"
    ]


async def test_a_refused_edit_sends_the_alternative(
    discord: Discord, followups: FollowupDispatcher, interaction: hikari.PartialInteraction
) -> None:
    discord.takes_edits = False

    assert await followups.respond(interaction, rolling())

    assert discord.responses == [GONE]
    assert discord.posts == []


async def test_the_alternative_is_cut_to_what_discord_accepts(
    discord: Discord, followups: FollowupDispatcher, interaction: hikari.PartialInteraction
) -> None:
    discord.takes_edits = False
    too_long = Response(ResponseType.MESSAGE, {"embeds": ({"title": "x" * 257},)})

    await followups.respond(interaction, Response(ResponseType.EDIT, {}, fallback=too_long))

    (sent,) = discord.responses
    assert sent.data == within_limits(too_long.data or {}) != too_long.data


async def test_rejected_response_without_fallback_raises(
    discord: Discord, followups: FollowupDispatcher, interaction: hikari.PartialInteraction
) -> None:
    discord.takes_edits = False

    with pytest.raises(ResponseRejected):
        await followups.respond(interaction, Response(ResponseType.EDIT, {}))


async def test_only_latest_followups_are_remembered(
    discord: Discord, followups: FollowupDispatcher, interaction: hikari.PartialInteraction
) -> None:
    for number in range(MAX_ENTRIES + 1):
        await followups.respond(interaction, rolling(f"roll {number}"))
        await followups.drain(PATIENCE)
    await followups.respond(interaction, rolling("roll 0"))
    await followups.respond(interaction, rolling(f"roll {MAX_ENTRIES}"))
    await followups.drain(PATIENCE)

    assert len(discord.posts) == MAX_ENTRIES + 2


def drawing(*pictures: File) -> Response:
    async def draw() -> tuple[File, ...]:
        return pictures

    followup = Followup("odds 1", {"components": ()}, draw=draw)
    return Response(ResponseType.MESSAGE, {}, fallback=GONE, followups=(followup,))


async def test_pictures_are_added_to_the_response_when_they_have_been_drawn(
    discord: Discord, followups: FollowupDispatcher, interaction: hikari.PartialInteraction
) -> None:
    pictures = (File("odds-1.png", b"png"), File("odds-2.png", b"png"))

    assert await followups.respond(interaction, drawing(*pictures))
    assert discord.files == []
    await followups.drain(PATIENCE)

    assert discord.files == [*pictures]
    assert discord.posts == []


async def test_without_pictures_the_response_stays_as_it_is(
    discord: Discord, followups: FollowupDispatcher, interaction: hikari.PartialInteraction
) -> None:
    await followups.respond(interaction, drawing())
    await followups.drain(PATIENCE)

    assert discord.posts == []
    assert discord.files == []
    assert discord.failures == []


async def test_a_drawing_bug_is_reported_and_later_pictures_work(
    discord: Discord, followups: FollowupDispatcher, interaction: hikari.PartialInteraction
) -> None:
    async def draw() -> tuple[File, ...]:
        raise RuntimeError("no ink")

    errors: list[object] = []
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, trouble: errors.append(trouble.get("exception")))
    followup = Followup("odds 1", {"components": ()}, draw=draw)
    broken = Response(ResponseType.MESSAGE, {}, fallback=GONE, followups=(followup,))
    assert await followups.respond(interaction, broken)
    await followups.drain(PATIENCE)
    await followups.respond(interaction, drawing(File("odds.png", b"png")))
    await followups.drain(PATIENCE)

    assert [str(error) for error in errors] == ["no ink"]
    assert discord.failures == ["discord_failed"]
    assert len(discord.files) == 1


@pytest.mark.parametrize("is_possible", [True, False])
async def test_a_message_is_deleted_after_its_edit(
    followups: FollowupDispatcher,
    discord: Discord,
    interaction: hikari.PartialInteraction,
    is_possible: bool,
) -> None:
    discord.takes_posts = is_possible
    removal = Response(ResponseType.EDIT, {}, followups=(Followup("gone", {}, deletes=True),))

    await followups.respond(interaction, removal)
    await followups.drain(1)

    assert discord.responses == [removal]
    assert discord.posts == []
    assert discord.deletions == is_possible
    assert discord.failures == ([] if is_possible else ["discord_failed"])


async def test_a_deferred_response_is_replaced_when_it_is_finished(
    discord: Discord, followups: FollowupDispatcher, interaction: hikari.PartialInteraction
) -> None:
    reply = File("reply.txt", b"Ada, Bob")
    is_ready = asyncio.Event()

    async def finish() -> tuple[Json, tuple[File, ...]]:
        await is_ready.wait()
        return {"content": "Two players"}, (reply,)

    assert await followups.respond(interaction, deferred("console 1", finish))

    assert [response.body for response in discord.responses] == [{"type": 5, "data": {"flags": 64}}]
    assert discord.edits == []
    is_ready.set()
    await followups.drain(PATIENCE)
    assert (discord.edits, discord.files) == ([{"content": "Two players"}], [reply])


@pytest.mark.parametrize("is_taken", [True, False])
async def test_a_deferred_response_is_finished_once_even_if_discord_refuses_the_message(
    discord: Discord,
    followups: FollowupDispatcher,
    interaction: hikari.PartialInteraction,
    is_taken: bool,
) -> None:
    finished: list[str] = []

    async def finish() -> tuple[Json, tuple[File, ...]]:
        finished.append("saveworld")
        return {}, ()

    discord.takes_posts = is_taken
    for _ in range(2):
        await followups.respond(interaction, deferred("console 1", finish))
        await followups.drain(PATIENCE)

    assert finished == ["saveworld"]
    assert discord.failures == ([] if is_taken else ["discord_failed"])


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (ShuttingDown(), "I'm restarting.\nTry again in a few seconds."),
        (Unavailable("the console log"), "I can't reach the database"),
        (DiscordUnavailable(), "Discord doesn't answer me right now."),
        (ValueError("a secret"), "reference"),
    ],
)
async def test_an_error_while_a_response_is_finished_becomes_its_message(
    discord: Discord,
    followups: FollowupDispatcher,
    whole_interaction: hikari.PartialInteraction,
    error: Exception,
    says: str,
) -> None:
    metrics, crashes = RecordingMetrics(), RecordingCrashReports()
    pipeline = InteractionPipeline(followups, FixedRateLimiter(), metrics, crashes)

    async def finish() -> tuple[Json, tuple[File, ...]]:
        raise error

    async def respond() -> Response:
        return deferred("console 1", finish)

    await pipeline.run(whole_interaction, ROLL, respond)
    await followups.drain(PATIENCE)

    [message] = discord.edits
    assert says in str(message["content"])
    assert "a secret" not in str(message)
    assert len(metrics.refusals) + metrics.unanswered + metrics.crashes == 1
    assert bool(crashes.reports) is isinstance(error, ValueError)


def never_finished(name: str = "console 1") -> Response:
    async def finish() -> tuple[Json, tuple[File, ...]]:
        await asyncio.Event().wait()
        raise AssertionError

    return deferred(name, finish)


async def test_a_shutdown_tells_the_end_of_deferred_responses(
    discord: Discord, followups: FollowupDispatcher, whole_interaction: hikari.PartialInteraction
) -> None:
    discord.may_post.clear()
    await followups.respond(whole_interaction, never_finished())
    await followups.respond(whole_interaction, rolling())

    await followups.drain(BRIEF)

    [message] = discord.edits
    assert str(message["content"]).startswith("I'm restarting")
    assert discord.failures == ["discord_failed"] * 2


async def test_a_shutdown_does_not_replace_a_reply_that_is_being_sent(
    discord: Discord, followups: FollowupDispatcher, whole_interaction: hikari.PartialInteraction
) -> None:
    discord.may_edit.clear()

    async def finish() -> tuple[Json, tuple[File, ...]]:
        return {"content": "Two players"}, ()

    await followups.respond(whole_interaction, deferred("console 1", finish))
    await followups.drain(BRIEF)

    assert discord.edits == [{"content": "Two players"}]
    assert discord.failures == ["discord_failed"]


async def test_a_response_that_would_wait_too_long_is_refused(
    discord: Discord, followups: FollowupDispatcher, whole_interaction: hikari.PartialInteraction
) -> None:
    discord.may_post.clear()
    for number in range(MAX_CONCURRENT):
        await followups.respond(whole_interaction, rolling(f"roll {number}"))
    await followups.respond(whole_interaction, never_finished())
    discord.may_post.set()
    await followups.drain(PATIENCE)

    refused = discord.responses[-1]
    assert refused.kind is ResponseType.MESSAGE
    assert "too much to do" in str((refused.data or {})["content"])
    assert discord.failures == ["discord_failed"]


async def test_embeds_of_all_messages_are_cut(
    discord: Discord, followups: FollowupDispatcher, interaction: hikari.PartialInteraction
) -> None:
    long, cut = (
        {"embeds": ({"description": text},)} for text in ("x" * 5_000, f"{'x' * 4_093}...")
    )

    async def finish() -> tuple[Json, tuple[File, ...]]:
        return long, ()

    notice = Followup("notice", long, channel=7, guild=8)
    posted = Response(ResponseType.MESSAGE, long, followups=(Followup("post", long), notice))
    for response in (posted, deferred("edit", finish)):
        await followups.respond(interaction, response)
    await followups.drain(PATIENCE)

    assert discord.responses[0].data == cut
    assert (discord.posts, discord.edits, discord.notices) == ([cut], [cut], [(7, 8, cut)])
