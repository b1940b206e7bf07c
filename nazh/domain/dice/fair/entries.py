"""Defines the entries of a receipt chain, which record what happened in a fair session.

They are named tuples because one is created for every roll
(docs/adr/0006-simple-pool-fast-path.md). In all of them ``n`` is the position in the chain, from 0,
``before`` the digest of the previous line in 64 hex digits, and ``at`` an aware instant, to the
second, which proves nothing.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

Totals = tuple[tuple[int | None, ...], ...]
"""The total of each pool for each repeat; ``None`` for a pool that is only the plot die."""


class Opened(NamedTuple):
    """The session was opened; ``commitment``, in 64 hex digits, binds Nazh to its secret.

    ``session`` is 16 lower-case hex digits, ``server`` the id of the server in decimal digits.
    """

    n: int
    at: datetime
    session: str
    server: str
    commitment: str


class Joined(NamedTuple):
    """A player added words to all later dice. ``words`` is their digest, 64 hex digits."""

    n: int
    before: str
    at: datetime
    player: int
    words: str


class Rolled(NamedTuple):
    """Dice were thrown with the randomness of ``counter``.

    ``notation`` is canonical, without comment; ``faces`` are those of all repeats, in draw order.
    """

    n: int
    before: str
    at: datetime
    counter: int
    player: int
    ruleset: str
    notation: str
    faces: tuple[int, ...]
    totals: Totals


class Spoiled(NamedTuple):
    """A roll used the randomness of ``counter`` without a result, because it divided by zero.

    If this were not recorded, the refusal would reveal future faces at no cost.
    """

    n: int
    before: str
    at: datetime
    counter: int
    player: int
    ruleset: str
    notation: str


class PlotDieAdded(NamedTuple):
    """A plot die was added to the roll at ``of``: a face for each repeat, and the new notation."""

    n: int
    before: str
    at: datetime
    counter: int
    of: int
    notation: str
    faces: tuple[int, ...]
    totals: Totals


class Closed(NamedTuple):
    """The session was closed and its ``secret`` disclosed, in 64 hex digits."""

    n: int
    before: str
    at: datetime
    secret: str


Entry = Opened | Joined | Rolled | Spoiled | PlotDieAdded | Closed
ChanceEntry = Rolled | Spoiled | PlotDieAdded
"""The entries that use a counter."""
