"""ChangeSettings: a manager chooses something for the server, and it is known who did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from nazh.application.dice.errors import OnlyManagersChoose
from nazh.application.dice.known_settings import KnownSettings
from nazh.application.dice.ports import ServerBook
from nazh.application.shared.ports import Clock
from nazh.domain.dice.server_settings import ServerSettings, Setting, SettingChange
from nazh.domain.kernel.errors import Unavailable
from nazh.domain.kernel.identity import PlayerId, ServerId

_ATTEMPTS: Final = 8


@dataclass(frozen=True, slots=True)
class SettingRequest:
    """Who wants which word to be chosen; ``None`` takes the choice back.

    ``is_manager`` is the door's word about the one who asks.
    """

    server: ServerId
    by: PlayerId
    setting: Setting
    word: str | None
    is_manager: bool


@dataclass(frozen=True, slots=True)
class Chosen:
    """The settings as they are now; ``change`` is ``None`` where nothing was changed."""

    settings: ServerSettings
    change: SettingChange | None


@dataclass(frozen=True, slots=True)
class ChangeSettings:
    """Change one setting and put on record who did; no other change is lost."""

    book: ServerBook
    known: KnownSettings
    clock: Clock

    async def __call__(self, request: SettingRequest) -> Chosen:
        """Return the settings as they are now; what is chosen already changes nothing.

        Raises OnlyManagersChoose and UnfitSetting.
        """
        if not request.is_manager:
            raise OnlyManagersChoose
        for _ in range(_ATTEMPTS):
            before = await self.book.read(request.server)
            after = before.with_word(request.setting, request.word)
            if after == before:
                return Chosen(after, None)
            change = SettingChange(
                at=self.clock.now(),
                by=request.by,
                setting=request.setting,
                before=before.word(request.setting),
                after=request.word,
            )
            if await self.book.replace(request.server, before, after, change):
                self.known.learn(request.server, after)
                return Chosen(after, change)
        raise Unavailable("the settings of the server")
