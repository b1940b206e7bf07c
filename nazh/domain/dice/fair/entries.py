"""The entries of a receipt chain: what happened in a fair session, as values.

They are named tuples because one is made for every roll
(docs/adr/0006-simple-pool-fast-path.md). In all of them ``n`` is the position in the chain, from
0, ``before`` the digest of the previous line in 64 hex digits, and ``at`` an aware instant, to the
second, which proves nothing.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

Totals = tuple[tuple[int | None, ...], ...]
"""For each repeat the total of each pool; ``None`` for a pool that is only the plot die."""


class Opened(NamedTuple):
    """The session begins: ``commitment``, in 64 hex digits, binds Nazh to its secret.

    ``session`` is 16 lower-case hex digits, ``server`` the id of the server in decimal digits.
    """

    n: int
    at: datetime
    session: str
    server: str
    commitment: str


class Joined(NamedTuple):
    """A player added words to the dice to come. ``words`` is their digest, 64 hex digits."""

    n: int
    before: str
    at: datetime
    player: int
    words: str


class Rolled(NamedTuple):
    """A roll fell, with the chance of ``counter``.

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
    """A roll took the chance of ``counter`` and came to nothing, because it divided by zero.

    Were it not told, its refusal would be a free look at the faces to come.
    """

    n: int
    before: str
    at: datetime
    counter: int
    player: int
    ruleset: str
    notation: str


class PlotDieAdded(NamedTuple):
    """A plot die fell beside the roll at ``of``: a face for each repeat, and what it now reads."""

    n: int
    before: str
    at: datetime
    counter: int
    of: int
    notation: str
    faces: tuple[int, ...]
    totals: Totals


class Closed(NamedTuple):
    """The session ends and tells its ``secret``, in 64 hex digits."""

    n: int
    before: str
    at: datetime
    secret: str


Entry = Opened | Joined | Rolled | Spoiled | PlotDieAdded | Closed
ChanceEntry = Rolled | Spoiled | PlotDieAdded
"""The entries that took a counter."""
