"""The command ``nazh verify``, which verifies the receipts of a fair session offline.

Modules that only this command needs are imported on demand, so that a roll starts quickly.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO, Final

import click

from nazh.adapters.inbound.cli.commitments import CommitmentType
from nazh.adapters.inbound.cli.output import has_styles, print_json, print_lines, with_progress

if TYPE_CHECKING:
    from nazh.domain.dice.fair import Entry
    from nazh.domain.dice.fair.report import Report

DOES_NOT_HOLD: Final = 1
UNREADABLE: Final = 2
MAX_MEBIBYTES: Final = 64
"""A session has at most 8 MiB, unless an operator has raised that limit."""
MAX_LINES: Final = 400_000
"""More lines than receipts of that size can have."""
MAX_FAULTS: Final = 40
"""The maximum number of faults printed as text; ``--json`` prints all of them."""
_MEBIBYTE: Final = 1 << 20
# The form for typing, and the form copied from Discord: "Proof 12 · 3f2a9c01".
_SEEN_ENTRY: Final = re.compile(r"\D{0,20}?([0-9]{1,18})\s*[:·]\s*([0-9a-f]{8,64})").fullmatch
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_EXAMPLES: Final = """\
RECEIPTS is the file from /fair receipts; - reads standard input. The file alone can only be
consistent. What you saw yourself makes it a proof: the commitment, from the message that opened the
session; the digits below a roll ("Proof 12 · 3f2a9c01"); and the words that you added.

\b
Examples:
  nazh verify receipts.jsonl
  nazh verify receipts.jsonl --commitment 2b7b2685793daf87d2b69572f11f9bd7…
  nazh verify receipts.jsonl --seen 12:3f2a9c01 --seen 40:99e0b7d1
  nazh verify receipts.jsonl --words "The moon is made of cheese"
  nazh verify --json - < receipts.jsonl | jq .faults

