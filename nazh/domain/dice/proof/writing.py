"""Writes entries as lines of JSON, each in exactly one way, and tells the digest of a line.

The form is written out by hand: the JSON of the standard library takes three times as long, and
the keys have to stand in alphabetical order.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256

from nazh.domain.dice.proof.entries import (
    Closed,
    Entry,
    Joined,
    Opened,
    PlotDieAdded,
    Rolled,
    Spoiled,
    Totals,
)
from nazh.domain.dice.proof.mixing import FORMAT


def digest_of(line: str | bytes) -> str:
    """Return the digest of a line without its newline, in 64 hex digits."""
    return sha256(line.encode("ascii") if isinstance(line, str) else line).hexdigest()


def write_entry(entry: Entry) -> str:
    """Return the one line of ASCII that tells ``entry``, without a newline."""
    match entry:
        case Rolled():
            return (
                f'{{"at":"{write_instant(entry.at)}","before":"{entry.before}",'
                f'"counter":{entry.counter},"faces":{_faces(entry.faces)},"kind":"rolled",'
                f'"n":{entry.n},"notation":{_quoted(entry.notation)},"player":{entry.player},'
                f'"ruleset":{_quoted(entry.ruleset)},"totals":{_totals(entry.totals)}}}'
            )
        case PlotDieAdded():
            return (
                f'{{"at":"{write_instant(entry.at)}","before":"{entry.before}",'
                f'"counter":{entry.counter},"faces":{_faces(entry.faces)},'
                f'"kind":"plot_die_added","n":{entry.n},"notation":{_quoted(entry.notation)},'
                f'"of":{entry.of},"totals":{_totals(entry.totals)}}}'
            )
        case Spoiled():
            return (
                f'{{"at":"{write_instant(entry.at)}","before":"{entry.before}",'
                f'"counter":{entry.counter},"kind":"spoiled","n":{entry.n},'
                f'"notation":{_quoted(entry.notation)},"player":{entry.player},'
                f'"ruleset":{_quoted(entry.ruleset)}}}'
            )
        case Joined():
            return (
                f'{{"at":"{write_instant(entry.at)}","before":"{entry.before}","kind":"joined",'
                f'"n":{entry.n},"player":{entry.player},"words":"{entry.words}"}}'
            )
        case Opened():
            return (
                f'{{"at":"{write_instant(entry.at)}","commitment":"{entry.commitment}",'
                f'"format":"{FORMAT}","kind":"opened","n":{entry.n},"server":"{entry.server}",'
                f'"session":"{entry.session}"}}'
            )
        case Closed():
            return (
                f'{{"at":"{write_instant(entry.at)}","before":"{entry.before}","kind":"closed",'
                f'"n":{entry.n},"secret":"{entry.secret}"}}'
            )


def write_instant(at: datetime) -> str:
    """Return an aware instant as RFC 3339 writes it in UTC, with microseconds."""
    if at.tzinfo is not UTC:
        at = at.astimezone(UTC)
    # Twice as fast as isoformat, which asks the time zone for its offset.
    return "%04d-%02d-%02dT%02d:%02d:%02d.%06dZ" % (  # noqa: UP031
        *(at.year, at.month, at.day, at.hour, at.minute, at.second, at.microsecond),
    )


# The same few notations and rulesets come again and again.
_quoted = lru_cache(maxsize=256)(json.dumps)


def _faces(faces: Sequence[int]) -> str:
    return f"[{_numbers(len(faces)) % tuple(faces)}]"


@lru_cache(maxsize=256)
def _numbers(count: int) -> str:
    return ",".join(["%d"] * count)


def _totals(totals: Totals) -> str:
    if len(totals) == 1:
        return f"[{_pools(totals[0])}]"
    return f"[{','.join(map(_pools, totals))}]"


def _pools(totals: Sequence[int | None]) -> str:
    return f"[{','.join(['null' if total is None else str(total) for total in totals])}]"
