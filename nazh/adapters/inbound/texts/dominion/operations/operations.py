"""Writes the replies to developers. The state comes first, in words and not in colors."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from nazh.adapters.inbound.texts.dominion.timestamps import duration, relative
from nazh.adapters.inbound.texts.languages import Translator
from nazh.adapters.inbound.texts.refusals import escape_text
from nazh.application.dominion.operations.switch import PhaseChange
from nazh.application.dominion.ports import CheckedInvariant, TaskStatus, WorldStatus
from nazh.application.shared.audit.audit_chain import AuditRow
from nazh.domain.dominion.operations.controls import Controls, Mode, SanctionKind
from nazh.domain.dominion.operations.features import FEATURES, Feature
from nazh.domain.dominion.world_time import EPOCH
from nazh.domain.kernel.graphemes import cut
from nazh.domain.kernel.identity import GuildId
from nazh.domain.kernel.texts import N_, N_plural

CONTINUE: Final = N_("Continue …")
REASON_LABEL: Final = N_("Why? It is kept in the audit log.")
REASON_EXAMPLE: Final = N_("Aircraft won every battle of the last week")
PHASE_TITLE: Final = N_("Begin phase {phase}")
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
_WORLD: Final = N_(
    "Season {season}, since {when}\n**{nations}** nations · {citizens} citizens · "
    "{supply} resources"
)
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
_FEATURES: Final = N_("## {on} of {all} features on\nPhase **{phase}** of 6")
_FEATURE: Final = N_("## {feature}: {state}\nPhase **{phase}** · the game is in phase {current}")
_FEATURE_COMMANDS: Final = N_("Commands: {commands}")
_NEEDS: Final = N_("It needs {feature}: {state}")
_OVERRIDES: Final = N_plural(
    "**{count}** server has a switch of its own", "**{count}** servers have a switch of their own"
)
_ON: Final = N_("on")
_OFF: Final = N_("off")
_SWITCHED: Final = N_("## {feature}: {state}\nAll processes apply it within two seconds.")
_SWITCHED_IN: Final = N_(
    "## {feature}: {state} in server {guild}\nAll processes apply it within two seconds."
)
_NEEDS_TOO: Final = N_("{feature} needs it: {state}")
_BEGINS: Final = N_("## Phase {after} instead of {before}?")
_TURNS_ON: Final = N_("Switches on: {features}")
_TURNS_OFF: Final = N_("Switches off: {features}")
_NOTHING: Final = N_("It switches no existing feature on or off.")
_RUNNING: Final = N_("What has already begun continues: orders, cooldowns, protections.")
_PHASE_SET: Final = N_("## Phase {phase}\n{on} of {all} features are on now.")
_COMMAND: Final = N_("## /{command}: {state}\nAll processes apply it within two seconds.")
_MODE_SET: Final = N_("## Dominion is {mode}\nAll processes apply it within two seconds.")
_STOP: Final = N_(
    """## Stop the world?
Nations get no income, and all commands except those of developers are refused. Nations: \
**{nations}**, citizens: {citizens}.
What falls due meanwhile is done in order when the world resumes. After 72 hours, whole days \
are skipped instead.
`/dominion-ops resume` resumes it."""
)
_NO_ENTRIES: Final = N_("## No changes yet\nWhat developers change is listed here.")
_ENTRIES: Final = N_plural("## The last change", "## The last {count} changes")
_ENTRY: Final = N_("{when} **{action}** {target} · {actor}")
_DELETED: Final = N_("deleted")
_VERIFY: Final = N_("-# `nazh db audit` verifies the whole log.")
_LONGEST_TARGET: Final = 40
_LONGEST_CHANGE: Final = 220
"""UTF-16 units of a change that are shown, including escapes; imports change many values."""


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
        nations=world.nations,
        citizens=world.citizens,
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


def features_text(controls: Controls, translator: Translator) -> str:
    """Return all features, each with its state in words."""
    enabled = sum(controls.is_on(feature) for feature in Feature)
    lines = [translator(_FEATURES, on=enabled, all=len(Feature), phase=controls.phase)]
    lines += [
        f"{FEATURES[feature].phase} · `{feature.value}`: "
        f"{_state(controls.is_on(feature), translator)}"
        for feature in Feature
    ]
    return "\n".join(lines)


def feature_text(controls: Controls, feature: Feature, translator: Translator) -> str:
    """Return a feature's phase, commands and requirement, and how many servers override it."""
    rule = FEATURES[feature]
    lines = [
        translator(
            _FEATURE,
            feature=feature.value,
            state=_state(controls.is_on(feature), translator),
            phase=rule.phase,
            current=controls.phase,
        ),
    ]
    if rule.commands:
        commands = ", ".join(f"`/{command}`" for command in rule.commands)
        lines.append(translator(_FEATURE_COMMANDS, commands=commands))
    if rule.needs is not None:
        state = _state(controls.is_on(rule.needs), translator)
        lines.append(translator(_NEEDS, feature=rule.needs.value, state=state))
    overrides = sum(
        switched is feature and guild is not None for switched, guild in controls.features
    )
    if overrides:
        lines.append(translator.counted(_OVERRIDES, overrides))
    return "\n".join(lines)


