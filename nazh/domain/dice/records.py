"""Recorded rolls, from which all results can be judged again. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from nazh.domain.dice.judging import judge_repeats
from nazh.domain.dice.rolls import Roll, Throw
from nazh.domain.dice.rulesets import Ruleset
from nazh.domain.kernel.identity import ChannelId, GuildId, RequestId, UserId

SHORT: Final = 8
"""Digits of a digest that are displayed with a roll."""


class Proof(NamedTuple):
    """The position of a roll in a session's chain, the entry ``n`` from 0, with its digest.

    ``digest`` is the SHA-256 of the entry's line, 64 hexadecimal digits.
    """

    session: str
    n: int
    digest: str

    @property
    def short(self) -> str:
        """The first digits of the digest, as they are displayed."""
        return self.digest[:SHORT]


@dataclass(frozen=True, slots=True)
class RollRecord:
    """A recorded roll, from which all results can be judged again.

    ``throws`` has one throw for each repeat. ``picked`` is empty, or has for each repeat the picked
    face of its plot die with an edge, 0 if none was picked. ``guild`` is ``None`` in a direct
    message, and ``channel`` if there is no channel at all, as in a terminal. A secret roll was
    visible to its roller alone. ``root_id`` is ``None`` for an original roll; a later state or an
    alias has the id of the original there. ``character`` is the name of the player's active
    character. ``proof`` is its position in the chain of a fair session.
    """

    id: RequestId
    by: UserId
    channel: ChannelId | None
    guild: GuildId | None
    at: datetime
    ruleset: Ruleset
    throws: tuple[Throw, ...]
    picked: tuple[int, ...] = ()
    is_secret: bool = False
    root_id: RequestId | None = None
    character: str | None = None
    proof: Proof | None = None

    @property
    def text(self) -> str:
        """The canonical notation and the comment, as users would type them."""
        return self.throws[0].plan.text

    @property
    def rolls(self) -> tuple[Roll, ...]:
        """The throws judged by the ruleset that was in effect."""
        return judge_repeats(self.throws, self.ruleset, self.picked)
