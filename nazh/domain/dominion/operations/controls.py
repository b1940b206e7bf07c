"""Decides which commands may run, given features, phases, single commands, halts and sanctions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from typing import Final

from nazh.domain.dominion.errors.controls import (
    AlreadySo,
    CommandOff,
    FeatureNeeded,
    FeatureOff,
    NationBanned,
    NationFrozen,
    NotInThisPhase,
    UnderMaintenance,
    WorldStopped,
)
from nazh.domain.dominion.operations.features import (
    FEATURES,
    FIRST_PHASE,
    LAST_PHASE,
    READ_ONLY_COMMANDS,
    Feature,
    feature_of,
    is_developer_command,
)
from nazh.domain.kernel.identity import GuildId

MAX_REASON_LENGTH: Final = 200
"""The most characters of a reason."""


class Mode(Enum):
    """Whether the game runs; the value is stored.

    During maintenance commands are refused, but the world goes on. A stop halts the world too.
    """

    OPEN = "open"
    MAINTENANCE = "maintenance"
    STOPPED = "stopped"


class SanctionKind(Enum):
    """How a nation is sanctioned; the value is stored.

    A frozen nation can only be viewed; a banned one cannot even be viewed.
    """

    FREEZE = "freeze"
    BAN = "ban"


@dataclass(frozen=True, slots=True)
class Sanction:
    """A sanction against the nation of a guild; ``until`` is ``None`` if it does not end."""

    kind: SanctionKind
    since: datetime
    until: datetime | None
    reason: str

    def is_in_force(self, at: datetime) -> bool:
        """Return whether it has not ended."""
        return self.until is None or at < self.until


@dataclass(frozen=True, slots=True)
class ModeSetting:
    """The mode of the game, since when it is set, and why."""

    mode: Mode = Mode.OPEN
    since: datetime | None = None
    reason: str = ""


FeatureSwitch = tuple[Feature, GuildId | None]
"""A feature in one guild, or in all guilds without a switch of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Controls:
    """The switches that operators have set.

    By default all features are in their initial state, in the last phase. ``commands`` are those
    that are switched off, with the reason.
    """

    phase: int = LAST_PHASE
    mode_setting: ModeSetting = ModeSetting()
    features: Mapping[FeatureSwitch, bool] = field(default_factory=dict)
    commands: Mapping[str, str] = field(default_factory=dict)
    sanctions: Mapping[GuildId, Sanction] = field(default_factory=dict)

    def is_on(self, feature: Feature, guild: GuildId | None = None) -> bool:
        """Return whether a feature can be used in a guild, or in guilds without own switches."""
        rule = FEATURES[feature]
        if rule.phase > self.phase or not self.switch_of(feature, guild):
            return False
        return rule.needs is None or self.is_on(rule.needs, guild)

    def switch_of(self, feature: Feature, guild: GuildId | None) -> bool:
        """Return the switch of a feature, regardless of the phase and of other features."""
        everywhere = self.features.get((feature, None), FEATURES[feature].starts_on)
        return everywhere if guild is None else self.features.get((feature, guild), everywhere)

    def check(self, command: str, guild: GuildId, at: datetime) -> None:
        """Raise the refusal of a command that may not run in a guild.

        Raises WorldStopped, UnderMaintenance, NationBanned, NationFrozen, CommandOff,
        NotInThisPhase and FeatureOff.
        """
        if is_developer_command(command):
            return
        match self.mode_setting.mode:
            case Mode.STOPPED:
                raise WorldStopped(self.mode_setting.reason)
            case Mode.MAINTENANCE:
                raise UnderMaintenance(self.mode_setting.reason)
            case Mode.OPEN:
                pass
        self._check_sanction(command, guild, at)
        if command in self.commands:
            raise CommandOff(command, self.commands[command])
        feature = feature_of(command)
        if feature is not None:
            self._check_feature(feature, guild)

    def sanction_of(self, guild: GuildId, at: datetime) -> Sanction | None:
        """Return the sanction that is in force against the nation of a guild."""
        sanction = self.sanctions.get(guild)
        return sanction if sanction is not None and sanction.is_in_force(at) else None

    def _check_sanction(self, command: str, guild: GuildId, at: datetime) -> None:
        sanction = self.sanction_of(guild, at)
        if sanction is None:
            return
        if sanction.kind is SanctionKind.BAN:
            raise NationBanned(sanction.reason, sanction.until)
        if command not in READ_ONLY_COMMANDS:
            raise NationFrozen(sanction.reason, sanction.until)

    def _check_feature(self, feature: Feature, guild: GuildId) -> None:
        rule = FEATURES[feature]
        if rule.phase > self.phase:
            raise NotInThisPhase(feature.value, rule.phase, self.phase)
        if not self.is_on(feature, guild):
            raise FeatureOff(feature.value)


def switch_feature(
    controls: Controls, feature: Feature, guild: GuildId | None, *, is_on: bool
) -> Controls:
    """Return the controls with a feature switched. Raises AlreadySo and FeatureNeeded."""
    needs = FEATURES[feature].needs
    if is_on and needs is not None and not controls.switch_of(needs, guild):
        raise FeatureNeeded(needs.value)
    if controls.switch_of(feature, guild) == is_on:
        raise AlreadySo
    return replace(controls, features={**controls.features, (feature, guild): is_on})


def switch_command(controls: Controls, command: str, reason: str, *, is_on: bool) -> Controls:
    """Return the controls with one command switched. Raises AlreadySo."""
    if (command not in controls.commands) == is_on:
        raise AlreadySo
    others = {words: why for words, why in controls.commands.items() if words != command}
    return replace(controls, commands=others if is_on else {**others, command: reason})


def set_phase(controls: Controls, phase: int) -> Controls:
    """Return the controls in a phase from 1 to 6. Raises AlreadySo."""
    assert FIRST_PHASE <= phase <= LAST_PHASE
    if phase == controls.phase:
        raise AlreadySo
    return replace(controls, phase=phase)


def set_mode(controls: Controls, mode: Mode, reason: str, at: datetime) -> Controls:
    """Return the controls in a mode. Raises AlreadySo."""
    if mode is controls.mode_setting.mode:
        raise AlreadySo
    return replace(
        controls, mode_setting=ModeSetting(mode, at, "" if mode is Mode.OPEN else reason)
    )


def sanction_guild(controls: Controls, guild: GuildId, sanction: Sanction) -> Controls:
    """Return the controls with a sanction, which replaces an earlier one."""
    return replace(controls, sanctions={**controls.sanctions, guild: sanction})


def lift_sanction(controls: Controls, guild: GuildId) -> Controls:
    """Return the controls without the sanction of a guild. Raises AlreadySo."""
    if guild not in controls.sanctions:
        raise AlreadySo
    others = {
        sanctioned: sanction
        for sanctioned, sanction in controls.sanctions.items()
        if sanctioned != guild
    }
    return replace(controls, sanctions=others)


def changed_features(before: Controls, after: Controls) -> Mapping[Feature, bool]:
    """Return the features that a change affects, for guilds without switches of their own."""
    return {
        feature: after.is_on(feature)
        for feature in Feature
        if before.is_on(feature) != after.is_on(feature)
    }
