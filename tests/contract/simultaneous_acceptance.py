"""Accepts one alliance in a process of its own, at the moment that the test chooses.

Usage: python -m tests.contract.simultaneous_acceptance URL GUILD USER NATION REQUEST
"""

from __future__ import annotations

import asyncio
import sys

from nazh.adapters.outbound.null.event_publisher import NullPublisher
from nazh.adapters.outbound.rng.dominion.war_secrets import DerivedWarSecrets
from nazh.adapters.outbound.sql.dominion.world.world import SqlWorld
from nazh.application.dominion.diplomacy.answer_proposal import AcceptProposal
from nazh.domain.dominion.diplomacy.treaties import TreatyKind
from nazh.domain.kernel.errors import Refusal
from tests import databases
from tests.contract.test_worlds import RULESETS, requester


async def accept(address: str, guild: int, user: int, nation: str, request: int) -> str:
    """Return the code of the refusal, or that the alliance is formed."""
    async with databases.opened(address, "dominion") as opened:
        database = databases.patient(opened)
        print("ready", flush=True)
        await asyncio.to_thread(sys.stdin.readline)
        by = requester(request, user=user, guild=guild)
        world = SqlWorld(database, RULESETS, DerivedWarSecrets(), NullPublisher())
        try:
            await AcceptProposal(world)(by, TreatyKind.ALLIANCE, nation)
        except Refusal as refusal:
            return refusal.code
    return "formed"


if __name__ == "__main__":
    url, guild, user, nation, request = sys.argv[1:]
    print(asyncio.run(accept(url, int(guild), int(user), nation, int(request))), flush=True)
