"""Writes entries as lines of JSON, each in exactly one way, and tells the digest of a line.

The form is written out by hand: the JSON of the standard library takes three times as long, and
the keys have to stand in alphabetical order.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from typing import Final

from nazh.domain.dice.proof.entries import (
    Closed,
    Entry,
    Joined,
    Opened,
    PlotDieAdded,
    Rolled,
    Spoiled,
)
from nazh.domain.dice.proof.mixing import FORMAT

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def digest_of(line: str | bytes) -> str:
    """Return the digest of a line without its newline, in 64 hex digits."""
    return sha256(line.encode() if isinstance(line, str) else line).hexdigest()


def write_entry(entry: Entry) -> str:
    """Return the one line of ASCII that tells ``entry``, without a newline."""
    match entry:
        case Rolled():
            n, before, at, counter, player, ruleset, notation, faces, told = entry
            totals = [[*pools] for pools in told]
            return write_rolled(n, before, at, counter, player, ruleset, notation, [*faces], totals)
        case PlotDieAdded():
            return (
                f'{{"at":"{write_instant(entry.at)}","before":"{entry.before}",'
                f'"counter":{entry.counter},"faces":{_list([*entry.faces])},'
                f'"kind":"plot_die_added","n":{entry.n},"notation":{_quoted(entry.notation)},'
                f'"of":{entry.of},"totals":{_list([[*pools] for pools in entry.totals])}}}'
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


def write_rolled(
    n: int,
    before: str,
    at: datetime,
    counter: int,
    player: int,
    ruleset: str,
    notation: str,
    faces: list[int],
    totals: list[list[int | None]],
) -> str:
    """Return the line of a ``Rolled`` with these values, without making one first.

    ``str`` writes lists as JSON does but for spaces and ``None``, and is the quickest that can.
    """
    return (
        f'{{"at":"{write_instant(at)}","before":"{before}","counter":{counter},'
        f'"faces":{str(faces).replace(" ", "")},"kind":"rolled","n":{n},'
        f'"notation":{_quoted(notation)},"player":{player},"ruleset":{_quoted(ruleset)},'
        f'"totals":{str(totals).replace(" ", "").replace("None", "null")}}}'
    )


def write_instant(at: datetime) -> str:
    """Return an aware instant as RFC 3339 writes it in UTC, to the second."""
    since = at - _EPOCH
    return _second(since.days, since.seconds)


@lru_cache(maxsize=64)
def _second(days: int, seconds: int) -> str:
    at = _EPOCH + timedelta(days, seconds)
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


# The same few notations and rulesets come again and again.
_quoted = lru_cache(maxsize=256)(json.dumps)


def _list(numbers: Sequence[object]) -> str:
    """Return a list of whole numbers, ``None`` and such lists as JSON."""
    return str(numbers).replace(" ", "").replace("None", "null")
