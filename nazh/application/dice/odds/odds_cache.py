"""Calculates odds, quick ones inline and slow ones in a thread, and caches them."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import replace
from typing import Final

from nazh.domain.dice import RollPlan, Ruleset
from nazh.domain.dice.errors import OddsTooHard
from nazh.domain.dice.limits import Limits
from nazh.domain.dice.odds import RollOdds, odds_of

INLINE_BUDGET: Final = 2_000
"""Steps, about a microsecond each, that may run on the event loop."""
MAX_CONCURRENT: Final = 2
"""The number of slow calculations that run at the same time."""
MAX_ENTRIES: Final = 128
MAX_CACHED_VALUES: Final = 500
"""Odds with more values are not cached, because storing them would cost more than it saves."""


class OddsCache:
    """Calculates and caches odds for all users of one process, each within ``steps``."""

    def __init__(self, steps: int = Limits.ODDS_STEPS) -> None:
        self._steps = steps
        self._cache: OrderedDict[tuple[str, str], RollOdds] = OrderedDict()
        self._semaphore = asyncio.Semaphore(MAX_CONCURRENT)

    async def odds(self, plan: RollPlan, ruleset: Ruleset) -> RollOdds:
        """Return the odds. Raises OddsTooHard, OddsTooLong and DivisionByZero."""
        try:
            return self.compute_inline(plan, ruleset)
        except OddsTooHard:
            async with self._semaphore:
                odds = await asyncio.to_thread(odds_of, plan, ruleset, self._steps)
            self.store(odds)
            return odds

    def compute_inline(self, plan: RollPlan, ruleset: Ruleset) -> RollOdds:
        """Return the odds if they are cached or quick to calculate. Raises what ``odds`` does."""
        key = (plan.notation, ruleset.recorded_as)
        cached = self._cache.get(key)
        if cached is None:
            odds = odds_of(plan, ruleset, INLINE_BUDGET)
            self.store(odds)
            return odds
        self._cache.move_to_end(key)
        return cached if cached.plan is plan else replace(cached, plan=plan)

    def store(self, odds: RollOdds) -> None:
        """Cache odds, unless they have too many values."""
        values = sum(len(pool.totals.ways) for pool in odds.pools if pool.totals is not None)
        if values <= MAX_CACHED_VALUES:
            self._cache[odds.plan.notation, odds.ruleset.recorded_as] = odds
            if len(self._cache) > MAX_ENTRIES:
                self._cache.popitem(last=False)
