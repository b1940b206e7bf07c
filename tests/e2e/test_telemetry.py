"""Tests the traces and crash reports of the real program."""

from __future__ import annotations

import asyncio
import json
import re
import socket
from collections.abc import AsyncIterator
from importlib.metadata import version
from pathlib import Path
from time import monotonic

import pytest
import pytest_asyncio

from tests.e2e.conftest import Table
from tests.e2e.crashing import crash, run_crashing_bot
from tests.e2e.http_program import serve_bot
from tests.e2e.program import ROOT, Program, environment, run_to_its_end
from tests.e2e.telemetry_receivers import KEY, Span, TelemetryReceivers, running_receivers

pytestmark = pytest.mark.slow

HELD_UP = 10.0
"""Seconds; a shutdown that waits for a silent receiver takes longer."""
REMARK = "Moonlit Wombat"
HEXADECIMAL = re.compile(r"[0-9a-f-]{16,}")
HIDING = """\
import sys


class Hiding:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("opentelemetry", "sentry_sdk"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return None


sys.meta_path.insert(0, Hiding())
"""


@pytest_asyncio.fixture
async def receivers() -> AsyncIterator[TelemetryReceivers]:
    async with running_receivers() as listening:
        yield listening


@pytest_asyncio.fixture
async def bot(
    table: Table, receivers: TelemetryReceivers, tmp_path: Path
) -> AsyncIterator[Program]:
    variables = {**receivers.variables, "NAZH_LOG_FORMAT": "json", "NAZH_LOG_LEVEL": "DEBUG"}
    program = await run_crashing_bot(table.discord, tmp_path, **variables)
    try:
        yield program
    finally:
        program.kill()


def interactions(receivers: TelemetryReceivers) -> list[Span]:
    return [span for span in receivers.spans if span.name == "interaction"]


async def test_a_roll_is_a_trace_of_its_steps(
    table: Table, bot: Program, receivers: TelemetryReceivers
) -> None:
    await table.channel_user.slash("roll", pool1="2d6")
    ended = await bot.stop()

    assert ended.status == 0
    assert [(span.name, span.parent) for span in receivers.spans] == [
        ("interaction", ""),
        ("work", "interaction"),
        ("ledger", "work"),
        ("answer", "interaction"),
    ]
    assert len({span.trace for span in receivers.spans}) == 1
    interaction, _, _, answer = receivers.spans
    assert interaction.facts["nazh.kind"] == "command"
    assert interaction.facts["nazh.command"] == "roll"
    assert interaction.facts["nazh.shard"] == 0
    assert interaction.facts["nazh.outcome"] == "answered"
    assert answer.facts["nazh.taken"] is True
    assert not any(span.is_failed for span in receivers.spans)
    assert receivers.resources[0]["service.name"] == "nazh"
    assert receivers.resources[0]["deployment.environment.name"] == "test"
    assert receivers.reports == []


@pytest.mark.slow
async def test_over_http_the_steps_are_the_same(
    table: Table, receivers: TelemetryReceivers, tmp_path: Path
) -> None:
    program = await serve_bot(table.discord, tmp_path, **receivers.variables)
    try:
        await table.channel_user.slash("roll", pool1="2d6")
        ended = await program.stop()
    finally:
        program.kill()

    assert ended.status == 0
    assert [(span.name, span.parent) for span in receivers.spans] == [
        ("interaction", ""),
        ("work", "interaction"),
        ("ledger", "work"),
        ("answer", "interaction"),
    ]


async def test_a_trace_says_how_its_interaction_ended(
    table: Table, bot: Program, receivers: TelemetryReceivers
) -> None:
    rolled = (await table.channel_user.slash("roll", pool1="1d20")).reply
    await table.channel_user.slash("roll", pool1="2d6junk")
    await table.alice.press(rolled, "Add Plot Die")
    table.discord.faults.error("POST", "/interactions/*/callback", status=500, after=True)
    await table.channel_user.slash("roll", pool1="1d8")
    await bot.stop()

    outcomes = [
        (span.facts["nazh.kind"], span.facts["nazh.outcome"], span.facts.get("nazh.refusal"))
        for span in interactions(receivers)
    ]
    assert outcomes == [
        ("command", "answered", None),
        ("command", "refused", "unreadable_notation"),
        ("component", "answered", None),
        ("command", "answered", None),
    ]
    assert receivers.reports == []


async def test_a_crash_is_one_report_with_the_reference_that_the_player_has(
    table: Table, bot: Program, receivers: TelemetryReceivers
) -> None:
    reference = await crash(table)
    ended = await bot.stop()

    (report,) = receivers.reports
    (span,) = interactions(receivers)
    (line,) = [
        entry for entry in map(json.loads, ended.errors.splitlines()) if entry["level"] == "error"
    ]
    assert report["tags"]["reference"] == reference == line["reference"]
    assert report["tags"]["trace"] == span.trace == line["trace"]
    assert report["tags"]["command"] == "crash"
    assert report["environment"] == "test"
    assert report["release"].startswith(f"nazh@{version('nazh')}+")
    assert report["exception"]["values"][-1]["stacktrace"]["frames"]
    assert span.facts["nazh.outcome"] == "failed"
    assert span.is_failed


