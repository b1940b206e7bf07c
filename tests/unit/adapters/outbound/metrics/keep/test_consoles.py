"""Tests that Keep's metrics count commands by outcome, and name no server and no guild."""

from __future__ import annotations

from prometheus_client import CollectorRegistry

from nazh.adapters.outbound.metrics.keep.consoles import console_metrics
from nazh.domain.keep.consoles import errors
from nazh.domain.keep.errors import NoSuchServer, PasswordLost
from nazh.domain.keep.events import ChatDirection, ChatRelayed, CommandEnded
from nazh.domain.keep.profiles.registry import PROFILES

PARSED = {errors.EmptyCommand.code, errors.CommandTooLong.code}
"""Refusals of what was typed, which come before a command is run."""


def codes_of(base: type[errors.ConsoleError]) -> set[str]:
    codes = {subclass.code for subclass in base.__subclasses__()}
    return codes.union(*map(codes_of, base.__subclasses__()))


async def test_commands_are_counted_by_profile_and_outcome() -> None:
    registry = CollectorRegistry()
    commands, lines = console_metrics(registry, PROFILES, lambda: 2, lambda: 7.5)

    await commands.deliver(CommandEnded("openttd", "ok", 0.03))
    await commands.deliver(CommandEnded("openttd", "unreachable"))
    await lines.deliver(ChatRelayed(ChatDirection.TO_DISCORD, "ok", 3))

    def value(name: str, **labels: str) -> float | None:
        return registry.get_sample_value(f"nazh_keep_{name}", labels)

    assert value("commands_total", profile="openttd", outcome="ok") == 1
    assert value("commands_total", profile="openttd", outcome="unreachable") == 1
    assert value("commands_total", profile="ark_asa", outcome="ok") == 0
    assert value("command_seconds_count", profile="openttd") == 1
    assert value("circuits_open") == 2
    assert value("chat_waiting_seconds") == 7.5
    assert value("chat_lines_total", direction="to_discord", outcome="ok") == 3
    assert value("chat_lines_total", direction="to_game", outcome="ok") == 0


def test_every_outcome_of_a_command_has_a_series_from_the_start() -> None:
    registry = CollectorRegistry()
    console_metrics(registry, PROFILES, lambda: 0, float)

    outcomes = {
        sample.labels["outcome"]
        for metric in registry.collect()
        for sample in metric.samples
        if metric.name == "nazh_keep_commands"
    }

    expected = codes_of(errors.ConsoleError) - PARSED
    assert outcomes == {"ok", *expected, PasswordLost.code, NoSuchServer.code}
