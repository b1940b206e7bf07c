"""Parses which shards a process serves: a list, or the part that its host's name selects."""

from __future__ import annotations

import os
import re
import socket
from dataclasses import dataclass
from typing import Final

MAX_SHARDS: Final = 65_536
"""Discord recommends one for each thousand guilds."""
_RANGE: Final = re.compile(r"(?P<first>[0-9]{1,5})(\s*-\s*(?P<last>[0-9]{1,5}))?", re.ASCII)
_ORDINAL: Final = re.compile(r"ordinal\s+of\s+(?P<parts>[0-9]{1,5})", re.ASCII | re.IGNORECASE)
_ENDS_IN_NUMBER: Final = re.compile(r".*-(?P<ordinal>[0-9]{1,5})", re.ASCII)
_INVALID_LIST: Final = (
    "is not a list of shards. Write numbers and ranges, as in 0-3, 8; or ordinal of 4, for one of "
    "four parts, chosen by the number in the host's name (docs/shards.md)."
)


@dataclass(frozen=True, slots=True)
class ShardIds:
    """Numbers of shards, sorted and unique; or one of ``parts`` of all, chosen by the host name.

    Either ``numbers`` is not empty, or ``parts`` is at least 1.
    """

    numbers: tuple[int, ...] = ()
    parts: int = 0

    def on_host(self, count: int, host: str) -> tuple[int, ...]:
        """Return the numbers of the shards of ``count`` that a process on ``host`` serves.

        Raises ``ValueError`` with the rest of a sentence if there are none.
        """
        if self.parts:
            return self._part(count, host)
        if self.numbers[-1] >= count:
            raise ValueError(
                f"names shard {self.numbers[-1]} of {count}: shards are numbered from 0 to "
                f"{count - 1} (NAZH_DISCORD_SHARD_COUNT)."
            )
        return self.numbers

    def _part(self, count: int, host: str) -> tuple[int, ...]:
        match = _ENDS_IN_NUMBER.fullmatch(host.partition(".")[0])
        if match is None:
            raise ValueError(
                "chooses the shards by the number at the end of the host's name, and this host has "
                "none, as nazh-2 has. Run it in a StatefulSet, or list the shards, as in 0-3."
            )
        ordinal = int(match["ordinal"])
        if ordinal >= self.parts:
            raise ValueError(
                f"makes parts 0 to {self.parts - 1}, and this host is number {ordinal}. Make as "
                "many parts as there are hosts."
            )
        part = range(ordinal * count // self.parts, (ordinal + 1) * count // self.parts)
        if not part:
            raise ValueError(
                f"makes {self.parts} parts of {count} shards, so this host's part is empty. "
                "Raise NAZH_DISCORD_SHARD_COUNT, or make fewer parts."
            )
        return tuple(part)


def parse_shard_ids(text: str) -> ShardIds:
    """Return the shards in ``0-3,8`` or ``ordinal of 4``."""
    if ordinal := _ORDINAL.fullmatch(text):
        if not 1 <= int(ordinal["parts"]) <= MAX_SHARDS:
            raise ValueError(_INVALID_LIST)
        return ShardIds(parts=int(ordinal["parts"]))
    numbers: set[int] = set()
    for part in text.split(","):
        match = _RANGE.fullmatch(part.strip())
        first, last = (
            (int(match["first"]), int(match["last"] or match["first"])) if match else (1, 0)
        )
        if not first <= last < MAX_SHARDS:
            raise ValueError(_INVALID_LIST)
        numbers.update(range(first, last + 1))
    return ShardIds(tuple(sorted(numbers)))


def host_name() -> str:
    """Return the host name, which in a pod is the pod's name."""
    return os.environ.get("HOSTNAME") or socket.gethostname()
