"""Changes one setting of a guild and records the change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from nazh.application.guilds.cached_settings import CachedSettings
from nazh.application.guilds.errors import (
    EveryoneCannotBeChosen,
    OnlyAdministratorsChangeSetting,
    OnlyManagersChangeSettings,
)
from nazh.application.guilds.ports import GuildSettingsStore
from nazh.application.shared.audit.audit_log import AuditEntry
from nazh.application.shared.ports import Clock
from nazh.domain.guilds.guild_settings import GuildSetting, GuildSettings, SettingChange
from nazh.domain.kernel.errors import Unavailable
from nazh.domain.kernel.identity import GuildId, RequestId, UserId

_ATTEMPTS: Final = 8


@dataclass(frozen=True, slots=True)
class SettingRequest:
    """A user's request to choose ``word`` for a setting; ``None`` resets it.

    ``is_manager`` and ``is_administrator`` are what the adapter found about the user of the
    interaction.
    """

    guild: GuildId
    by: UserId
    setting: GuildSetting[object]
    word: str | None
    is_manager: bool
    interaction: RequestId
    is_administrator: bool = False


@dataclass(frozen=True, slots=True)
class ChangedSettings:
    """The current settings; ``change`` is ``None`` if nothing was changed."""

    settings: GuildSettings
    change: SettingChange | None


@dataclass(frozen=True, slots=True)
class ChangeSettings:
    """Changes one setting and records the change, without losing concurrent updates."""

    store: GuildSettingsStore
    cache: CachedSettings
    clock: Clock

    async def __call__(self, request: SettingRequest) -> ChangedSettings:
        """Return the current settings; choosing the same word again changes nothing.

        Raises OnlyManagersChangeSettings, OnlyAdministratorsChangeSetting, EveryoneCannotBeChosen
        and InvalidSetting.
        """
        _check_rights(request)
        for _ in range(_ATTEMPTS):
            before = await self.store.read(request.guild)
            after = before.with_word(request.setting, request.word)
            if after == before:
                return ChangedSettings(after, None)
            change = SettingChange(
                at=self.clock.now(),
                by=request.by,
                setting=request.setting.name,
                before=before.word(request.setting),
                after=request.word,
            )
            entry = _audit_entry(request, change)
            if await self.store.replace(request.guild, before, after, change, entry):
                self.cache.forget(request.guild)
                return ChangedSettings(after, change)
        raise Unavailable("the settings of the server")


def _check_rights(request: SettingRequest) -> None:
    if not request.is_manager:
        raise OnlyManagersChangeSettings
    if request.setting.is_for_administrators:
        if not request.is_administrator:
            raise OnlyAdministratorsChangeSetting
        if request.word == str(request.guild):  # the id of the role @everyone
            raise EveryoneCannotBeChosen


def _audit_entry(request: SettingRequest, change: SettingChange) -> AuditEntry:
    return AuditEntry(
        at=change.at,
        guild=request.guild,
        actor=request.by,
        action="guilds.setting.changed",
        target=change.setting,
        before=None if change.before is None else {"word": change.before},
        after=None if change.after is None else {"word": change.after},
        interaction=request.interaction,
    )
