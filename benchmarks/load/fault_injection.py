"""Injects faults into a soak test, one after the other, repeatedly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Final

from benchmarks.load.deployments import Deployment, Topology
from localcord import Server

ANSWERS: Final = "/interactions/*"
SOME: Final = 20
"""The number of responses that a fault affects."""
Injection = Callable[[Deployment], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault and the function that injects it."""

    name: str
    inject: Injection


async def _cut(deployment: Deployment) -> None:
    deployment.discord.gateway.drop()


async def _ask_to_reconnect(deployment: Deployment) -> None:
    deployment.discord.gateway.reconnect()


async def _invalidate(deployment: Deployment) -> None:
    deployment.discord.gateway.invalidate()


async def _limit(deployment: Deployment) -> None:
    deployment.discord.faults.too_many_requests("POST", ANSWERS, retry_after=0.2, times=SOME)


async def _fail(deployment: Deployment) -> None:
    deployment.discord.faults.error("POST", ANSWERS, status=503, times=SOME)


async def _break(deployment: Deployment) -> None:
    deployment.discord.faults.reset("POST", ANSWERS, times=SOME)


async def _freeze_connection(deployment: Deployment) -> None:
    deployment.discord.faults.error("POST", ANSWERS, status=502, times=SOME, after=True)


async def _deliver_twice(deployment: Deployment) -> None:
    deployment.discord.endpoint.repeat(SOME)


async def _deliver_again(deployment: Deployment) -> None:
    deployment.discord.endpoint.repeat(SOME, apart=0.3)


async def _kill(deployment: Deployment) -> None:
    await deployment.restart(graceful=False)


async def _restart(deployment: Deployment) -> None:
    await deployment.restart(graceful=True)


KILLED: Final = Fault("a process is killed, and started again", _kill)
RESTARTED: Final = Fault("a process is told to stop, and started again", _restart)
GATEWAY_FAULTS: Final = (
    Fault("the connection is cut", _cut),
    Fault(f"429 for {SOME} responses", _limit),
    KILLED,
    Fault("the bot is asked to reconnect", _ask_to_reconnect),
    Fault(f"503 for {SOME} responses", _fail),
    Fault("the session is declared invalid", _invalidate),
    Fault(f"{SOME} connections break before the response arrives", _break),
    RESTARTED,
    Fault(f"{SOME} responses are accepted but reported as failed", _freeze_connection),
)
HTTP_FAULTS: Final = (
    Fault(f"{SOME} are delivered twice simultaneously", _deliver_twice),
    KILLED,
    Fault(f"{SOME} are delivered again after 0.3 s", _deliver_again),
    RESTARTED,
)


def faults_for(shape: Topology) -> Sequence[Fault]:
    """Return the faults for a topology."""
    return HTTP_FAULTS if shape is Topology.HTTP else GATEWAY_FAULTS


def take_conflicting_responses(discord: Server) -> int:
    """Return how many duplicates got a different response, and clear the deliveries."""
    answers: defaultdict[int, set[bytes]] = defaultdict(set)
    for delivery in discord.endpoint.deliveries:
        if delivery.status == 200 and delivery.answer:
            answers[delivery.interaction_id].add(delivery.answer)
    discord.endpoint.deliveries.clear()
    return sum(len(different) > 1 for different in answers.values())
