"""Defines commands for the console of a game server, and their replies."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from nazh.domain.keep.consoles.errors import CommandTooLong, EmptyCommand
from nazh.domain.keep.profiles.profile import Profile

DIRECTIONS: Final = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
"""Characters that make others appear in another order, so that a text shows what it is not."""
_CONTROLS: Final = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), *DIRECTIONS))


@dataclass(frozen=True, slots=True)
class ConsoleCommand:
    """One line for a console, without control characters and directions.

    A command that ``is_read_only`` changes nothing, and may be resent if its reply is lost.
    """

    text: str
    is_read_only: bool = False


@dataclass(frozen=True, slots=True)
class ConsoleReply:
    """The complete reply to a command, received in ``frames`` frames after ``seconds``."""

    text: str
    frames: int
    seconds: float


def parse_command(typed: str, profile: Profile) -> ConsoleCommand:
    """Return the command without control characters, directions and surrounding whitespace.

    Raises EmptyCommand or CommandTooLong.
    """
    text = typed.translate(_CONTROLS).strip()
    if not text:
        raise EmptyCommand
    length = len(text.encode("utf-8", "replace"))
    if length > profile.longest_command:
        raise CommandTooLong(length, profile.longest_command)
    verb = text.split(maxsplit=1)[0].casefold()
    return ConsoleCommand(text, verb in profile.read_only_verbs)


def without_filler(reply: ConsoleReply, profile: Profile) -> ConsoleReply:
    """Return the reply, made empty if it is only a filler for an empty reply."""
    is_filler = reply.text.strip() in profile.empty_replies
    return replace(reply, text="") if is_filler else reply
