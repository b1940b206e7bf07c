"""Tests that the pipeline answers every interaction and waits for those in flight."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from time import perf_counter
from typing import ClassVar

import hikari
import pytest
from hikari.users import UserImpl

from nazh.adapters.inbound.discord.interactions.clock_skew import RECEIVED_AT, monotonic_now
from nazh.adapters.inbound.discord.interactions.error_responses import error_reference
from nazh.adapters.inbound.discord.interactions.log_context import log_fields
from nazh.adapters.inbound.discord.interactions.pipeline import IS_REPLAYED, InteractionPipeline
from nazh.adapters.inbound.discord.interactions.responses import (
    DEFERRED_UPDATE,
    EPHEMERAL,
    Response,
    ResponseType,
)
from nazh.adapters.inbound.discord.interactions.telemetry import HandlerName
from nazh.domain.kernel.errors import Refusal, Unavailable
from tests.doubles.interactions import (
    FixedRateLimiter,
    RecordingCrashReports,
    RecordingMetrics,
    RecordingResponder,
    SlowResponder,
)

ALICE, KEEP = 1, 2
ROLL = HandlerName("dice", "roll")


class NoWay(Refusal):
    """A rule of this test."""

    code: ClassVar[str] = "no_way"

    def __init__(self) -> None:
        super().__init__("No way.")


class RecordingTracer:
    """Records the attributes of spans, and whether one failed; satisfies ``Tracer``."""

    def __init__(self) -> None:
        self.attributes: dict[str, str | int | bool] = {}
        self.is_failed = False

    def span(
        self, name: str, fields: Mapping[str, str | int | bool] | None = None
    ) -> AbstractContextManager[object]:
        self.attributes.update(fields or {})
        return nullcontext()

    def set_attributes(self, fields: Mapping[str, str | int | bool]) -> None:
        self.attributes.update(fields)

    def fail(self) -> None:
        self.is_failed = True


@pytest.fixture
def interaction() -> hikari.PartialInteraction:
    # An interaction as hikari parses it; the pipeline reads its user and type.
    app = hikari.GatewayBot("MQ.a.b", banner=None, logs=None)
    return hikari.PartialInteraction(
        app=app,
        id=hikari.Snowflake(0x123456789ABCDEF),
        application_id=hikari.Snowflake(1),
        type=hikari.InteractionType.APPLICATION_COMMAND,
        token="t",
        version=1,
        authorizing_integration_owners={},
        context=hikari.ApplicationContextType.GUILD,
        app_permissions=None,
        user=UserImpl(
            id=hikari.Snowflake(ALICE),
            app=app,
            discriminator="0",
            username="alice",
            global_name=None,
            avatar_decoration=None,
            avatar_hash=None,
            banner_hash=None,
            accent_color=None,
            is_bot=False,
            is_system=False,
            flags=hikari.UserFlag.NONE,
            primary_guild=None,
        ),
        member=None,
        channel=None,  # type: ignore[arg-type]  # the pipeline does not read it
        guild_id=hikari.Snowflake(KEEP),
        guild_locale=None,
        locale=hikari.Locale.EN_US,
        entitlements=[],
        attachment_size_limit=0,
    )


async def nothing() -> Response:
    return DEFERRED_UPDATE


async def unreachable() -> Response:
    raise AssertionError("this work should not have been done")


async def test_work_is_answered_and_timed(interaction: hikari.PartialInteraction) -> None:
    responder, metrics = RecordingResponder(), RecordingMetrics()

    await InteractionPipeline(responder, FixedRateLimiter(), metrics, RecordingCrashReports()).run(
        interaction, ROLL, nothing
    )

    assert [response.kind for response in responder.responses] == [ResponseType.DEFERRED_UPDATE]
    assert (metrics.answered, metrics.crashes) == (1, 0)
    assert metrics.use_cases == ["roll"]


async def test_seconds_are_measured_from_the_arrival_and_of_the_work(
    interaction: hikari.PartialInteraction,
) -> None:
    metrics, begun = RecordingMetrics(), perf_counter()
    token = RECEIVED_AT.set(monotonic_now() - 60)

    await InteractionPipeline(
        RecordingResponder(), FixedRateLimiter(), metrics, RecordingCrashReports()
    ).run(interaction, ROLL, nothing)

    RECEIVED_AT.reset(token)
    elapsed = perf_counter() - begun
    assert 0 < metrics.use_case_seconds <= elapsed
    assert 60 <= metrics.response_seconds <= 61 + elapsed
    assert log_fields() == {}, "later log records do not name the interaction"


async def test_an_answer_that_was_lost_is_not_timed(
    interaction: hikari.PartialInteraction,
) -> None:
    metrics = RecordingMetrics()

    await InteractionPipeline(
        RecordingResponder(is_taken=False), FixedRateLimiter(), metrics, RecordingCrashReports()
    ).run(interaction, ROLL, nothing)

    assert metrics.answered == 0


async def test_a_refusal_that_is_shown_with_more_than_its_sentence_is_counted(
    interaction: hikari.PartialInteraction,
) -> None:
    responder, metrics, tracer = RecordingResponder(), RecordingMetrics(), RecordingTracer()
    shown = Response(ResponseType.MESSAGE, {"content": "No way. Try again?"}, error=NoWay())

    async def refuse() -> Response:
        return shown

    await InteractionPipeline(
        responder, FixedRateLimiter(), metrics, RecordingCrashReports(), tracer
    ).run(interaction, ROLL, refuse)

    assert responder.responses == [shown]
    assert (metrics.refusals, metrics.refused) == (["no_way"], [ROLL])
    assert (tracer.attributes["outcome"], tracer.attributes["refusal"]) == ("refused", "no_way")


async def test_a_refusal_becomes_its_sentence(interaction: hikari.PartialInteraction) -> None:
    responder, metrics = RecordingResponder(), RecordingMetrics()

    async def refuse() -> Response:
        raise NoWay

    await InteractionPipeline(responder, FixedRateLimiter(), metrics, RecordingCrashReports()).run(
        interaction, ROLL, refuse
    )

    assert responder.contents == ["No way."]
    assert (metrics.refusals, metrics.crashes) == (["no_way"], 0)
    assert (metrics.refused, metrics.use_cases) == ([ROLL], ["roll"])


async def test_unavailable_infrastructure_gives_an_error_message_and_one_log_line(
    interaction: hikari.PartialInteraction, caplog: pytest.LogCaptureFixture
) -> None:
    responder, metrics, crash_reports = (
        RecordingResponder(),
        RecordingMetrics(),
        RecordingCrashReports(),
    )

    async def look_it_up() -> Response:
        raise Unavailable("the database") from TimeoutError()

    await InteractionPipeline(responder, FixedRateLimiter(), metrics, crash_reports).run(
        interaction, ROLL, look_it_up
    )

    assert responder.contents == [
        "I can't reach the database right now. Please try again in a moment."
    ]
    assert (metrics.unanswered, metrics.crashes) == (1, 0)
    assert crash_reports.reports == []
    (record,) = caplog.records
    assert record.message == "the database is not available (TimeoutError)"
    assert record.exc_info is None


@pytest.mark.parametrize(
    ("error", "outcome", "refusal", "is_failed"),
    [
        (None, "answered", None, False),
        (NoWay(), "refused", "no_way", False),
        (Unavailable("the database"), "unavailable", None, True),
        (RuntimeError("a bug"), "failed", None, True),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else None,
)
async def test_a_span_tells_the_outcome(
    interaction: hikari.PartialInteraction,
    error: Exception | None,
    outcome: str,
    refusal: str | None,
    is_failed: bool,
) -> None:
    tracer = RecordingTracer()

    async def work() -> Response:
        if error is not None:
            raise error
        return DEFERRED_UPDATE

    await InteractionPipeline(
        RecordingResponder(),
        FixedRateLimiter(),
        RecordingMetrics(),
        RecordingCrashReports(),
        tracer,
    ).run(interaction, ROLL, work)

    span_outcome = tracer.attributes.get("outcome"), tracer.attributes.get("refusal")
    assert (span_outcome, tracer.is_failed) == ((outcome, refusal), is_failed)


async def test_a_crash_becomes_an_apology_with_a_reference(
    interaction: hikari.PartialInteraction, caplog: pytest.LogCaptureFixture
) -> None:
    responder, metrics = RecordingResponder(), RecordingMetrics()

    async def crash() -> Response:
        raise RuntimeError("a secret of ours")

    await InteractionPipeline(responder, FixedRateLimiter(), metrics, RecordingCrashReports()).run(
        interaction, ROLL, crash
    )

    (content,) = responder.contents
    reference = error_reference(interaction.id)
    assert f"`{reference}`" in str(content)
    assert "a secret of ours" not in str(content)
    assert reference in caplog.text
    assert [vars(record)["reference"] for record in caplog.records] == [reference]
    assert "a secret of ours" in caplog.text
    assert (metrics.refusals, metrics.crashes) == ([], 1)


async def test_an_answer_that_discord_does_not_like_becomes_an_apology(
    interaction: hikari.PartialInteraction, caplog: pytest.LogCaptureFixture
) -> None:
    responder, metrics = RecordingResponder(breaks=1), RecordingMetrics()

    await InteractionPipeline(responder, FixedRateLimiter(), metrics, RecordingCrashReports()).run(
        interaction, ROLL, nothing
    )

    assert len(responder.responses) == 1
    assert "malformed" in caplog.text
    assert metrics.crashes == 1


async def test_no_exception_escapes_the_pipeline(
    interaction: hikari.PartialInteraction, caplog: pytest.LogCaptureFixture
) -> None:
    crash_reports, metrics = RecordingCrashReports(), RecordingMetrics()

    with caplog.at_level(logging.ERROR):
        await InteractionPipeline(
            RecordingResponder(breaks=2), FixedRateLimiter(), metrics, crash_reports
        ).run(interaction, ROLL, nothing)

    assert caplog.text.count("Traceback") >= 2
    assert len(crash_reports.reports) == 2
    assert metrics.crashes == 1


async def test_a_crash_is_reported_by_its_reference_and_a_refusal_is_not(
    interaction: hikari.PartialInteraction,
) -> None:
    crash_reports = RecordingCrashReports()
    pipeline = InteractionPipeline(
        RecordingResponder(), FixedRateLimiter(), RecordingMetrics(), crash_reports
    )

    async def refuse() -> Response:
        raise NoWay

    async def crash() -> Response:
        raise RuntimeError

    await pipeline.run(interaction, ROLL, refuse)
    await pipeline.run(interaction, ROLL, crash)

    assert crash_reports.reports == [("RuntimeError", error_reference(interaction.id))]


async def test_close_waits_for_in_flight(interaction: hikari.PartialInteraction) -> None:
    responder, metrics = RecordingResponder(), RecordingMetrics()
    pipeline = InteractionPipeline(responder, FixedRateLimiter(), metrics, RecordingCrashReports())
    go_on = asyncio.Event()

    async def slowly() -> Response:
        await go_on.wait()
        return DEFERRED_UPDATE

    in_flight = asyncio.create_task(pipeline.run(interaction, ROLL, slowly))
    await asyncio.sleep(0)
    closing = asyncio.create_task(pipeline.close(timeout=5))
    await asyncio.sleep(0)
    await pipeline.run(interaction, ROLL, nothing)
    go_on.set()

    assert await closing
    await in_flight
    assert [response.kind for response in responder.responses] == [
        ResponseType.MESSAGE,
        ResponseType.DEFERRED_UPDATE,
    ]
    assert "restarting" in str(responder.contents[0])
    assert metrics.refusals == ["closing"]


async def test_closing_does_not_wait_for_ever(interaction: hikari.PartialInteraction) -> None:
    pipeline = InteractionPipeline(
        RecordingResponder(), FixedRateLimiter(), RecordingMetrics(), RecordingCrashReports()
    )
    never = asyncio.Event()

    async def for_ever() -> Response:
        await never.wait()
        return DEFERRED_UPDATE

    in_flight = asyncio.create_task(pipeline.run(interaction, ROLL, for_ever))
    await asyncio.sleep(0)

    assert not await pipeline.close(timeout=0.01)
    in_flight.cancel()


async def test_late_interactions_are_refused_and_do_not_delay_close(
    interaction: hikari.PartialInteraction,
) -> None:
    responder = SlowResponder()
    pipeline = InteractionPipeline(
        responder, FixedRateLimiter(), RecordingMetrics(), RecordingCrashReports()
    )
    assert await pipeline.close(timeout=5)
    late = asyncio.create_task(pipeline.run(interaction, ROLL, nothing))
    await asyncio.sleep(0)

    assert await pipeline.close(timeout=5)
    assert not await pipeline.drain(timeout=0.01)
    assert pipeline.in_flight == 1
    responder.may_send.set()
    assert await pipeline.drain(timeout=5)

    await late
    assert "restarting" in str(responder.contents[0])


async def test_idle_pipeline_closes_at_once() -> None:
    assert await InteractionPipeline(
        RecordingResponder(), FixedRateLimiter(), RecordingMetrics(), RecordingCrashReports()
    ).close(timeout=0)


def test_crashes_in_the_same_second_have_references_of_their_own() -> None:
    references = {error_reference(time << 22) for time in range(1000)}

    assert len(references) == 1000
    assert all(len(reference) == 8 for reference in references)


async def test_autocomplete_returns_nothing_after_an_error(
    interaction: hikari.PartialInteraction,
) -> None:
    responder, metrics = RecordingResponder(), RecordingMetrics()
    interaction.type = hikari.InteractionType.AUTOCOMPLETE

    async def refuse() -> Response:
        raise NoWay

    await InteractionPipeline(responder, FixedRateLimiter(), metrics, RecordingCrashReports()).run(
        interaction, ROLL, refuse
    )

    assert [response.kind for response in responder.responses] == [ResponseType.CHOICES]
    assert metrics.refusals == []


async def test_rate_limiter_is_asked_once_per_interaction(
    interaction: hikari.PartialInteraction,
) -> None:
    gate = FixedRateLimiter()

    await InteractionPipeline(
        RecordingResponder(), gate, RecordingMetrics(), RecordingCrashReports()
    ).run(interaction, ROLL, nothing)

    assert gate.asked == [(ALICE, KEEP)]


async def test_in_a_direct_message_there_is_no_server_to_ask_for(
    interaction: hikari.PartialInteraction,
) -> None:
    gate = FixedRateLimiter()
    interaction.guild_id = None

    await InteractionPipeline(
        RecordingResponder(), gate, RecordingMetrics(), RecordingCrashReports()
    ).run(interaction, ROLL, nothing)

    assert gate.asked == [(ALICE, None)]


@pytest.mark.parametrize(
    ("wait", "sentence"),
    [
        (3.2, "You're doing that too quickly. Try again in 4 seconds."),
        (4.0, "You're doing that too quickly. Try again in 4 seconds."),
        (0.3, "You're doing that too quickly. Try again in 1 second."),
        (0.0, "You're doing that too quickly. Try again in 1 second."),
    ],
)
async def test_rate_limited_user_is_told_when_to_retry(
    interaction: hikari.PartialInteraction, wait: float, sentence: str
) -> None:
    responder, metrics, gate = (
        RecordingResponder(),
        RecordingMetrics(),
        FixedRateLimiter(player=wait),
    )

    await InteractionPipeline(responder, gate, metrics, RecordingCrashReports()).run(
        interaction, ROLL, unreachable
    )

    assert responder.contents == [sentence]
    assert all((response.data or {})["flags"] == EPHEMERAL for response in responder.responses)
    assert (metrics.refusals, metrics.crashes) == (["too_fast"], 0)
    assert len(gate.asked) == 1


async def test_a_replayed_interaction_counts_for_the_limits_and_is_not_refused(
    interaction: hikari.PartialInteraction,
) -> None:
    responder, gate = RecordingResponder(), FixedRateLimiter(player=3.2, server=3.2)
    IS_REPLAYED.set(True)

    await InteractionPipeline(responder, gate, RecordingMetrics(), RecordingCrashReports()).run(
        interaction, ROLL, nothing
    )

    assert [response.kind for response in responder.responses] == [ResponseType.DEFERRED_UPDATE]
    assert gate.asked == [(ALICE, KEEP)]


async def test_a_form_counts_for_the_limits_and_is_not_refused(
    interaction: hikari.PartialInteraction,
) -> None:
    responder, gate = RecordingResponder(), FixedRateLimiter(player=3.2, server=3.2)
    interaction.type = hikari.InteractionType.MODAL_SUBMIT

    await InteractionPipeline(responder, gate, RecordingMetrics(), RecordingCrashReports()).run(
        interaction, ROLL, nothing
    )

    assert [response.kind for response in responder.responses] == [ResponseType.DEFERRED_UPDATE]
    assert gate.asked == [(ALICE, KEEP)]


async def test_a_rate_limited_server_gets_a_message(
    interaction: hikari.PartialInteraction,
) -> None:
    responder, metrics = RecordingResponder(), RecordingMetrics()

    await InteractionPipeline(
        responder, FixedRateLimiter(server=1.5), metrics, RecordingCrashReports()
    ).run(interaction, ROLL, unreachable)

    assert responder.contents == [
        "This server is sending too many commands. Try again in 2 seconds."
    ]
    assert metrics.refusals == ["server_too_fast"]


async def test_a_rate_limited_interaction_is_served_when_repeated(
    interaction: hikari.PartialInteraction,
) -> None:
    responder, gate = RecordingResponder(), FixedRateLimiter(player=1)
    pipeline = InteractionPipeline(responder, gate, RecordingMetrics(), RecordingCrashReports())
    await pipeline.run(interaction, ROLL, unreachable)
    gate.waits.clear()

    await pipeline.run(interaction, ROLL, nothing)

    assert [response.kind for response in responder.responses] == [
        ResponseType.MESSAGE,
        ResponseType.DEFERRED_UPDATE,
    ]


async def test_autocomplete_is_not_rate_limited(interaction: hikari.PartialInteraction) -> None:
    responder, gate = RecordingResponder(), FixedRateLimiter(player=1, server=1)
    interaction.type = hikari.InteractionType.AUTOCOMPLETE

    await InteractionPipeline(responder, gate, RecordingMetrics(), RecordingCrashReports()).run(
        interaction, ROLL, nothing
    )

    assert [response.kind for response in responder.responses] == [ResponseType.DEFERRED_UPDATE]
    assert gate.asked == []
