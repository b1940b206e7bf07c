"""Switches features, phases and single commands, and halts the game."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from nazh.application.dominion.audit_entries import developer_entry
from nazh.application.dominion.operations.check_command import CurrentControls
from nazh.application.dominion.operations.developers import Developers
from nazh.application.dominion.ports import Requester
from nazh.application.dominion.ports.controls import ControlStore
from nazh.application.shared.audit.audit_log import AuditEntry
from nazh.domain.dominion.errors.controls import UnknownCommandName
from nazh.domain.dominion.operations.controls import (
    Controls,
    Mode,
    changed_features,
    set_mode,
    set_phase,
    switch_command,
    switch_feature,
)
from nazh.domain.dominion.operations.features import Feature
from nazh.domain.kernel.identity import GuildId


@dataclass(frozen=True, slots=True)
class ControlWriter:
    """Changes the controls for developers, effective immediately in this process."""

    developers: Developers
    store: ControlStore
    controls: CurrentControls

    async def change(
        self, requester: Requester, decide: Callable[[Controls], tuple[Controls, AuditEntry]]
    ) -> Controls:
        """Store a change by a developer. Raises OnlyDevelopers and the refusals of ``decide``."""
        self.developers.check(requester)
        after = await self.store.change(decide)
        self.controls.forget()
        return after

    async def look(self, requester: Requester) -> Controls:
        """Return the controls to a developer. Raises OnlyDevelopers."""
        self.developers.check(requester)
        return await self.store.controls()


@dataclass(frozen=True, slots=True)
class ShowControls:
    """Shows the controls to developers."""

    writer: ControlWriter

    async def __call__(self, requester: Requester) -> Controls:
        """Return the controls. Raises OnlyDevelopers."""
        return await self.writer.look(requester)


@dataclass(frozen=True, slots=True)
class SwitchFeature:
    """Switches a feature on or off (CFG-05)."""

    writer: ControlWriter

    async def __call__(
        self,
        requester: Requester,
        feature: Feature,
        guild: GuildId | None,
        reason: str,
        *,
        is_on: bool,
    ) -> Controls:
        """Switch it in one guild, or in all guilds without a switch of their own.

        Raises OnlyDevelopers, AlreadySo and FeatureNeeded.
        """

        def decide(before: Controls) -> tuple[Controls, AuditEntry]:
            after = switch_feature(before, feature, guild, is_on=is_on)
            entry = developer_entry(
                requester,
                "feature.enabled" if is_on else "feature.disabled",
                feature.value,
                guild=guild,
                before={"on": int(before.switch_of(feature, guild))},
                after={"on": int(is_on), "reason": reason},
            )
            return after, entry

        return await self.writer.change(requester, decide)


@dataclass(frozen=True, slots=True)
class PhaseChange:
    """The features that a new phase switches, and whether each is on then."""

    before: int
    after: int
    features: Mapping[Feature, bool]


@dataclass(frozen=True, slots=True)
class PreviewPhase:
    """Returns what setting a phase would change, without setting it (CFG-06)."""

    writer: ControlWriter

    async def __call__(self, requester: Requester, phase: int) -> PhaseChange:
        """Return the change without making it. Raises OnlyDevelopers and AlreadySo."""
        before = await self.writer.look(requester)
        after = set_phase(before, phase)
        return PhaseChange(before.phase, phase, changed_features(before, after))


@dataclass(frozen=True, slots=True)
class SetPhase:
    """Begins a phase of the rollout (CFG-06)."""

    writer: ControlWriter

    async def __call__(self, requester: Requester, phase: int, reason: str) -> Controls:
        """Begin the phase. Raises OnlyDevelopers and AlreadySo."""

        def decide(before: Controls) -> tuple[Controls, AuditEntry]:
            entry = developer_entry(
                requester,
                "phase.set",
                f"phase {phase}",
                before={"phase": before.phase},
                after={"phase": phase, "reason": reason},
            )
            return set_phase(before, phase), entry

        return await self.writer.change(requester, decide)


@dataclass(frozen=True, slots=True)
class SwitchCommand:
    """Switches a single command on or off (SEC-11). ``commands`` are the names of all commands."""

    writer: ControlWriter
    commands: Collection[str]

    async def __call__(
        self, requester: Requester, command: str, reason: str, *, is_on: bool
    ) -> Controls:
        """Switch it for all guilds. Raises OnlyDevelopers, UnknownCommandName and AlreadySo."""
        name = command.strip().removeprefix("/")

        def decide(before: Controls) -> tuple[Controls, AuditEntry]:
            if name not in self.commands:
                raise UnknownCommandName(name)
            entry = developer_entry(
                requester,
                "command.enabled" if is_on else "command.disabled",
                name,
                after={"on": int(is_on), "reason": reason},
            )
            return switch_command(before, name, reason, is_on=is_on), entry

        return await self.writer.change(requester, decide)


@dataclass(frozen=True, slots=True)
class SetMode:
    """Opens the game, closes it for maintenance, or also stops the world (SEC-11)."""

    writer: ControlWriter

    async def __call__(self, requester: Requester, mode: Mode, reason: str) -> Controls:
        """Set the mode for all processes. Raises OnlyDevelopers and AlreadySo."""

        def decide(before: Controls) -> tuple[Controls, AuditEntry]:
            entry = developer_entry(
                requester,
                f"mode.{mode.value}",
                "the game",
                before={"mode": before.mode_setting.mode.value},
                after={"mode": mode.value, "reason": reason},
            )
            return set_mode(before, mode, reason, requester.at), entry

        return await self.writer.change(requester, decide)
