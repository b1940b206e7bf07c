"""Injects a fault into the running bot while users roll, and observes the effects.

A player; who scrapes the metrics; who asks for health; who reads the log; who may be paged. The
story keeps what each of them saw, and how many of the rolls came through.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from textwrap import shorten
from time import monotonic

import aiohttp

from localcord.conversations import Conversation
from ops.stack import until
from tests.e2e.conftest import Table
from tests.e2e.faults.alerts import Scrape, firing_after
from tests.e2e.faults.observations import Observation
from tests.e2e.program import Program

WELL_BEFORE = 60
"""Minutes for which the bot had been well when the fault came, as far as alerts are concerned."""
ONE_SECOND = 1.0
LONGEST_EVENT = 100
"""Characters of a log line that a table has room for."""
A_ROLL = "the roll"
NOTHING = "The application did not respond"
"""What Discord's client says where no answer came in time."""
_REFERENCE = re.compile(r"(?<=`)[0-9a-f]{8}(?=`)")
"""What an apology names, different for each."""


@dataclass(slots=True)
class FaultScenario:
    """What happens to one bot, and after a restart to the next.

    ``began`` and ``seen``: what was scraped while all was well, and last.
    """

    told: Observation
    table: Table
    bot: Program
    began: Scrape = None
    seen: Scrape = None
    rolls: list[Conversation] = field(default_factory=list)
    # Ids of rolls that Discord could send to nobody, or has given up.
    _undeliverable: set[int] = field(default_factory=set)
    _struck_at: float = 0.0
    # Checks that were not passed, of those that health tells.
    _ailing: set[str] = field(default_factory=set)

    async def begin(self) -> None:
        """Wait until the bot is ready, and keep what it says of itself."""
        await self.is_ready_again()
        self.began = self.seen = await self.bot.metrics()

    def strike(self) -> None:
        """Say that the fault comes now."""
        self._struck_at = monotonic()

    # The player

    def roll(self, times: int) -> None:
        """Ask for so many rolls at once, without waiting."""
        asked = [self.table.channel_user.start("roll", pool1="2d6") for _ in range(times)]
        self.rolls.extend(asked)
        if not self.table.discord.gateway.sessions:
            self._undeliverable.update(one.id for one in asked)

    def give_up(self) -> None:
        """Say that three seconds have passed, and Discord takes no answer to what was asked."""
        self._undeliverable.update(one.id for one in self.rolls if not one.is_answered)

    async def heard(self, *, is_over: bool = False) -> dict[str, int]:
        """Wait until every roll has its answer, or Discord gave it up; return what was read.

        With ``is_over`` nobody is there any more to answer what has no answer.
        """
        if not is_over:
            await asyncio.gather(*(self._answer_to(one) for one in self.rolls))
        read = Counter(_read(one) for one in self.rolls)
        told, answered = self.told, [one for one in self.rolls if one.is_answered]
        told.sent, told.answered = len(self.rolls), len(answered)
        unanswered = [one for one in self.rolls if not one.is_answered]
        told.undeliverable = sum(
            1 for one in unanswered if one.refusals or one.id in self._undeliverable
        )
        told.lost = len(unanswered) - told.undeliverable
        told.slowest = max((one.latency for one in answered), default=0.0)
        shown = len(self.table.alice.sees(self.table.channel))
        told.doubled = max(0, shown - told.answered)
        told.player = ", ".join(f"{many} × {words}" for words, many in read.most_common())
        return dict(read)

    async def _answer_to(self, asked: Conversation) -> None:
        waited = self.table.discord.clock.now() - asked.dispatched_at
        await asked.until(lambda: asked.is_answered, asked.answer_within - waited)

    # Who scrapes

    async def counts(self, series: str, is_so: Callable[[float], bool]) -> float:
        """Scrape until it is so of ``series``, which may be new; return its value."""
        self.seen = seen = await until(self.bot.metrics, lambda now: is_so(now.get(series, 0.0)))
        before = (self.began or {}).get(series, 0.0)
        self.told.by_metric = monotonic() - self._struck_at
        self.told.metric = f"`{series}` {before:g} → {seen[series]:g}"
        return seen[series]

    async def is_down(self) -> None:
        """Find that nobody answers any more, within the second that a probe may take."""
        await until(lambda: _answers(self.bot), lambda answers: not answers)
        self.seen = None
        self.told.by_metric = self.told.by_health = monotonic() - self._struck_at
        self.told.metric, self.told.health = "`up` 1 → 0", "no answer"

    # Health

    async def has_name(self, *states: str) -> None:
        """Ask until the bot calls itself so, and keep its reasons."""
        await until(self.health, lambda state: state in states)
        self.told.by_health = monotonic() - self._struck_at

    async def is_unready(self) -> None:
        """Ask until /readyz says no, and keep the reasons."""
        await self._until_ready(is_ready=False)
        self.told.by_health = monotonic() - self._struck_at
        await self.health()

    async def is_ready_again(self) -> None:
        """Ask until /readyz says yes."""
        await self._until_ready(is_ready=True)

    async def health(self) -> str:
        """Return what the bot calls itself, and keep its reasons."""
        async with aiohttp.request("GET", f"http://127.0.0.1:{self.bot.port}/healthz") as answer:
            status, page = answer.status, await answer.json()
        self._ailing = {name for name, one in page["checks"].items() if one["state"] != "ok"}
        reasons = [
            f"{name}: {check['detail']}"
            for name, check in page["checks"].items()
            if check["state"] != "ok"
        ]
        self.told.health = "; ".join([f"{status} {page['state']}", *reasons])
        return str(page["state"])

    async def is_well(self) -> bool:
        """Whether nothing is wrong with the bot; the machine may be busy, and the loop so late."""
        await self.health()
        return self._ailing <= {"loop"}

    async def _until_ready(self, *, is_ready: bool) -> None:
        await until(self._is_ready, lambda answer: answer is is_ready)

    async def _is_ready(self) -> bool:
        async with aiohttp.request("GET", f"http://127.0.0.1:{self.bot.port}/readyz") as answer:
            return answer.status == 200

    # Who reads the log

    async def says(self, words: str) -> None:
        """Wait for the line with ``words``, and keep it."""
        line = await self.bot.said(words)
        if not line.startswith("{"):
            self.told.log = f"“{line}”"
            return
        record = json.loads(line)
        event = shorten(record["event"], LONGEST_EVENT, placeholder=" …")
        self.told.log = f"{record['level']} “{event}”"

    # Paging

    async def alerts(self, *, minutes: int = 10, then: Scrape = None) -> frozenset[str]:
        """Return what fires if it stays as scraped last for ``minutes``.

        With ``then`` it was so for one minute, and as in ``then`` for the ``minutes`` after.
        """
        spans = [(self.began, WELL_BEFORE), (self.seen, 1 if then else minutes)]
        firing = await firing_after(*spans, *([(then, minutes)] if then else []))
        self.told.alert = ", ".join(sorted(firing)) or "none"
        return firing


def _read(asked: Conversation) -> str:
    if not asked.is_answered:
        return NOTHING
    if not asked.ephemeral:
        return A_ROLL
    return f"“{_REFERENCE.sub('…', asked.reply.text)}”"


async def _answers(bot: Program) -> bool:
    try:
        await asyncio.wait_for(bot.metrics(), ONE_SECOND)
    except (aiohttp.ClientError, TimeoutError):
        return False
    return True
