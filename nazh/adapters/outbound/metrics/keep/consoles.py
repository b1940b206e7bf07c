"""Defines the metrics of consoles and of chat relayed over them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from nazh.application.keep.bridges.say_message import UNAVAILABLE
from nazh.application.shared.event_bus import Subscription, on
from nazh.domain.keep.bridges import StopReason
from nazh.domain.keep.events import ChatDirection, ChatRelayed, CommandEnded

OUTCOMES: Final = (
    "ok",
    *("unreachable", "circuit_open", "outcome_unknown", "reply_too_large", "server_busy"),
    *("auth_rejected", "address_refused", "password_lost", "no_such_game_server"),
)
"""The outcomes of a command, so that their series begin at 0."""
_RELAYED: Final = {
    ChatDirection.TO_DISCORD: ("ok", "failed", *(reason.value for reason in StopReason)),
    ChatDirection.TO_GAME: (
        *(*OUTCOMES, "too_many_messages", "nothing_to_say", "muted", "bridge_paused"),
        UNAVAILABLE,
    ),
}
_SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)


def console_metrics(
    registry: CollectorRegistry,
    profiles: Iterable[str],
    open_circuits: Callable[[], int],
    waiting_seconds: Callable[[], float],
) -> tuple[Subscription, ...]:
    """Return the counting listeners; the functions are called at every scrape."""
    commands = Counter(
        "nazh_keep_commands",
        "Commands to the consoles of game servers, by outcome.",
        ["profile", "outcome"],
        registry=registry,
    )
    seconds = Histogram(
        "nazh_keep_command_seconds",
        "Time from sending a command to the end of its reply, including connecting if necessary.",
        ["profile"],
        buckets=_SECONDS,
        registry=registry,
    )
    for profile in profiles:
        seconds.labels(profile)
        for outcome in OUTCOMES:
            commands.labels(profile, outcome)
    circuits = Gauge(
        "nazh_keep_circuits_open",
        "Game servers that failed repeatedly, and get no commands for a while.",
        registry=registry,
    )
    circuits.set_function(open_circuits)
    waiting = Gauge(
        "nazh_keep_chat_waiting_seconds",
        "How long there have been lines of chat waiting to be posted.",
        registry=registry,
    )
    waiting.set_function(waiting_seconds)

    lines = Counter(
        "nazh_keep_chat_lines",
        "Lines of chat relayed between games and Discord, by outcome.",
        ["direction", "outcome"],
        registry=registry,
    )
    for direction, outcomes in _RELAYED.items():
        for outcome in outcomes:
            lines.labels(direction.value, outcome)

    async def count_lines(event: ChatRelayed) -> None:
        lines.labels(event.direction.value, event.outcome).inc(event.lines)

    async def count(event: CommandEnded) -> None:
        commands.labels(event.profile, event.outcome).inc()
        if event.seconds is not None:
            seconds.labels(event.profile).observe(event.seconds)

    return on(CommandEnded, count), on(ChatRelayed, count_lines)