async def test_no_secret_is_exported(
    table: Table, bot: Program, receivers: TelemetryReceivers
) -> None:
    rolled = await table.channel_user.slash("roll", pool1=f"2d6 # {REMARK}")
    await table.channel_user.slash("roll", pool1=f"2d6 {REMARK}")
    await table.alice.press(rolled.reply, "Roll Again")
    await crash(table)
    ended = await bot.stop()

    tokens = {
        request.path.split("/")[-2]
        for request in table.discord.requests
        if request.path.endswith("/callback")
    }
    received = b"\n".join([*receivers.bodies, *map(str.encode, receivers.heads)]).decode("latin-1")
    without_ids = HEXADECIMAL.sub("", received)  # in which a roll such as 2d6 can stand by chance
    assert len(tokens) == 4
    assert len(receivers.reports) == 1
    assert KEY in received, "Sentry is told who reports, and nobody else"
    for secret in (
        *(table.discord.token, *tokens),
        *(REMARK, "Wombat", "Alice", str(table.alice.id), "Keep"),
        *(socket.gethostname(), str(ROOT)),
    ):
        assert secret not in received
    assert "2d6" not in without_ids
    assert KEY not in ended.output + ended.errors
    assert str(receivers.port) not in ended.output + ended.errors


async def test_a_small_share_is_a_share(
    table: Table, receivers: TelemetryReceivers, tmp_path: Path
) -> None:
    variables = {**receivers.variables, "NAZH_TRACES_RATIO": "0", "NAZH_LOG_FORMAT": "json"}
    program = await run_crashing_bot(table.discord, tmp_path, **variables)
    try:
        reference = await crash(table)
        ended = await program.stop()
    finally:
        program.kill()

    assert receivers.spans == []
    assert receivers.reports[0]["tags"]["reference"] == reference
    assert '"trace"' not in ended.errors


async def test_a_stalled_receiver_delays_neither_rolls_nor_shutdown(
    table: Table, tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        variables = TelemetryReceivers(port=deaf.getsockname()[1]).variables
        program = await run_crashing_bot(table.discord, tmp_path, **variables)
        try:
            conversations = [table.channel_user.start("roll", pool1="2d6") for _ in range(50)]
            await asyncio.gather(*(conversation.answered() for conversation in conversations))
            await crash(table)
            stopping_since = monotonic()
            ended = await program.stop()
            took = monotonic() - stopping_since
        finally:
            program.kill()

    assert all("`2d6`" in conversation.reply.text for conversation in conversations)
    assert ended.status == 0
    assert took < HELD_UP, "two seconds for both, and what an end takes anyhow"


async def test_dropped_telemetry_is_counted_and_logged(table: Table, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        variables = TelemetryReceivers(port=closed.getsockname()[1]).variables
    program = await run_crashing_bot(table.discord, tmp_path, **variables)
    try:
        await crash(table)
        await program.metrics_when(
            lambda now: (
                now['nazh_crash_reports_dropped_total{reason="not_sent"}'] == 1
                and now['nazh_spans_dropped_total{reason="not_sent"}'] == 3
            )
        )
        ended = await program.stop()
    finally:
        program.kill()

    assert ended.errors.count("the collector does not accept traces") == 1
    assert ended.errors.count("a crash could not be sent to Sentry") == 1


@pytest.mark.parametrize("is_on", [True, False])
async def test_telemetry_is_imported_only_when_enabled(
    table: Table, receivers: TelemetryReceivers, tmp_path: Path, is_on: bool
) -> None:
    variables = receivers.variables if is_on else {}
    program = await run_crashing_bot(
        table.discord, tmp_path, PYTHONPROFILEIMPORTTIME="1", **variables
    )
    try:
        await table.channel_user.slash("roll", pool1="2d6")
        await crash(table)
        ended = await program.stop()
    finally:
        program.kill()

    assert "nazh.bootstrap" in ended.errors
    for vendor in ("opentelemetry", "sentry_sdk"):
        assert (vendor in ended.errors) is is_on


async def test_an_extra_that_is_not_installed_is_named(
    table: Table, receivers: TelemetryReceivers, tmp_path: Path
) -> None:
    (tmp_path / "sitecustomize.py").write_text(HIDING)
    path = f"{tmp_path}:{ROOT}"

    without = await run_to_its_end(
        environment(table.discord, PYTHONPATH=path, **receivers.variables), tmp_path
    )

    assert without.status == 78
    lines = without.errors.splitlines()
    assert [line.split(" ")[0] for line in lines] == ["NAZH_TRACES_URL", "NAZH_SENTRY_DSN"]
    assert "needs the extra tracing, which is not installed. Run script/setup --full" in lines[0]
    assert "needs the extra reports, which is not installed. Run script/setup --full" in lines[1]
    assert KEY not in without.errors


async def test_an_invalid_redis_url_is_refused_without_repeating_it(
    table: Table, tmp_path: Path
) -> None:
    variables = {"NAZH_TRACES_URL": f"ftp://{KEY}/v1", "NAZH_SENTRY_DSN": f"https://{KEY}/7"}

    ended = await run_to_its_end(environment(table.discord, **variables), tmp_path)

    assert ended.status == 78
    assert ended.errors.startswith("NAZH_TRACES_URL is not the address of a trace collector.")
    assert "NAZH_SENTRY_DSN is not a DSN." in ended.errors
    assert KEY not in ended.output + ended.errors
