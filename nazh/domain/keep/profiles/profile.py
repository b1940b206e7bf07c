"""Defines what Keep knows about one kind of game server."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from nazh.domain.keep.access_levels import AccessLevel
from nazh.domain.keep.game_lines import GameLine
from nazh.domain.keep.logs.grammar import LogGrammar


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
class ChatSource:
    """How the chat of a game is heard: by a command, of whose reply ``parse`` reads the lines.

    Games that tell their chat by themselves need any command that changes nothing.
    """

    command: str
    parse: Callable[[str], tuple[GameLine, ...]]


@dataclass(frozen=True, slots=True)
class ListedPlayer:
    """A player who is in the game now, by the name that the game gives.

    ``id`` is that of the game's platform, as logs have it, or ``None`` if the list has none.
    """

    name: str
    id: str | None = None


@dataclass(frozen=True, slots=True)
class PlayerSource:
    """The command whose reply names the players of a game, and the parser of that reply.

    ``parse`` returns ``None`` for a reply that does not tell.
    """

    command: str
    parse: Callable[[str], tuple[ListedPlayer, ...] | None]


def no_lines(reply: str) -> tuple[GameLine, ...]:
    """Return no lines, for games that tell their chat by themselves."""
    return ()


def words(text: str) -> frozenset[str]:
    """Return the words of a text as a set, for the verbs of a profile."""
    return frozenset(text.split())


@dataclass(frozen=True, slots=True)
class Profile:
    """One kind of game server.

    ``longest_command`` is in UTF-8 bytes. ``read_only_verbs`` are first words of commands, in lower
    case, that change nothing. ``empty_replies`` are texts that stand for an empty reply. ``say`` is
    the command that says ``text`` to all players, with the ``name`` of its author, and ``probe``
    one that changes nothing and that every server answers. ``broadcast`` tells all players a
    ``text`` that nobody is the author of, and ``save`` writes the state of the game to a file, in
    games that can.

    ``verbs`` are those that a level of access may use besides those of the levels before it; owners
    may use all. ``confirmed_verbs`` can ruin a game, and what follows ``secret_verbs`` is a secret.
    ``separators`` begin another command. ``players`` lists who plays. ``chat`` is ``None`` if the
    chat cannot be heard, and ``log`` if the log cannot be read; ``log_command`` shows its last
    lines. With ``has_one_connection``, the console takes a single connection from each address, so
    that a second process cannot say what is written in a channel.
    """

    name: str
    title: str
    wire: WireKind
    say: str
    probe: str
    players: PlayerSource
    broadcast: str | None = None
    save: str | None = None
    longest_command: int = 1_000
    read_only_verbs: frozenset[str] = frozenset()
    empty_replies: frozenset[str] = frozenset()
    verbs: Mapping[AccessLevel, frozenset[str]] = field(default_factory=dict)
    confirmed_verbs: frozenset[str] = frozenset()
    secret_verbs: frozenset[str] = frozenset()
    separators: str = ""
    chat: ChatSource | None = None
    log: LogGrammar | None = None
    log_command: str | None = None
    has_one_connection: bool = False
