"""The commands ``nazh dominion status`` and ``retry``, for operators of a world."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import click

from nazh.adapters.inbound.cli.db import run_with_store
from nazh.adapters.inbound.cli.output import print_json, print_lines
from nazh.adapters.inbound.texts.json_values import Json
from nazh.application.dominion.ports import (
    CheckedInvariant,
    FailedNation,
    FailedNations,
    FailedWar,
    FailedWars,
    ParkedWork,
    Retried,
    WorldStatus,
    WorldStatuses,
)
from nazh.application.shared.ports import Clock
from nazh.domain.dominion.operations.controls import Mode, ModeSetting

_STATUS_EXAMPLES: Final = """\
The database is the one of NAZH_DATABASE_URL, or nazh.sqlite3 in the user's data directory.

\b
Example:
  nazh dominion status

Exit status: 0; 1 if a nation or a war is parked or an invariant is broken, 69 if the database does
not answer, 78 if NAZH_DATABASE_URL is invalid.
"""
_RETRY_EXAMPLES: Final = """\
A nation is parked after its periodic work has failed four times, and a war after its due work has.
First correct the cause, which nazh dominion status shows. The running bot then catches up on all
missed work. A battle is fought with the units that exist at that time.

\b
Example:
  nazh dominion retry

Exit status: 0; 69 if the database does not answer, 78 if NAZH_DATABASE_URL is invalid.
"""
_NOT_FINE: Final = 1
_SECOND: Final = timedelta(seconds=1)
_NAMES: Final = {"charge": "upkeep", "tick": "tick", "standing": "standings"}


@dataclass(frozen=True, slots=True)
class Overview:
    """The ports with which an operator inspects a world and retries its work."""

    statuses: WorldStatuses
    failed: FailedNations
    failed_wars: FailedWars
    parked: ParkedWork
    clock: Clock


OpenOverview = Callable[[], AbstractAsyncContextManager[Overview]]


def status_command(open_overview: OpenOverview) -> click.Command:
    """Return the command; ``open_overview`` raises ``StoreError`` and CannotRun."""

    @click.command(
        "status", epilog=_STATUS_EXAMPLES, short_help="Show whether the world is up to date."
    )
    @click.option("--json", "is_json", is_flag=True, help="Print one JSON object.")
    def status(is_json: bool) -> None:
        """Show whether the world is up to date, and which nations and wars fail."""
        now, world, failed, wars = run_with_store(_look(open_overview()))
        if is_json:
            print_json(_json(now, world, failed, wars))
        else:
            print_lines(_lines(now, world, failed, wars))
        if _has_parked(failed, wars) or (world is not None and world.broken):
            raise click.exceptions.Exit(_NOT_FINE)

    return status


def retry_command(open_overview: OpenOverview) -> click.Command:
    """Return the command; ``open_overview`` raises ``StoreError`` and CannotRun."""

    async def retry_parked() -> Retried:
        async with open_overview() as overview:
            return await overview.parked.retry()

    @click.command("retry", epilog=_RETRY_EXAMPLES, short_help="Retry parked nations and wars.")
    def retry() -> None:
        """Make the bot retry the work of parked nations and wars."""
        retried = run_with_store(retry_parked())
        print_lines(
            (
                f"Parked nations to retry: {retried.nations}",
                f"Parked wars to retry: {retried.wars}",
            )
        )

    return retry


async def _look(
    opened: AbstractAsyncContextManager[Overview],
) -> tuple[datetime, WorldStatus | None, tuple[FailedNation, ...], tuple[FailedWar, ...]]:
    async with opened as overview:
        now = overview.clock.now()
        failed, wars = await overview.failed.all(), await overview.failed_wars.failing()
        return now, await overview.statuses.at(now), failed, wars


def _lines(
    now: datetime,
    world: WorldStatus | None,
    failed: tuple[FailedNation, ...],
    wars: tuple[FailedWar, ...],
) -> Iterator[str]:
    if world is None:
        yield "There is no world yet. It begins with the first nation."
        return
    yield f"mode       {_mode(world.mode_setting)}"
    yield f"season     {world.season}, since {world.starts_at:%Y-%m-%d %H:%M} UTC"
    yield f"nations    {world.nations:,}"
    yield f"citizens   {world.citizens:,} active"
    yield f"supply     {world.supply:,} resources"
    for task, periodic in world.tasks.items():
        late = f"{periodic.lag // _SECOND * _SECOND} late" if periodic.lag else "up to date"
        yield f"{_NAMES[task]:<11}{late}"
    yield f"orders     {world.finished_orders:,} finished and not delivered"
    if world.heartbeat is None:
        yield "advanced   never by a running bot"
    else:
        yield f"advanced   {_age(now, world.heartbeat)}"
    if world.frozen_days:
        yield f"frozen     {world.frozen_days} days, after outages"
    if world.invariants:
        at = world.invariants[0].at
        broken = f"{len(world.broken)} broken" if world.broken else "all hold"
        yield f"invariants {broken}, checked {_age(now, at)}"
    for checked in world.broken:
        yield f"{checked.invariant.value}: {checked.breaches} breaches, such as {checked.example}"
    for nation in failed:
        yield _failure_line(nation.name, nation)
    for war in wars:
        yield _failure_line(f"War {war.war}", war)
    if _has_parked(failed, wars):
        yield "After the cause is corrected: nazh dominion retry"


def _age(now: datetime, at: datetime) -> str:
    """Return how long ago something was, or how far the clock is behind it."""
    if at > now:
        return f"{(at - now) // _SECOND * _SECOND} ahead of the clock"
    return f"{(now - at) // _SECOND * _SECOND} ago"


def _json(
    now: datetime,
    world: WorldStatus | None,
    failed: tuple[FailedNation, ...],
    wars: tuple[FailedWar, ...],
) -> dict[str, Json]:
    if world is None:
        return {"at": _instant(now), "season": None}
    return {
        "at": _instant(now),
        "season": world.season,
        "starts_at": _instant(world.starts_at),
        "mode": world.mode_setting.mode.value,
        "nations": world.nations,
        "citizens": world.citizens,
        "supply": world.supply,
        "lag_seconds": {task: status.lag // _SECOND for task, status in world.tasks.items()},
        "finished_orders": world.finished_orders,
        "advanced_at": None if world.heartbeat is None else _instant(world.heartbeat),
        "frozen_days": world.frozen_days,
        "invariants": [_invariant(invariant) for invariant in world.invariants],
        "failed": [
            {"nation": failed_nation.name, **_failure(failed_nation)} for failed_nation in failed
        ],
        "failed_wars": [{"war": war.war, **_failure(war)} for war in wars],
    }


def _mode(setting: ModeSetting) -> str:
    if setting.since is None or setting.mode is Mode.OPEN:
        return setting.mode.value
    reason = "".join(letter if letter.isprintable() else " " for letter in setting.reason)
    return f"{setting.mode.value} since {setting.since:%Y-%m-%d %H:%M} UTC ({reason})"


def _has_parked(failed: tuple[FailedNation, ...], wars: tuple[FailedWar, ...]) -> bool:
    return any(failure.retry_at is None for failure in failed) or any(
        war.retry_at is None for war in wars
    )


def _failure_line(name: str, failure: FailedNation | FailedWar) -> str:
    state = "parked" if failure.retry_at is None else "tried again soon"
    return f"{name}: {state} after {failure.failures} failures ({failure.error})"


def _failure(failure: FailedNation | FailedWar) -> dict[str, Json]:
    return {
        "failures": failure.failures,
        "since": _instant(failure.since),
        "retry_at": None if failure.retry_at is None else _instant(failure.retry_at),
        "error": failure.error,
    }


def _invariant(checked: CheckedInvariant) -> dict[str, Json]:
    return {
        "invariant": checked.invariant.value,
        "breaches": checked.breaches,
        "example": checked.example,
        "at": _instant(checked.at),
    }


def _instant(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")
