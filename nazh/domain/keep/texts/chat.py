"""Builds the console command that sends a line from Discord to a game."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from nazh.domain.keep.consoles.commands import ConsoleCommand, parse_command
from nazh.domain.keep.errors import NoBroadcasts, NothingToSay
from nazh.domain.keep.profiles.profile import Profile
from nazh.domain.keep.texts.names import clean_name
from nazh.domain.keep.texts.staff_names import marked_name
from nazh.domain.kernel.graphemes import ELLIPSIS, cut_graphemes, graphemes

LONGEST_LINE: Final = 200
"""The most grapheme clusters of a line of chat."""
_READ: Final = 4_000
"""The most characters of a message that are read; Discord does not allow more."""
_NAME_SHARE: Final = 4
_BLANKS: Final = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
_JOINERS: Final = frozenset("\u200c\u200d")
_DROPPED: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_MARKS: Final = frozenset({"Mn", "Mc", "Me"})
_MAX_MARKS: Final = 6
"""Marks on one letter; no script needs more."""
# Characters with a special meaning in some console or chat: quotes and escapes, command separators,
# Minecraft's selectors, ARK's rich text and Minecraft's colours.
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
    """Return the text on one line, at most 200 grapheme clusters without invisible characters.

    Three dots mark that it was cut. Letters of every script, accents and emoji are kept, but no
    piles of marks, which would cover other lines. Cleaning a clean text returns it unchanged.
    """
    text = unicodedata.normalize("NFC", raw[:_READ])
    visible = "".join(_visible(_BLANKS.sub(" ", text)))
    squeezed = unicodedata.normalize("NFC", _BLANKS.sub(" ", visible).strip())
    if cut_graphemes(squeezed, LONGEST_LINE) == squeezed:
        return squeezed
    return cut_graphemes(squeezed, LONGEST_LINE - len(ELLIPSIS)).strip() + ELLIPSIS


def _visible(text: str) -> Iterator[str]:
    marks = 0
    for character in text:
        if character.isascii():
            marks = 0
        elif character not in _JOINERS:
            category = unicodedata.category(character)
            if category in _DROPPED:
                continue
            marks = marks + 1 if category in _MARKS else 0
            if marks > _MAX_MARKS:
                continue
        yield character


def chat_line(raw: str) -> str:
    """Return the spoken text without characters that control a console."""
    return spoken_text(unicodedata.normalize("NFC", raw[:_READ]).translate(_PLAIN))


def say_command(
    profile: Profile, author: str, raw: str, *, staff_names: Iterable[str] | None = None
) -> ConsoleCommand:
    """Return the command that sends the author's line, truncated to what the game accepts.

    With ``staff_names``, the author may be anybody, and a name that looks like one of the staff is
    marked. Raises NothingToSay if nothing is left of the line.
    """
    shown = clean_name(author)
    if staff_names is not None:
        shown = marked_name(shown, staff_names)
    name = _cut_bytes(shown.translate(_PLAIN), profile.longest_command // _NAME_SHARE)
    return _line_command(lambda text: profile.say.format(name=name, text=text), raw, profile)


def broadcast_command(profile: Profile, raw: str) -> ConsoleCommand:
    """Return the command that sends a line to all players, truncated to what the game accepts.

    Raises NoBroadcasts, and NothingToSay if nothing is left of the line.
    """
    template = profile.broadcast
    if template is None:
        raise NoBroadcasts(game=profile.title)
    return _line_command(lambda text: template.format(text=text), raw, profile)


def spoken_line(command: ConsoleCommand, profile: Profile) -> str:
    """Return what players see of a command that says or broadcasts a line."""
    text = command.text
    for template in (profile.say.replace("[{name}]: ", ""), profile.broadcast or ""):
        before, _, after = template.partition("{text}")
        if text.startswith(before) and text.endswith(after):
            return text.removeprefix(before).removesuffix(after)
    return text


def _line_command(with_text: Callable[[str], str], raw: str, profile: Profile) -> ConsoleCommand:
    """Return the command that ``with_text`` makes of a line. Raises NothingToSay."""
    used = len(with_text("").encode())
    text = _cut_line(chat_line(raw), profile.longest_command - used)
    if not text:
        raise NothingToSay
    return parse_command(with_text(text), profile)


def _cut_line(line: str, most: int) -> str:
    """Return a line of up to ``most`` bytes of UTF-8; three dots mark that it was cut."""
    if len(line.encode()) <= most:
        return line
    beginning = _cut_bytes(line, most - len(ELLIPSIS))
    return beginning and beginning + ELLIPSIS


def _cut_bytes(text: str, most: int) -> str:
    """Return the first grapheme clusters of a text, up to ``most`` bytes of UTF-8."""
    if len(text.encode()) <= most:
        return text
    size = end = 0
    for cluster in graphemes(text):
        size += len(cluster.encode())
        if size > most:
            break
        end += len(cluster)
    return text[:end].strip()
