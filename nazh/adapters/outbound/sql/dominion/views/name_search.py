"""Searches nations by keys of their names and of what users type.

The statements need no extension of the database. Each reads an index or all keys once: 100,000 keys
take some ten milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, or_, select

from nazh.adapters.outbound.sql.dominion.tables import NATIONS
from nazh.domain.dominion.names.near_spellings import count_typos, most_typos, pieces_of
from nazh.domain.kernel.identity import GuildId

_KEY: Final = NATIONS.c.name_key
_HIGHEST: Final = "\U0010ffff"
_MAX_COMPARED: Final = 1_000
"""Names whose typos are counted: at most this many with the first piece, and with another one."""


class _NameMatch(NamedTuple):
    name: str
    key: str


def begins_like(key: str) -> ColumnElement[bool]:
    """Return the condition that a nation's key begins with ``key``, which uses the keys' index."""
    return (key <= _KEY) & (key + _HIGHEST > _KEY)


def suggested_names(
    connection: Connection, key: str, guild: GuildId, limit: int, *, has_own: bool = True
) -> tuple[str, ...]:
    """Return the names that a user in a guild may mean by a key, the likeliest first.

    Without ``has_own``, the name of the guild's nation is left out.
    """
    own = _select(connection, NATIONS.c.guild == guild, 1)
    suggested = {match.name: None for match in own if has_own and _is_meant(key, match.key)}
    left_out = () if has_own else tuple(match.name for match in own)
    for names in _stages(connection, key, limit + len(left_out)):
        suggested |= {name: None for name in names if name not in left_out}
        if len(suggested) >= limit:
            break
    return tuple(suggested)[:limit]


def _is_meant(key: str, name: str) -> bool:
    return key in name or count_typos(key, name) <= most_typos(key)


def _stages(connection: Connection, key: str, limit: int) -> Iterator[Iterable[str]]:
    yield (row.name for row in _select(connection, begins_like(key), limit))
    # A name that begins with the key contains it too.
    yield (row.name for row in _select(connection, _contains(key), 2 * limit))
    if most_typos(key):
        yield _near_names(connection, key)


def _near_names(connection: Connection, key: str) -> Iterable[str]:
    """Return names with few enough typos, those with the fewest first."""
    first, *others = pieces_of(key)
    with_another = or_(*map(_contains, others)) & ~begins_like(first)
    compared = (
        *_select(connection, begins_like(first), _MAX_COMPARED),
        *_select(connection, with_another, _MAX_COMPARED),
    )
    counted = sorted(
        (count_typos(key, candidate.key), candidate.key, candidate.name) for candidate in compared
    )
    return (name for typos, _, name in counted if typos <= most_typos(key))


def _contains(key: str) -> ColumnElement[bool]:
    return _KEY.contains(key, autoescape=True)


def _select(
    connection: Connection, condition: ColumnElement[bool], limit: int
) -> tuple[_NameMatch, ...]:
    query = select(NATIONS.c.name, _KEY).where(condition).order_by(_KEY).limit(limit)
    return tuple(_NameMatch(*row) for row in connection.execute(query))
