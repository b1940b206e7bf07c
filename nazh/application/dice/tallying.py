"""What a record adds to the counts, and to whose, so that every store counts alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from nazh.application.dice.ports.ledger import RollRecord
from nazh.domain.dice.statistics.tallies import Counted, tally_of
from nazh.domain.kernel.identity import PlayerId, ServerId


class Whose(NamedTuple):
    """Whose counts they are. Nobody else than the ``player`` sees those that are secret."""

    player: PlayerId
    server: ServerId | None
    character: str | None
    is_secret: bool


Gains = dict[tuple[Whose, Counted], int]
"""Counts to be added; below 0 for what is taken back."""


def gains(record: RollRecord, story: Sequence[RollRecord]) -> Gains:
    """Return what ``record`` adds to what the earlier states of its ``story`` have added.

    A later state adds what is new in it: a plot die, or the threat that a picked face brings. A
    revealed roll moves from the secret counts to the public ones, and never back. Nothing is
    added to a story that is no longer on record: most of it was counted long ago.
    """
    if record.story is not None and not story:
        return {}
    found: Gains = {}
    for state, is_secret, times in _states(record, story):
        whose = Whose(state.by, state.server, state.character, is_secret)
        for counted, count in tally_of(state.rolls).items():
            key = whose, counted
            found[key] = found.get(key, 0) + times * count
    return {key: count for key, count in found.items() if count}


def _states(
    record: RollRecord, story: Sequence[RollRecord]
) -> Iterator[tuple[RollRecord, bool, int]]:
    was_secret = all(state.is_secret for state in story)
    yield record, record.is_secret and was_secret, 1
    if story:
        yield story[-1], was_secret, -1
