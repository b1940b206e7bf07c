"""What the dice use cases ask of storage: what servers have chosen, and where the bot has been."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from nazh.domain.dice.server_settings import ServerSettings, SettingChange
from nazh.domain.kernel.identity import ServerId


class SettingsHere(Protocol):
    """What a server has chosen, on the way of every roll."""

    async def __call__(self, server: ServerId | None) -> ServerSettings:
        """Return the settings of ``server``; nothing is chosen in direct messages.

        What another process has changed is seen within seconds. Raises ``Unavailable``.
        """
        ...


class ServerBook(Protocol):
    """The settings of all servers. All calls raise ``Unavailable``."""

    async def read(self, server: ServerId) -> ServerSettings:
        """Return what ``server`` has chosen."""
        ...

    async def replace(
        self, server: ServerId, before: ServerSettings, after: ServerSettings, change: SettingChange
    ) -> bool:
        """Put ``after`` in the place of ``before``, and ``change`` on record; whether it was done.

        Nothing is done where the settings are no longer ``before``. Of old changes, as many are
        kept as ``Limits.CHANGES_OF_SERVER`` says.
        """
        ...

    async def changes(self, server: ServerId) -> tuple[SettingChange, ...]:
        """Return what was changed, the latest first."""
        ...


@dataclass(frozen=True, slots=True)
class Span:
    """The servers with ids above ``above``, and up to ``up_to``; ``None`` is to the end."""

    above: ServerId
    up_to: ServerId | None = None

    def holds(self, server: ServerId) -> bool:
        """Whether it is one of them."""
        return self.above < server and (self.up_to is None or server <= self.up_to)


EVERY_SERVER: Final = Span(ServerId(0))


class ServerRegister(Protocol):
    """Which servers the bot is in, and which it has left. All calls raise ``Unavailable``."""

    async def note(
        self, present: Collection[ServerId], at: datetime, among: Span = EVERY_SERVER
    ) -> tuple[int, int]:
        """Note where the bot is; return how many servers were left, and how many come back to.

        ``present`` are all the servers ``among`` which the bot is. One of them that was noted, or
        has chosen something, and is not ``present`` was left ``at`` that instant, unless it was
        before. May be called twice.
        """
        ...

    async def left(self) -> Mapping[ServerId, datetime]:
        """Return when servers were left, for those that the bot is not back in."""
        ...

    async def days(self) -> Mapping[ServerId, int]:
        """Return for how many days the servers that have chosen so want their rolls kept."""
        ...


class ServerRecords(Protocol):
    """Everything that is kept of servers. All calls raise ``Unavailable``."""

    async def forget_rolls(self, server: ServerId, before: datetime, most: int) -> int:
        """Forget rolls on ``server`` that fell before an instant; return how many, up to ``most``.

        Fewer than ``most`` means that there are no more. Then fair sessions there in which
        nothing has happened since are forgotten as well.
        """
        ...

    async def forget(self, server: ServerId) -> None:
        """Forget everything but rolls: settings, changes, sessions, what was saved, that it was."""
        ...
