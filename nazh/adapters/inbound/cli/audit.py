"""The command ``nazh db audit``, which verifies the audit log and lists its entries."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractAsyncContextManager
from typing import Final

import click

from nazh.adapters.inbound.cli.db import run_with_store
from nazh.adapters.inbound.cli.output import print_json, print_lines, with_progress
from nazh.adapters.inbound.texts.guilds.audit_rows import audit_form, audit_line
from nazh.adapters.inbound.texts.json_values import Json
from nazh.application.shared.audit.audit_chain import (
    AuditReport,
    AuditRow,
    ChainEnds,
    Fault,
    Link,
    verify,
)
from nazh.application.shared.audit.audit_log import AuditLog

_BROKEN: Final = 1
_LINK: Final = re.compile(r"([0-9]{1,19}):([0-9a-f]{64})", re.ASCII)
_EXAMPLES: Final = """\
The audit log records who changed settings and game servers, and when. Its rows are chained by
digests. Keep the printed last row elsewhere: with --known, it proves later that nothing before it
was changed.

\b
Examples:
  nazh db audit
  nazh db audit --known 1234:5f0c…
  nazh db audit --list --server 80351110224678912
  nazh db audit --list --json | jq 'select(.action == "keep.access.given")'

Exit status: 0 if every row is unchanged, 1 if one is not, 69 if the database does not
answer, else 78.
"""
_FAULTS: Final = {
    Fault.MISSING: "is missing",
    Fault.CHANGED: "was changed",
    Fault.UNEXPECTED: "was not written by Nazh",
    Fault.UNKNOWN: "is not the one that was noted",
}
OpenAuditLog = Callable[[], AbstractAsyncContextManager[AuditLog | None]]
"""Opens the log, or returns ``None`` if there is no database."""
Progress = Callable[[float], None]


class _Link(click.ParamType[Link]):
    name = "row:digest"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Link:
        match = _LINK.fullmatch(str(value))
        if match is None:
            self.fail("is not the last row of an earlier verification.", param, ctx)
        return Link(int(match[1]), match[2])


def audit_command(open_audit_log: OpenAuditLog) -> click.Command:
    """Return the command; ``open_audit_log`` raises CannotRun and StoreError."""

    @click.command("audit", epilog=_EXAMPLES, short_help="Verify or list the audit log.")
    @click.option("--list", "is_list", is_flag=True, help="Print the entries, the oldest first.")
    @click.option(
        "--server", type=click.IntRange(0), help="With --list, only those of this server."
    )
    @click.option("--known", type=_Link(), help="The last row of an earlier verification.")
    @click.option("--json", "is_json", is_flag=True, help="Print JSON; one line for each entry.")
    def audit(is_list: bool, server: int | None, known: Link | None, is_json: bool) -> None:
        """Verify that no entry of the audit log was changed or deleted, or list the entries."""
        if is_list:
            run_with_store(_list(open_audit_log, server, is_json=is_json))
            return
        report = with_progress(
            "Verifying", lambda show: run_with_store(_verify(open_audit_log, known, show))
        )
        if is_json:
            print_json(_form(report))
        else:
            print_lines(_lines(report, known))
        if report.fault is not None:
            raise click.exceptions.Exit(_BROKEN)

    return audit


async def _verify(
    open_audit_log: OpenAuditLog, known: Link | None, progress: Progress
) -> AuditReport:
    async with open_audit_log() as log:
        if log is None:
            return verify(ChainEnds(), (), known)
        return await log.replay(lambda ends, rows: verify(ends, rows, known, progress))


async def _list(open_audit_log: OpenAuditLog, server: int | None, *, is_json: bool) -> None:
    def show(ends: ChainEnds, rows: Iterable[AuditRow]) -> None:
        for row in rows:
            if server is not None and row.guild != server:
                continue
            if is_json:
                print_json(audit_form(row))
            else:
                print_lines((audit_line(row),))

    async with open_audit_log() as log:
        if log is not None:
            await log.replay(show)


def _lines(report: AuditReport, known: Link | None) -> Iterator[str]:
    ends = report.ends
    yield f"entries    {report.rows:,}"
    yield f"anonymous  {report.anonymous:,}, of users who have deleted their data"
    yield f"emptied    {report.emptied:,}, of servers whose data was deleted"
    yield f"deleted    {ends.pruned.seq:,}, because of their age"
    yield f"last row   {ends.last.seq}:{ends.last.digest}"
    if report.fault is not None:
        yield f"Broken: row {report.broken_at} {_FAULTS[report.fault]}."
        return
    if known is not None and known.seq < ends.pruned.seq:
        yield f"Row {known.seq} can't be compared: it was deleted because of its age."
    yield "Every entry is unchanged."


def _form(report: AuditReport) -> dict[str, Json]:
    ends = report.ends
    return {
        "entries": report.rows,
        "anonymous": report.anonymous,
        "emptied": report.emptied,
        "deleted": ends.pruned.seq,
        "last_row": f"{ends.last.seq}:{ends.last.digest}",
        "broken_at": report.broken_at,
        "fault": None if report.fault is None else report.fault.value,
    }
