"""Writes the result of verifying receipts, as text and as JSON. In English only, for the CLI."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from typing import Final

from nazh.adapters.inbound.texts.dice.fair.verification_faults import fault_text, shortened
from nazh.adapters.inbound.texts.json_values import Json
from nazh.domain.dice.fair import Entry, PlotDieAdded, Rolled, Spoiled
from nazh.domain.dice.fair.faults import Fault, NotAsSeen, NotTold, OtherCommitment
from nazh.domain.dice.fair.receipt_reader import Flaw
from nazh.domain.dice.fair.receipt_writer import write_instant
from nazh.domain.dice.fair.report import Report, Verdict
from nazh.domain.kernel.errors import Refusal

_MARK: Final = 8
_HEADINGS: Final = {
    Verdict.PROVEN: "Proven",
    Verdict.CONSISTENT: "Consistent, not proven",
    Verdict.OPEN: "Consistent so far",
    Verdict.NOT_AS_SEEN: "Not what you saw",
    Verdict.INCONSISTENT: "Inconsistent",
}
"""docs/verify/verdicts.js says the same, and a test compares the two."""
_PROVEN: Final = (
    "All dice follow from the secret behind your commitment, and from the words of the players."
)
_CONSISTENT: Final = (
    "The file agrees with itself, but anyone can invent such a file. Give the commitment that you"
    " saw when the session was opened."
)
_OPEN: Final = (
    "Links, counters and totals are right. The dice can be checked when the session is closed and"
    " its secret is known."
)
_NOT_AS_SEEN: Final = "The file agrees with itself, but not with what you saw."
_ONE_WRONG: Final = "One entry is wrong."
_MANY_WRONG: Final = (
    "{count:,} entries are wrong. The first matters most: the others may follow from it."
)
_NO_ROLL: Final = "There is no roll in it."
_NO_PROOF: Final = (
    "You gave no Proof of a roll: somebody who knows the secret could have invented other rolls, or"
    " cut off the end."
)
_CAMEL: Final = re.compile(r"(?<!^)(?=[A-Z])")


def session_lines(report: Report) -> Iterator[str]:
    """Yield the session's id and the counts of its entries."""
    opening = report.opening
    if opening is not None:
        yield f"Session {opening.session} on server {opening.server}"
        yield f"  opened      {write_instant(opening.at)}"
        yield f"  commitment  {opening.commitment}"
    counted = [_counted(report.rolls, "roll", "rolls")]
    if report.plot_dice:
        counted.append(_counted(report.plot_dice, "plot die added", "plot dice added"))
    if report.spoiled:
        counted.append(_counted(report.spoiled, "roll spoiled", "rolls spoiled"))
    words = _counted(len(report.joined), "time", "times")
    yield f"  entries     {report.lines:,}: {', '.join(counted)}"
    yield f"  players     {report.players:,}, who added words {words}"
    yield f"  last entry  {report.lines - 1} · {report.last[:_MARK]}"


def found_lines(report: Report) -> Iterator[str]:
    """Yield where the known words are, and what else matches what was seen."""
    known = report.known
    yield from _words_lines(report)
    kinds = [type(fault) for fault in report.faults]
    if known.commitment is not None and OtherCommitment not in kinds:
        yield "The commitment matches the one that you gave."
    as_seen = len(known.seen) - kinds.count(NotAsSeen) - kinds.count(NotTold)
    if as_seen:
        yield f"{_counted(as_seen, 'entry matches', 'entries match')} what you saw on Discord."


def _words_lines(report: Report) -> Iterator[str]:
    """Yield where the known words are, and whether other words were added after them."""
    wanted = set(report.known.words)
    own: dict[str, int] = {}
    for line, entry in report.joined:
        if entry.words in wanted:
            # Only the first line counts, because anybody can add the same digest again later.
            own.setdefault(entry.words, line)
            yield f"Your words joined in line {line}, from player {entry.player}."
    later = [line for line, _ in report.joined if own and line > max(own.values())]
    if later:
        times = _counted(len(later), "time", "times")
        yield f"Words were added {times} after them, most recently in line {later[-1]}."


