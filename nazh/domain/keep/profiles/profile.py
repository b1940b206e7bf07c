"""Defines what Keep knows about one kind of game server."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sentinel:
    """A reply ends where the answer to a second, empty request begins.

    With ``is_pipelined``, that request is sent together with the command, and otherwise when the
    first frame of the reply has come, for servers that read one request at a time.
    """

    is_pipelined: bool = False


@dataclass(frozen=True, slots=True)
class Idle:
    """A reply ends when no frame has come for ``gap`` seconds after the last one."""

    gap: float = 0.1


@dataclass(frozen=True, slots=True)
class SourceRconWire:
    """The Source RCON protocol, and how the end of a reply is recognised."""

    completion: Sentinel | Idle


@dataclass(frozen=True, slots=True)
class OpenTtdAdminWire:
    """The protocol of OpenTTD's admin port."""


@dataclass(frozen=True, slots=True)
class TeeworldsWire:
    """The lines of Teeworlds' external console."""


WireKind = SourceRconWire | OpenTtdAdminWire | TeeworldsWire


@dataclass(frozen=True, slots=True)
class Profile:
    """One kind of game server.

    ``longest_command`` is in UTF-8 bytes. ``read_only_verbs`` are first words of commands, in lower
    case, that change nothing. ``empty_replies`` are texts that stand for an empty reply. ``say`` is
    the command that says ``text`` to all players, with the ``name`` of its author.
    """

    name: str
    title: str
    wire: WireKind
    say: str
    longest_command: int = 1_000
    read_only_verbs: frozenset[str] = frozenset()
    empty_replies: frozenset[str] = frozenset()
