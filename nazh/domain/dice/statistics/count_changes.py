"""Calculates which counters a record changes, and by how much, for every store."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from nazh.domain.dice.records import RollRecord
from nazh.domain.dice.rolls import Roll
from nazh.domain.dice.statistics.roll_counts import CountKey, count_rolls, merge_counts
from nazh.domain.kernel.identity import GuildId, UserId


class CounterKey(NamedTuple):
    """Identifies a set of counters. Only the ``player`` sees those that are secret."""

    player: UserId
    guild: GuildId | None
    character: str | None
    is_secret: bool


CountChanges = dict[CounterKey, dict[CountKey, int]]
"""Counts to add; negative counts are subtracted."""


def count_changes(
    record: RollRecord, rolls: Sequence[Roll], earlier: Sequence[RollRecord]
) -> CountChanges:
    """Return the changes that ``record`` makes after the ``earlier`` states of its roll.

    ``rolls`` are its own, judged. A later state adds only what is new: a plot die, or the threat
    that a picked face brings. A revealed roll moves from the secret counts to the public ones, and
    never back. Nothing is added to a roll whose earlier states have been deleted, because most of
    it was counted before.
    """
    if not earlier:
        return {} if record.root_id is not None else {_key_of(record): count_rolls(rolls)}
    was_secret = all(state.is_secret for state in earlier)
    changes: CountChanges = {}
    for state, judged, is_secret, sign in (
        (record, rolls, record.is_secret and was_secret, 1),
        (earlier[-1], earlier[-1].rolls, was_secret, -1),
    ):
        key = _key_of(state)._replace(is_secret=is_secret)
        changes[key] = merge_counts(changes.get(key, {}), count_rolls(judged), sign)
    return changes


def _key_of(record: RollRecord) -> CounterKey:
    return CounterKey(record.by, record.guild, record.character, record.is_secret)