def switched_text(
    controls: Controls,
    feature: Feature,
    guild: GuildId | None,
    translator: Translator,
    *,
    is_on: bool,
) -> str:
    """Return the message about a switched feature, with the features that need it."""
    text, where = (_SWITCHED, {}) if guild is None else (_SWITCHED_IN, {"guild": str(guild)})
    state = _state(is_on, translator)
    lines = [translator(text, feature=feature.value, state=state, **where)]
    lines += [
        translator(
            _NEEDS_TOO,
            feature=dependent.value,
            state=_state(controls.is_on(dependent, guild), translator),
        )
        for dependent in Feature
        if FEATURES[dependent].needs is feature
    ]
    return "\n".join(lines)


def phase_question(change: PhaseChange, translator: Translator) -> str:
    """Return the question whether to begin a phase, with what it switches on and off."""
    lines = [translator(_BEGINS, after=change.after, before=change.before)]
    for form, wanted in ((_TURNS_ON, True), (_TURNS_OFF, False)):
        names = [
            f"`{feature.value}`" for feature, is_on in change.features.items() if is_on is wanted
        ]
        if names:
            lines.append(translator(form, features=", ".join(names)))
    if not change.features:
        lines.append(translator(_NOTHING))
    lines.append(translator(_RUNNING))
    return "\n".join(lines)


def phase_text(controls: Controls, translator: Translator) -> str:
    """Return the message about a new phase."""
    enabled = sum(controls.is_on(feature) for feature in Feature)
    return translator(_PHASE_SET, phase=controls.phase, on=enabled, all=len(Feature))


def command_text(command: str, translator: Translator, *, is_on: bool) -> str:
    """Return the message about a switched command."""
    return translator(_COMMAND, command=command, state=_state(is_on, translator))


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


def audit_text(rows: Sequence[AuditRow], translator: Translator) -> str:
    """Return the latest entries of the audit log."""
    if not rows:
        return translator(_NO_ENTRIES)
    lines = [translator.counted(_ENTRIES, len(rows)), *_entry_lines(rows, translator)]
    return "\n".join((*lines, translator(_VERIFY)))


def _entry_lines(rows: Iterable[AuditRow], translator: Translator) -> Iterable[str]:
    for row in rows:
        actor = translator(_DELETED) if row.actor is None else f"<@{row.actor}>"
        when = relative(_instant(row.at))
        action = (row.action or "").removeprefix("dominion.")
        target = cut(escape_text(row.target or ""), _LONGEST_TARGET)
        yield translator(_ENTRY, when=when, action=action, target=target, actor=actor)
        if row.after is not None:
            change = row.after if row.before is None else f"{row.before} → {row.after}"
            yield f"-# {cut(escape_text(change), _LONGEST_CHANGE)}"


def _instant(microseconds: int) -> datetime:
    return EPOCH + timedelta(microseconds=microseconds)


def _state(is_on: bool, translator: Translator) -> str:
    return translator(_ON if is_on else _OFF)