def fault_line(fault: Fault, entry: Entry | None) -> str:
    """Return where a fault is and what is wrong; ``entry`` is the line's entry, if it has one."""
    return f"{_place(fault.line, entry)}: {fault_text(fault)}"


def verdict_line(report: Report) -> str:
    """Return the verdict, in the same words as the verification page."""
    return " ".join((f"{_HEADINGS[report.verdict]}.", *_verdict_sentences(report)))


def _verdict_sentences(report: Report) -> Iterator[str]:
    match report.verdict:
        case Verdict.INCONSISTENT:
            wrong = len(report.wrong_lines)
            yield _ONE_WRONG if wrong == 1 else _MANY_WRONG.format(count=wrong)
        case Verdict.NOT_AS_SEEN:
            yield _NOT_AS_SEEN
        case Verdict.OPEN:
            yield _OPEN
        case Verdict.CONSISTENT:
            yield from () if report.rolls else (_NO_ROLL,)
            yield _CONSISTENT
        case Verdict.PROVEN:
            yield from () if report.rolls else (_NO_ROLL,)
            yield _PROVEN
            if not report.known.seen:
                yield _NO_PROOF


def missing_lines(report: Report) -> Iterator[str]:
    """Yield the options that would make the verdict more certain."""
    if report.verdict is Verdict.CONSISTENT:
        yield "  --commitment HEX  from the message that opened the session"
    if report.verdict in (Verdict.PROVEN, Verdict.CONSISTENT) and not report.known.seen:
        yield "  --seen N:DIGITS   the Proof below a roll, the later the better"


def unreadable_line(fault: Fault) -> str:
    """Return why a file does not contain receipts."""
    return f"These are not receipts. Line {fault.line}: {fault_text(fault)}"


def report_form(report: Report) -> dict[str, Json]:
    """Return the result as plain JSON values; keys are stable."""
    opening, known = report.opening, report.known
    return {
        "holds": report.holds,
        "proven": report.verdict is Verdict.PROVEN,
        "verdict": report.verdict.value,
        "closed": report.is_closed,
        "session": None if opening is None else opening.session,
        "server": None if opening is None else opening.server,
        "opened": None if opening is None else write_instant(opening.at),
        "commitment": None if opening is None else opening.commitment,
        "entries": report.lines,
        "rolls": report.rolls,
        "plot_dice": report.plot_dice,
        "spoiled": report.spoiled,
        "throws_proven": report.proven,
        "players": report.players,
        "words": [
            {"line": line, "player": entry.player, "words": entry.words}
            for line, entry in report.joined
        ],
        "last": report.last,
        "compared": {
            "commitment": known.commitment is not None,
            "seen": len(known.seen),
            "words": len(known.words),
        },
        "faults": [_fault_form(fault) for fault in report.faults],
    }


def _place(line: int, entry: Entry | None) -> str:
    match entry:
        case Rolled() | Spoiled():
            what = f"{shortened(entry.notation)} of player {entry.player}"
        case PlotDieAdded():
            what = f"the plot die beside entry {entry.of}"
        case None:
            return f"Line {line}"
        case _:
            return f"Line {line}, entry {entry.n}"
    return f"Line {line}, entry {entry.n}, {what}"


def _fault_form(fault: Fault) -> Json:
    facts: dict[str, Json] = {
        field.name: _plain(getattr(fault, field.name)) for field in fields(fault)
    }
    name = _CAMEL.sub("_", type(fault).__name__).lower()
    return {"fault": name, **facts, "says": fault_text(fault)}


def _plain(value: object) -> Json:
    match value:
        case Refusal():
            return value.sentence
        case Flaw():
            return value.value
        case tuple():
            return [_plain(item) for item in value]
        case int() | str() | None:
            return value
        case _:
            raise AssertionError(value)


def _counted(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"
