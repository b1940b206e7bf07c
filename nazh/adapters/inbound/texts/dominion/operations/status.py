"""Writes the status of the world for developers, beginning with its state in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from nazh.adapters.inbound.texts.dominion.timestamps import duration, relative
from nazh.adapters.inbound.texts.languages import Translator
from nazh.adapters.inbound.texts.refusals import escape_text
from nazh.application.dominion.ports import CheckedInvariant, TaskStatus, WorldStatus
from nazh.domain.dominion.operations.controls import Controls, Mode, SanctionKind
from nazh.domain.dominion.operations.features import Feature
from nazh.domain.kernel.texts import N_, N_plural

STOP_TITLE: Final = N_("Stop the world")
_MODES: Final = {
    Mode.OPEN: N_("open"),
    Mode.MAINTENANCE: N_("in maintenance"),
    Mode.STOPPED: N_("stopped"),
}
_STATUS: Final = N_("## Dominion is {mode}")
_SINCE: Final = N_("{when}: {reason}")
_PHASE: Final = N_("Phase **{phase}** of 6 · {on} of {all} features on")
_COMMANDS_OFF: Final = N_("Commands off: {commands}")
_FREEZES: Final = N_plural("{count} nation is frozen", "{count} nations are frozen")
_BANS: Final = N_plural("{count} nation is banned", "{count} nations are banned")
_WORLD: Final = N_("Season {season}, since {when}\n{nations} · {citizens} · {supply} resources")
_NATIONS: Final = N_plural("**{count}** nation", "**{count}** nations")
_CITIZENS: Final = N_plural("{count} citizen", "{count} citizens")
_NO_WORLD: Final = N_("There is no world yet. It begins with the first nation.")
_LATE: Final = N_("{task}: **{late}** late")
_IN_TIME: Final = N_("{task}: up to date")
_LAST: Final = N_("last {when}")
_NEXT: Final = N_("next {when}")
_TASKS: Final = N_("## {late} of {all} tasks late")
_TASK_NAMES: Final = {
    "charge": N_("upkeep"),
    "tick": N_("tick"),
    "standing": N_("standings"),
}
_ORDERS: Final = N_plural(
    "{count} order is finished but not delivered", "{count} orders are finished but not delivered"
)
_PARKED: Final = N_plural(
    "**{count}** nation is parked (`{error}`)",
    "**{count}** nations are parked (latest error: `{error}`)",
)
_PARKED_WARS: Final = N_plural(
    "**{count}** war is parked (`{error}`)",
    "**{count}** wars are parked (latest error: `{error}`)",
)
_RETRY: Final = N_("Correct the cause, then use `/dominion-ops retry`.")
_ADVANCED: Final = N_("Last advanced {when}")
_HOLD: Final = N_("All invariants hold, checked {when}")
_BROKEN: Final = N_plural(
    "**{count}** breach of the invariant `{invariant}`, checked {when}: {example}",
    "**{count}** breaches of the invariant `{invariant}`, checked {when}, such as {example}",
)
_MODE_SET: Final = N_("## Dominion is {mode}\nAll processes apply it within two seconds.")
_STOP: Final = N_(
    """## Stop the world?
Nations get no income, and all commands except those of developers are refused. Nations: \
**{nations}**, citizens: {citizens}.
What falls due meanwhile is done in order when the world resumes. After 72 hours, whole days \
are skipped instead.
`/dominion-ops resume` resumes it."""
)


def status_text(controls: Controls, world: WorldStatus | None, translator: Translator) -> str:
    """Return the mode, the phase, and the size of the world."""
    setting = controls.mode_setting
    lines = [translator(_STATUS, mode=translator(_MODES[setting.mode]))]
    if setting.since is not None and setting.reason:
        lines.append(
            translator(_SINCE, when=relative(setting.since), reason=escape_text(setting.reason))
        )
    lines.append(_phase_line(controls, translator))
    if controls.commands:
        names = ", ".join(f"`/{name}`" for name in sorted(controls.commands))
        lines.append(translator(_COMMANDS_OFF, commands=names))
    for kind, forms in ((SanctionKind.FREEZE, _FREEZES), (SanctionKind.BAN, _BANS)):
        count = sum(sanction.kind is kind for sanction in controls.sanctions.values())
        if count:
            lines.append(translator.counted(forms, count))
    lines.append(_world_lines(world, translator))
    if world is not None:
        lines += _invariant_lines(world, translator)
    return "\n".join(lines)


def _phase_line(controls: Controls, translator: Translator) -> str:
    enabled = sum(controls.is_on(feature) for feature in Feature)
    return translator(_PHASE, phase=controls.phase, on=enabled, all=len(Feature))


def _world_lines(world: WorldStatus | None, translator: Translator) -> str:
    if world is None:
        return translator(_NO_WORLD)
    return translator(
        _WORLD,
        season=world.season,
        when=relative(world.starts_at),
        nations=translator.counted(_NATIONS, world.nations),
        citizens=translator.counted(_CITIZENS, world.citizens),
        supply=world.supply,
    )


def _invariant_lines(world: WorldStatus, translator: Translator) -> Iterable[str]:
    if world.invariants and not world.broken:
        yield translator(_HOLD, when=relative(world.invariants[0].at))
    for checked in world.broken:
        yield breaches_text(checked, translator)


def breaches_text(checked: CheckedInvariant, translator: Translator) -> str:
    """Return how often an invariant was broken at its last check, with an example."""
    return translator.counted(
        _BROKEN,
        checked.breaches,
        invariant=checked.invariant.value,
        when=relative(checked.at),
        example=escape_text(checked.example),
    )


def tasks_text(world: WorldStatus | None, translator: Translator) -> str:
    """Return when each kind of work was last done and is due, its lag, and what is parked."""
    if world is None:
        return translator(_NO_WORLD)
    late = sum(bool(status.lag) for status in world.tasks.values())
    lines = [translator(_TASKS, late=late, all=len(world.tasks))]
    lines += [_task_line(task, status, translator) for task, status in world.tasks.items()]
    if world.finished_orders:
        lines.append(translator.counted(_ORDERS, world.finished_orders))
    for forms, parked in ((_PARKED, world.parked), (_PARKED_WARS, world.parked_wars)):
        if parked.count:
            lines.append(translator.counted(forms, parked.count, error=parked.error))
    if world.parked.count or world.parked_wars.count:
        lines.append(translator(_RETRY))
    if world.heartbeat is not None:
        lines.append(translator(_ADVANCED, when=relative(world.heartbeat)))
    return "\n".join(lines)


def _task_line(task: str, status: TaskStatus, translator: Translator) -> str:
    name = translator(_TASK_NAMES.get(task, task))
    seconds = timedelta(seconds=int(status.lag.total_seconds()))
    parts = [
        translator(_LATE, task=name, late=duration(seconds, translator))
        if status.lag
        else translator(_IN_TIME, task=name)
    ]
    if status.last_at is not None:
        parts.append(translator(_LAST, when=relative(status.last_at)))
    return " · ".join((*parts, translator(_NEXT, when=relative(status.next_at))))


def mode_text(controls: Controls, translator: Translator) -> str:
    """Return the message about a new mode."""
    return translator(_MODE_SET, mode=translator(_MODES[controls.mode_setting.mode]))


def stop_question(world: WorldStatus | None, translator: Translator) -> str:
    """Return the question whether to stop the world, with the consequences."""
    return translator(
        _STOP,
        nations=0 if world is None else world.nations,
        citizens=0 if world is None else world.citizens,
    )
