"""Writes the texts about features, phases and single commands that developers switch."""

from __future__ import annotations

from typing import Final

from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.dominion.operations.switch import PhaseChange
from nazh.domain.dominion.operations.controls import Controls
from nazh.domain.dominion.operations.features import FEATURES, Feature
from nazh.domain.kernel.identity import GuildId
from nazh.domain.kernel.texts import N_, N_plural

PHASE_TITLE: Final = N_("Begin phase {phase}")
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


def _state(is_on: bool, translator: Translator) -> str:
    return translator(_ON if is_on else _OFF)