Exit status: 0 if nothing is wrong, 1 if something is, 2 if the file cannot be read.
docs/fair-rolls.md explains what is checked, what it proves, and what it does not.
"""


class Unreadable(click.ClickException):
    """The input does not contain receipts."""

    exit_code = UNREADABLE


def verify_command() -> click.Command:
    """Return the command; it needs no use case."""

    @click.command("verify", epilog=_EXAMPLES, short_help="Check the receipts of a fair session.")
    @click.argument("receipts", type=click.File("rb"))
    @click.option(
        "--commitment",
        type=CommitmentType(),
        help="The commitment published when the session opened.",
    )
    @click.option(
        "--seen",
        metavar="N:DIGITS",
        multiple=True,
        callback=_parse_seen,
        help="An entry that you saw yourself.",
    )
    @click.option("--words", metavar="TEXT", multiple=True, help="Words that you added.")
    @click.option(
        "--words-from",
        "files",
        metavar="FILE",
        type=click.File("rb"),
        multiple=True,
        help="The same, from a file.",
    )
    @click.option("--json", "as_json", is_flag=True, help="Print one line of JSON.")
    def verify(
        receipts: BinaryIO,
        commitment: str | None,
        seen: tuple[tuple[int, str], ...],
        words: tuple[str, ...],
        files: tuple[BinaryIO, ...],
        as_json: bool,
    ) -> None:
        """Check that no receipt is missing, and that every die and total is correct."""
        from nazh.domain.dice.fair.checking import check
        from nazh.domain.dice.fair.report import Known

        lines = _lines(receipts)
        known = Known(commitment, seen, _digests(words, files))
        report = with_progress("checking", lambda progress: check(lines, known, progress))
        _print_report(lines, report, as_json=as_json)

    return verify


def _parse_seen(
    context: click.Context, option: click.Parameter, typed: tuple[str, ...]
) -> tuple[tuple[int, str], ...]:
    pairs: list[tuple[int, str]] = []
    for entry_text in typed:
        match = _SEEN_ENTRY(entry_text.strip().lower())
        if match is None:
            raise click.BadParameter(
                f"“{entry_text}” is not an entry. Write its number and digits, as in 12:3f2a9c01."
            )
        pairs.append((int(match[1]), match[2]))
    return tuple(pairs)


def _digests(words: tuple[str, ...], files: tuple[BinaryIO, ...]) -> tuple[str, ...]:
    from nazh.domain.dice.fair import digest_of

    # Restores the bytes of a command-line argument that was not UTF-8.
    typed = [word.encode("utf-8", "surrogateescape") for word in words]
    typed += [_read(file, "the words").removesuffix(b"\n").removesuffix(b"\r") for file in files]
    return tuple(map(digest_of, typed))


def _lines(receipts: BinaryIO) -> list[bytes]:
    """Return the lines of a file without line endings, whichever the editor uses."""
    text = _read(receipts, "the receipts").removeprefix(_BYTE_ORDER_MARK)
    if text.count(b"\n") > MAX_LINES:
        raise Unreadable(f"The receipts have more than {MAX_LINES:,} lines.")
    lines = [line.removesuffix(b"\r") for line in text.split(b"\n")]
    while lines and not lines[-1]:
        lines.pop()
    if not lines:
        raise Unreadable("This file is empty: line 1 must open a session.")
    _check_first(lines[0])
    return lines


def _check_first(line: bytes) -> None:
    """Refuse a file whose first line is not a receipt."""
    from nazh.adapters.inbound.texts.dice.fair.verification import unreadable_line
    from nazh.domain.dice.fair import UnreadableEntry, read_entry
    from nazh.domain.dice.fair.faults import UnreadableLine

    try:
        read_entry(line)
    except UnreadableEntry as error:
        fault = UnreadableLine(1, error.flaw, error.key)
        raise Unreadable(unreadable_line(fault)) from error


def _read(file: BinaryIO, what: str) -> bytes:
    try:
        read = file.read(MAX_MEBIBYTES * _MEBIBYTE + 1)
    except OSError as error:
        raise Unreadable(f"{what.capitalize()} cannot be read ({error.strerror}).") from error
    if len(read) > MAX_MEBIBYTES * _MEBIBYTE:
        raise Unreadable(f"{what.capitalize()} are larger than {MAX_MEBIBYTES} MiB.")
    return read


def _print_report(lines: list[bytes], report: Report, *, as_json: bool) -> None:
    from nazh.adapters.inbound.texts.dice.fair.verification import report_form

    if as_json:
        print_json(report_form(report))
    else:
        print_lines(_report_lines(lines, report))
    if not report.holds:
        raise click.exceptions.Exit(DOES_NOT_HOLD)


def _report_lines(lines: list[bytes], report: Report) -> Iterator[str]:
    from nazh.adapters.inbound.texts.dice.fair.verification import (
        fault_line,
        found_lines,
        missing_lines,
        session_lines,
        verdict_line,
    )
    from nazh.domain.dice.fair.report import Verdict

    is_styled = has_styles(sys.stdout)

    def styled(text: str, colour: str) -> str:
        return click.style(text, fg=colour) if is_styled else text

    yield from session_lines(report)
    yield ""
    for fault in report.faults[:MAX_FAULTS]:
        yield styled(f"  {fault_line(fault, _entry(lines, fault.line))}", "red")
    if len(report.faults) > MAX_FAULTS:
        yield f"  … and {len(report.faults) - MAX_FAULTS:,} more; --json lists all."
    yield from found_lines(report)
    colour = "red" if report.faults else "green" if report.verdict is Verdict.PROVEN else "cyan"
    yield styled(verdict_line(report), colour)
    yield from missing_lines(report)


def _entry(lines: list[bytes], number: int) -> Entry | None:
    from nazh.domain.dice.fair import UnreadableEntry, read_entry

    try:
        return read_entry(lines[number - 1])
    except (IndexError, UnreadableEntry):
        return None
