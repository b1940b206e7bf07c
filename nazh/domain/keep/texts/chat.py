"""Makes the console command that says a line from Discord in a game."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from nazh.domain.keep.consoles.commands import ConsoleCommand, parse_command
from nazh.domain.keep.consoles.errors import EmptyCommand
from nazh.domain.keep.errors import NoBroadcasts
from nazh.domain.keep.profiles.profile import Profile
from nazh.domain.keep.texts.names import clean_name
from nazh.domain.keep.texts.staff_names import marked_name
from nazh.domain.kernel.graphemes import cut_graphemes, graphemes

LONGEST_LINE: Final = 200
"""Grapheme clusters of a line of chat."""
_READ: Final = 4_000
"""Characters of a message that are looked at; Discord allows no more."""
_NAME_SHARE: Final = 4
_BLANKS: Final = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
_JOINERS: Final = frozenset("\u200c\u200d")
_DROPPED: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
# Characters that some console or chat reads as more than text: quotes and escapes, several commands
# in a line, selectors of Minecraft, rich text of ARK, colours of Minecraft.
_PLAIN: Final = str.maketrans(
    {
        '"': "'",
        "`": "'",
        "\\": "/",
        "|": "/",
        ";": ",",
        "@": "\uff20",
        "<": "\u2039",
        ">": "\u203a",
        "§": None,
    }
)


def spoken_text(raw: str) -> str:
    """Return at most 200 grapheme clusters on one line, without characters that cannot be seen.

    Letters of every script, accents and emoji stay. Cleaning a clean text returns it.
    """
    text = unicodedata.normalize("NFC", raw[:_READ])
    kept = "".join(
        one
        for one in _BLANKS.sub(" ", text)
        if one.isascii() or one in _JOINERS or unicodedata.category(one) not in _DROPPED
    )
    squeezed = unicodedata.normalize("NFC", _BLANKS.sub(" ", kept).strip())
    return cut_graphemes(squeezed, LONGEST_LINE).strip()


def chat_line(raw: str) -> str:
    """Return a spoken text without characters that control a console."""
    return spoken_text(unicodedata.normalize("NFC", raw[:_READ]).translate(_PLAIN))


def say_command(
    profile: Profile, author: str, raw: str, *, staff_names: Iterable[str] | None = None
) -> ConsoleCommand:
    """Return the command that says the line of the author, cut to what the game accepts.

    With ``staff_names``, anybody may be the author, and a name like those of the staff is marked.
    Raises EmptyCommand if nothing of the line is left.
    """
    shown = clean_name(author)
    if staff_names is not None:
        shown = marked_name(shown, staff_names)
    name = _cut_bytes(shown.translate(_PLAIN), profile.longest_command // _NAME_SHARE)
    used = len(profile.say.format(name=name, text="").encode())
    text = _cut_bytes(chat_line(raw), profile.longest_command - used)
    if not text:
        raise EmptyCommand
    return parse_command(profile.say.format(name=name, text=text), profile)


def broadcast_command(profile: Profile, raw: str) -> ConsoleCommand:
    """Return the command that tells a line to all players, cut to what the game accepts.

    Raises NoBroadcasts, and EmptyCommand if nothing of the line is left.
    """
    if profile.broadcast is None:
        raise NoBroadcasts(game=profile.title)
    used = len(profile.broadcast.format(text="").encode())
    text = _cut_bytes(chat_line(raw), profile.longest_command - used)
    if not text:
        raise EmptyCommand
    return parse_command(profile.broadcast.format(text=text), profile)


def _cut_bytes(text: str, most: int) -> str:
    """Return the first grapheme clusters of at most ``most`` bytes in UTF-8."""
    if len(text.encode()) <= most:
        return text
    size = end = 0
    for cluster in graphemes(text):
        size += len(cluster.encode())
        if size > most:
            break
        end += len(cluster)
    return text[:end].strip()
