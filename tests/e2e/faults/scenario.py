"""Injects a fault into the running bot while users roll, and observes the effects.

It records what users, metrics, health, log and alerts show, and how many rolls succeeded.
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

from localcord.users.conversations import Conversation
from ops.stack import until
from tests.e2e.conftest import Table
from tests.e2e.faults.alerts import Scrape, firing_after
from tests.e2e.faults.observations import Observation
from tests.e2e.program import Program

WELL_BEFORE = 60
"""Minutes without faults before the fault, for evaluating alerts."""
ONE_SECOND = 1.0
LONGEST_EVENT = 100
"""The maximum length of a log line in the table."""
A_ROLL = "the roll"
NOTHING = "The application did not respond"
"""The message of Discord's client without a response in time."""
_REFERENCE = re.compile(r"(?<=`)[0-9a-f]{8}(?=`)")
"""The reference in an error message, which is always different."""


@dataclass(slots=True)
class FaultScenario:
    """The course of one fault, including a restarted bot.

    ``began`` and ``seen`` are the first and the last scrape.
    """

    observation: Observation
    table: Table
    bot: Program
    began: Scrape = None
    seen: Scrape = None
    rolls: list[Conversation] = field(default_factory=list)
    # Ids of rolls that Discord could not deliver, or gave up.
    _undeliverable: set[int] = field(default_factory=set)
    _struck_at: float = 0.0
    # Failed checks in health.
    _ailing: set[str] = field(default_factory=set)

    async def begin(self) -> None:
        """Wait until the bot is ready, and scrape it."""
        await self.is_ready_again()
        self.began = self.seen = await self.bot.metrics()

    def strike(self) -> None:
        """Record the time of the fault."""
        self._struck_at = monotonic()

    # Users

    def roll(self, times: int) -> None:
        """Send this many rolls without waiting."""
        conversations = [self.table.channel_user.start("roll", pool1="2d6") for _ in range(times)]
        self.rolls.extend(conversations)
        if not self.table.discord.gateway.sessions:
            self._undeliverable.update(conversation.id for conversation in conversations)

    def give_up(self) -> None:
        """Let Discord give up all pending interactions."""
        self._undeliverable.update(roll.id for roll in self.rolls if not roll.is_answered)

    async def responses(self, *, is_over: bool = False) -> dict[str, int]:
        """Wait until every roll has a response or was given up; return the responses.

        With ``is_over`` no bot is left to answer the others.
        """
        if not is_over:
            await asyncio.gather(*(self._answer_to(roll) for roll in self.rolls))
        read = Counter(_read(roll) for roll in self.rolls)
        observation, answered = self.observation, [roll for roll in self.rolls if roll.is_answered]
        observation.sent, observation.answered = len(self.rolls), len(answered)
        unanswered = [roll for roll in self.rolls if not roll.is_answered]
        observation.undeliverable = sum(
            1
            for conversation in unanswered
            if conversation.refusals or conversation.id in self._undeliverable
        )
        observation.lost = len(unanswered) - observation.undeliverable
        observation.slowest = max((conversation.latency for conversation in answered), default=0.0)
        messages_shown = len(self.table.alice.sees(self.table.channel))
        observation.doubled = max(0, messages_shown - observation.answered)
        observation.player = ", ".join(f"{many} × {words}" for words, many in read.most_common())
        return dict(read)

    async def _answer_to(self, conversation: Conversation) -> None:
        waited = self.table.discord.clock.now() - conversation.dispatched_at
        await conversation.until(
            lambda: conversation.is_answered, conversation.answer_within - waited
        )

    # Metrics

    async def counts(self, series: str, is_so: Callable[[float], bool]) -> float:
        """Scrape until the condition holds for ``series``, which may be new; return its value."""
        self.seen = metrics = await until(self.bot.metrics, lambda now: is_so(now.get(series, 0.0)))
        before = (self.began or {}).get(series, 0.0)
        self.observation.by_metric = monotonic() - self._struck_at
        self.observation.metric = f"`{series}` {before:g} → {metrics[series]:g}"
        return metrics[series]

    async def is_down(self) -> None:
        """Check that a probe gets no response within a second."""
        await until(lambda: _answers(self.bot), lambda answers: not answers)
        self.seen = None
        self.observation.by_metric = self.observation.by_health = monotonic() - self._struck_at
        self.observation.metric, self.observation.health = "`up` 1 → 0", "no answer"

    # Health

    async def has_name(self, *states: str) -> None:
        """Poll health until it has this state, and record its reasons."""
        await until(self.health, lambda state: state in states)
        self.observation.by_health = monotonic() - self._struck_at

    async def is_unready(self) -> None:
        """Poll until /readyz returns 503, and record the reasons."""
        await self._until_ready(is_ready=False)
        self.observation.by_health = monotonic() - self._struck_at
        await self.health()

    async def is_ready_again(self) -> None:
        """Poll until /readyz returns 200."""
        await self._until_ready(is_ready=True)

    async def health(self) -> str:
        """Return the state in health, and record its reasons."""
        async with aiohttp.request("GET", f"http://127.0.0.1:{self.bot.port}/healthz") as answer:
            status, page = answer.status, await answer.json()
        self._ailing = {name for name, check in page["checks"].items() if check["state"] != "ok"}
        reasons = [
            f"{name}: {check['detail']}"
            for name, check in page["checks"].items()
            if check["state"] != "ok"
        ]
        self.observation.health = "; ".join([f"{status} {page['state']}", *reasons])
        return str(page["state"])

    async def is_well(self) -> bool:
        """Whether health shows no fault; the loop may lag on a busy machine."""
        await self.health()
        return self._ailing <= {"loop"}

    async def _until_ready(self, *, is_ready: bool) -> None:
        await until(self._is_ready, lambda answer: answer is is_ready)

    async def _is_ready(self) -> bool:
        async with aiohttp.request("GET", f"http://127.0.0.1:{self.bot.port}/readyz") as answer:
            return answer.status == 200

    # Log

    async def says(self, words: str) -> None:
        """Wait for a log line with ``words``, and record it."""
        line = await self.bot.log_line(words)
        if not line.startswith("{"):
            self.observation.log = f"“{line}”"
            return
        record = json.loads(line)
        event = shorten(record["event"], LONGEST_EVENT, placeholder=" …")
        self.observation.log = f"{record['level']} “{event}”"

    # Paging

    async def alerts(self, *, minutes: int = 10, then: Scrape = None) -> frozenset[str]:
        """Return the alerts that fire if the last scrape stays the same for ``minutes``.

        With ``then`` the last scrape lasts one minute, and ``then`` the following ``minutes``.
        """
        spans = [(self.began, WELL_BEFORE), (self.seen, 1 if then else minutes)]
        firing = await firing_after(*spans, *([(then, minutes)] if then else []))
        self.observation.alert = ", ".join(sorted(firing)) or "none"
        return firing


def _read(conversations: Conversation) -> str:
    if not conversations.is_answered:
        return NOTHING
    if not conversations.ephemeral:
        return A_ROLL
    return f"“{_REFERENCE.sub('…', conversations.reply.text)}”"


async def _answers(bot: Program) -> bool:
    try:
        await asyncio.wait_for(bot.metrics(), ONE_SECOND)
    except (aiohttp.ClientError, TimeoutError):
        return False
    return True
