"""Troubles: what is sprinkled into a soak, one after the other, round and round."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Final

from benchmarks.load.fleets import Fleet, Shape
from localcord import Server

ANSWERS: Final = "/interactions/*"
SOME: Final = 20
"""Answers that are met by a trouble of answers."""
Strike = Callable[[Fleet], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that goes wrong, and how to let it."""

    name: str
    strike: Strike


async def _cut(fleet: Fleet) -> None:
    fleet.discord.gateway.drop()


async def _ask_to_reconnect(fleet: Fleet) -> None:
    fleet.discord.gateway.reconnect()


async def _invalidate(fleet: Fleet) -> None:
    fleet.discord.gateway.invalidate()


async def _limit(fleet: Fleet) -> None:
    fleet.discord.faults.too_many_requests("POST", ANSWERS, retry_after=0.2, times=SOME)


async def _fail(fleet: Fleet) -> None:
    fleet.discord.faults.error("POST", ANSWERS, status=503, times=SOME)


async def _break(fleet: Fleet) -> None:
    fleet.discord.faults.reset("POST", ANSWERS, times=SOME)


async def _deafen(fleet: Fleet) -> None:
    fleet.discord.faults.error("POST", ANSWERS, status=502, times=SOME, after=True)


async def _deliver_twice(fleet: Fleet) -> None:
    fleet.discord.endpoint.repeat(SOME)


async def _deliver_again(fleet: Fleet) -> None:
    fleet.discord.endpoint.repeat(SOME, apart=0.3)


async def _kill(fleet: Fleet) -> None:
    await fleet.restart(gently=False)


async def _restart(fleet: Fleet) -> None:
    await fleet.restart(gently=True)


KILLED: Final = Trouble("a process is killed, and started again", _kill)
RESTARTED: Final = Trouble("a process is told to stop, and started again", _restart)
OF_THE_GATEWAY: Final = (
    Trouble("the line is cut", _cut),
    Trouble(f"429 for {SOME} answers", _limit),
    KILLED,
    Trouble("the bot is asked to reconnect", _ask_to_reconnect),
    Trouble(f"503 for {SOME} answers", _fail),
    Trouble("the session is declared invalid", _invalidate),
    Trouble(f"{SOME} lines break before the answer is there", _break),
    RESTARTED,
    Trouble(f"{SOME} answers are taken, and called failed", _deafen),
)
OF_HTTP: Final = (
    Trouble(f"{SOME} are delivered twice at once", _deliver_twice),
    KILLED,
    Trouble(f"{SOME} are delivered again after 0.3 s", _deliver_again),
    RESTARTED,
)


def troubles_of(shape: Shape) -> Sequence[Trouble]:
    """Return what can go wrong with a shape."""
    return OF_HTTP if shape is Shape.HTTP else OF_THE_GATEWAY


def told_differently(discord: Server) -> int:
    """Return how many were delivered twice and answered differently, and forget all deliveries."""
    answers: defaultdict[int, set[bytes]] = defaultdict(set)
    for delivery in discord.endpoint.deliveries:
        if delivery.status == 200 and delivery.answer:
            answers[delivery.interaction_id].add(delivery.answer)
    discord.endpoint.deliveries.clear()
    return sum(len(different) > 1 for different in answers.values())
