"""Defines the profile of a kind of game server."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from nazh.domain.keep.access_levels import AccessLevel
from nazh.domain.keep.game_lines import GameLine
from nazh.domain.keep.logs.grammar import LogGrammar


@dataclass(frozen=True, slots=True)
class Sentinel:
    """A reply ends where the reply to a second, empty request begins.

    With ``is_pipelined``, that request is sent together with the command. Otherwise it is sent
    after the first frame of the reply, for servers that read one request at a time.
    """

    is_pipelined: bool = False


@dataclass(frozen=True, slots=True)
class Idle:
    """A reply ends when no frame arrives for ``gap`` seconds after the last one."""

    gap: float = 0.1


@dataclass(frozen=True, slots=True)
class SourceRconWire:
    """The Source RCON protocol, and how the end of a reply is detected."""

    completion: Sentinel | Idle


@dataclass(frozen=True, slots=True)
class OpenTtdAdminWire:
    """The protocol of OpenTTD's admin port."""


@dataclass(frozen=True, slots=True)
class TeeworldsWire:
    """The protocol of Teeworlds' external console."""


WireKind = SourceRconWire | OpenTtdAdminWire | TeeworldsWire


@dataclass(frozen=True, slots=True)
class ChatSource:
    """How the chat of a game is read. ``parse`` reads the lines in the reply to ``command``.

    For games that push their chat, the command can be any that changes nothing.
    """

    command: str
    parse: Callable[[str], tuple[GameLine, ...]]


@dataclass(frozen=True, slots=True)
class ListedPlayer:
    """A player who is currently in the game, with the name that the game reports.

    ``id`` is the platform's id as in logs, or ``None`` if the list has none.
    """

    name: str
    id: str | None = None


@dataclass(frozen=True, slots=True)
class PlayerSource:
    """The command that lists the players of a game, and the parser of its reply.

    ``parse`` returns ``None`` for a reply that is not a list of players.
    """

    command: str
    parse: Callable[[str], tuple[ListedPlayer, ...] | None]


def no_lines(reply: str) -> tuple[GameLine, ...]:
    """Return no lines, for games that push their chat."""
    return ()


def words(text: str) -> frozenset[str]:
    """Return the set of words in a text, for the verbs of a profile."""
    return frozenset(text.split())


@dataclass(frozen=True, slots=True)
class Profile:
    """One kind of game server.

    ``longest_command`` is in UTF-8 bytes. ``read_only_verbs`` are the first words, in lower case,
    of commands that change nothing. ``empty_replies`` are texts that stand for an empty reply.
    ``say`` is the command that sends ``text`` to all players with the ``name`` of its author, and
    ``probe`` is one that changes nothing and that every server answers. ``broadcast`` sends all
    players a ``text`` without an author, and ``save`` writes the state of the game to a file; both
    are ``None`` in games that cannot.

    ``verbs`` maps each level of access to the verbs that it adds to the levels before it; owners
    may use all verbs. ``confirmed_verbs`` can ruin a game, and the arguments of ``secret_verbs``
    are secrets. ``separators`` are characters that begin another command. ``players`` lists the
    current players. ``chat`` is ``None`` if the chat cannot be read, and so is ``log`` for the log;
    ``log_command`` shows its last lines. With ``has_one_connection``, the console accepts a single
    connection from each address, so that a second process cannot relay the messages of a channel.
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
