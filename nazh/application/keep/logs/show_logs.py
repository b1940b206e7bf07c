"""Shows the state of all logs to the operator."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from nazh.application.keep.logs.ports import LogSource, LogStore, LogTrouble, LogUnreadable
from nazh.application.keep.logs.read_logs import NO_GRAMMAR, NO_SERVER, READ
from nazh.domain.keep.profiles.profile import Profile
from nazh.domain.keep.servers import GameServer, GameServerId

NOT_NAMED = "not_named"
CONSOLE = "console"


@dataclass(frozen=True, slots=True)
class LogReport:
    """The state of a game server's log: ``read``, ``console``, or why it is not read.

    ``server`` is ``None`` if no server has this id. ``samples`` are some lines that the game's
    grammar does not match.
    """

    id: GameServerId
    server: GameServer | None
    state: str
    samples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ShowLogs:
    """Lists the game servers of all guilds, and tries to read each configured log file.

    Logs of ``over_consoles`` are not tried, because a game may return each line only once.
    """

    sources: Mapping[GameServerId, LogSource]
    store: LogStore
    profiles: Mapping[str, Profile]
    over_consoles: Collection[GameServerId] = ()

    async def __call__(self) -> tuple[LogReport, ...]:
        """Return the reports, ordered by server id. Raises ``Unavailable``."""
        servers = {server.id: server for server in await self.store.servers()}
        return tuple(
            [await self._report(id, servers.get(id)) for id in sorted(self._named(servers))]
        )

    def _named(self, servers: Collection[GameServerId]) -> set[GameServerId]:
        return {*servers, *self.sources, *self.over_consoles}

    async def _report(self, id: GameServerId, server: GameServer | None) -> LogReport:
        source = self.sources.get(id)
        if server is None:
            return LogReport(id, None, NO_SERVER)
        if server.profile_in(self.profiles).log is None:
            return LogReport(id, server, NO_GRAMMAR)
        if source is None and id not in self.over_consoles:
            return LogReport(id, server, NOT_NAMED)
        cursor = await self.store.cursor(id)
        samples = () if cursor is None else cursor.samples
        if source is None:
            command = server.profile_in(self.profiles).log_command
            state = CONSOLE if command else LogTrouble.NO_COMMAND.value
            return LogReport(id, server, state, samples)
        try:
            await source.read(None)
        except LogUnreadable as error:
            return LogReport(id, server, error.trouble.value, samples)
        return LogReport(id, server, READ, samples)
