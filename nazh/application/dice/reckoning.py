"""Reckoner: odds at once where that is quick, beside the loop where it is not, and remembered."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import replace
from typing import Final

from nazh.domain.dice import RollPlan, Ruleset
from nazh.domain.dice.errors import OddsTooHard
from nazh.domain.dice.odds import RollOdds, odds_of

AT_ONCE: Final = 2_000
"""Steps of reckoning, about a microsecond each, that nobody else has to wait for."""
TOGETHER: Final = 2
"""How many long reckonings go on at the same time."""
REMEMBERED: Final = 128
MOST_VALUES: Final = 500
"""Odds of more values are reckoned again: remembering them would cost more than it saves."""


class Reckoner:
    """Reckons odds for many people in one process."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[str, str], RollOdds] = OrderedDict()
        self._room = asyncio.Semaphore(TOGETHER)

    async def odds(self, plan: RollPlan, ruleset: Ruleset) -> RollOdds:
        """Return the odds. Raises OddsTooHard, OddsTooLong and DivisionByZero."""
        try:
            return self.at_once(plan, ruleset)
        except OddsTooHard:
            async with self._room:
                odds = await asyncio.to_thread(odds_of, plan, ruleset)
            self.remember(odds)
            return odds

    def at_once(self, plan: RollPlan, ruleset: Ruleset) -> RollOdds:
        """Return the odds where they are known or quickly reckoned. Raises as ``odds``."""
        key = (plan.notation, ruleset.name)
        known = self._known.get(key)
        if known is None:
            odds = odds_of(plan, ruleset, AT_ONCE)
            self.remember(odds)
            return odds
        self._known.move_to_end(key)
        return known if known.plan is plan else replace(known, plan=plan)

    def remember(self, odds: RollOdds) -> None:
        """Keep odds for the next who asks, unless they are too many."""
        values = sum(len(pool.totals.ways) for pool in odds.pools if pool.totals is not None)
        if values <= MOST_VALUES:
            self._known[odds.plan.notation, odds.ruleset.name] = odds
            if len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
