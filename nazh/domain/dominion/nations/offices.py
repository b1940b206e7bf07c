"""Defines the offices of a nation, and how a user becomes its leader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from nazh.domain.kernel.identity import UserId


class Office(Enum):
    """An office that the leader gives to a citizen; the value is its word in commands."""

    COMMANDER = "commander"
    DIPLOMAT = "diplomat"
    TREASURER = "treasurer"
    SPYMASTER = "spymaster"


class Accession(Enum):
    """How a user became the leader."""

    FOUNDED = "founded"
    APPOINTED = "appointed"


@dataclass(frozen=True, slots=True)
class Leadership:
    """A period in which a nation has the same leader; the next accession ends it.

    ``leader`` is ``None`` for a former citizen who has deleted their data.
    """

    leader: UserId | None
    since: datetime
    by: Accession


@dataclass(frozen=True, slots=True, kw_only=True)
class Government:
    """The delegates of a nation, and when it was last governed.

    ``active_at`` is the last command of the leader or a delegate. ``has_emergency`` is set while
    delegates govern with emergency powers, and ``appointed_at`` is when a leader was last
    appointed.
    """

    active_at: datetime
    has_emergency: bool = False
    appointed_at: datetime | None = None
    holders: Mapping[Office, UserId] = field(default_factory=dict)
