"""Stands in for the consoles, the store and the sealer of Keep in tests of its use cases."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from nazh.application.keep.servers.ports import Console
from nazh.application.shared.audit.audit_log import AuditEntry
from nazh.application.shared.sealing import MissingKey
from nazh.domain.keep.access import Grant
from nazh.domain.keep.access_levels import AccessLevel
from nazh.domain.keep.consoles.commands import ConsoleCommand, ConsoleReply
from nazh.domain.keep.consoles.errors import ConsoleError
from nazh.domain.keep.consoles.passwords import Password
from nazh.domain.keep.game_lines import GameLine
from nazh.domain.keep.profiles.profile import Profile
from nazh.domain.keep.servers import GameServer, GameServerId, NewServer
from nazh.domain.kernel.identity import GuildId, RoleId


class FakeConsoles:
    """Answers every command alike; satisfies ``ServerConsoles`` and ``Console``."""

    def __init__(self, outcome: ConsoleReply | ConsoleError) -> None:
        self._outcome = outcome
        self.sent: list[str] = []
        self.game_lines: tuple[GameLine, ...] = ()

    def console_of(
        self, server: GameServer, profile: Profile, password: Password, entry: str
    ) -> Console:
        assert password.reveal() == "secret"
        return self

    async def forget(self, server: GameServerId) -> None:
        raise NotImplementedError

    async def run(self, command: ConsoleCommand) -> ConsoleReply:
        self.sent.append(command.text)
        if isinstance(self._outcome, ConsoleError):
            raise self._outcome
        return self._outcome

    def take_game_lines(self) -> tuple[GameLine, ...]:
        lines_heard, self.game_lines = self.game_lines, ()
        return lines_heard

    async def close(self) -> None:
        raise NotImplementedError


class FakeSealer:
    """Writes "sealed" before a secret, and records the places; satisfies ``Sealer``.

    It may have lost its key.
    """

    def __init__(self, *, is_lost: bool = False) -> None:
        self._is_lost = is_lost
        self.places: list[tuple[str, ...]] = []

    def seal(self, secret: bytes, *place: str) -> str:
        self.places.append(place)
        return f"sealed {secret.decode()}"

    def open(self, sealed: str, *place: str) -> bytes:
        if self._is_lost:
            raise MissingKey("old")
        self.places.append(place)
        return sealed.removeprefix("sealed ").encode()

    def is_current(self, sealed: str) -> bool:
        raise NotImplementedError


class FakeServerStore:
    """Has some servers with their passwords; satisfies ``ServerStore``."""

    def __init__(self, passwords: Mapping[GameServer, str]) -> None:
        self._passwords = passwords

    async def servers(self, guild: GuildId) -> tuple[GameServer, ...]:
        return tuple(self._passwords)

    async def sealed_password(self, server: GameServer) -> str | None:
        place = (server.id, server.host, server.port)
        at_place = (
            sealed
            for stored_server, sealed in self._passwords.items()
            if (stored_server.id, stored_server.host, stored_server.port) == place
        )
        return next(at_place, None)

    async def add(
        self, new: NewServer, seal: Callable[[GameServerId], str], entry: AuditEntry
    ) -> GameServer:
        raise NotImplementedError

    async def replace_password(
        self, guild: GuildId, server: GameServerId, sealed: str, entry: AuditEntry
    ) -> bool:
        raise NotImplementedError

    async def change(self, changed: GameServer, sealed: str | None, entry: AuditEntry) -> bool:
        raise NotImplementedError

    async def remove(self, guild: GuildId, server: GameServerId, entry: AuditEntry) -> bool:
        raise NotImplementedError

    async def grants(self, guild: GuildId) -> tuple[Grant, ...]:
        raise NotImplementedError

    async def grant(
        self, guild: GuildId, grant: Grant, entry_of: Callable[[AccessLevel | None], AuditEntry]
    ) -> bool:
        raise NotImplementedError

    async def revoke(
        self,
        guild: GuildId,
        role: RoleId,
        server: GameServerId | None,
        entry_of: Callable[[AccessLevel | None], AuditEntry],
    ) -> bool:
        raise NotImplementedError
