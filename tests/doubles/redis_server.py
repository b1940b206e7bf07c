"""A double of a Redis server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from types import MappingProxyType
from typing import Final

NO_DELAYS: Final[Mapping[str, float]] = MappingProxyType({})


class RedisDouble:
    """Answers commands as the test says, in the loop of the test; never, if it says nothing.

    ``delays`` are seconds before the answer to a command.
    """

    def __init__(
        self, answer: Callable[[str], bytes], delays: Mapping[str, float] = NO_DELAYS
    ) -> None:
        self.opened = 0
        self.commands: list[str] = []
        self._answer = answer
        self._delays = delays

    @asynccontextmanager
    async def listen(self) -> AsyncIterator[str]:
        """Yield its address."""
        server = await asyncio.start_server(self._handle, "127.0.0.1", 0)
        yield f"redis://127.0.0.1:{server.sockets[0].getsockname()[1]}/0"
        server.close()

    async def _handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.opened += 1
        while count := (await reader.readline())[1:]:
            words = []
            for _ in range(int(count)):
                length = int((await reader.readline())[1:])
                words.append((await reader.readexactly(length + 2))[:-2].decode())
            self.commands.append(words[0])
            await asyncio.sleep(self._delays.get(words[0], 0))
            writer.write(self._answer(words[0]))
        writer.close()
