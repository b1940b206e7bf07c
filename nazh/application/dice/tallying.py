"""What a record adds to the counts, and to whose, so that every store counts alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from nazh.application.dice.ports.ledger import RollRecord
from nazh.domain.dice import Roll
from nazh.domain.dice.statistics.tallies import Counted, joined, tally_of
from nazh.domain.kernel.identity import PlayerId, ServerId


class Whose(NamedTuple):
    """Whose counts they are. Nobody else than the ``player`` sees those that are secret."""

    player: PlayerId
    server: ServerId | None
    character: str | None
    is_secret: bool


Gains = dict[Whose, dict[Counted, int]]
"""Counts to be added; below 0 for what is taken back."""


def gains(record: RollRecord, rolls: Sequence[Roll], story: Sequence[RollRecord]) -> Gains:
    """Return what ``record`` adds to what the earlier states of its ``story`` have added.

    ``rolls`` are its own, judged. A later state adds what is new in it: a plot die, or the threat
    that a picked face brings. A revealed roll moves from the secret counts to the public ones,
    and never back. Nothing is added to a story that is no longer on record: most of it was
    counted long ago.
    """
    if not story:
        return {} if record.story is not None else {_whose(record): tally_of(rolls)}
    was_secret = all(state.is_secret for state in story)
    found: Gains = {}
    for state, judged, is_secret, times in (
        (record, rolls, record.is_secret and was_secret, 1),
        (story[-1], story[-1].rolls, was_secret, -1),
    ):
        whose = _whose(state)._replace(is_secret=is_secret)
        found[whose] = joined(found.get(whose, {}), tally_of(judged), times)
    return found


def _whose(record: RollRecord) -> Whose:
    return Whose(record.by, record.server, record.character, record.is_secret)
