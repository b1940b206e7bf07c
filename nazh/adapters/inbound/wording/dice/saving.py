"""What is said about saved rolls: when one is saved, listed, shown, shared and forgotten.

Names and texts stand between backticks, where nothing formats; neither can hold one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from nazh.adapters.inbound.wording.dice.markup import escape_markdown
from nazh.adapters.inbound.wording.languages import Words
from nazh.application.dice.forget_saved import Forgotten
from nazh.application.dice.list_saved import Entry, SavedList
from nazh.application.dice.save_roll import Saved
from nazh.application.dice.saved_places import Scope
from nazh.domain.dice.dialects import Change, Dialect, Translation
from nazh.domain.dice.notation import Parameter, call_of
from nazh.domain.kernel.phrases import phrase

ROLL_IT: Final = phrase("Roll it")
SHARE: Final = phrase("Share")
FORGET: Final = phrase("Forget")
KEEP: Final = phrase("Save this too")
BACK: Final = phrase("Back to the list")
EARLIER: Final = phrase("Back")
FURTHER: Final = phrase("Further")
CHOOSE: Final = phrase("Choose a saved roll")
FILL_IN: Final = phrase("Fill in")
PER_PAGE: Final = 10
_TEXT_IN_LIST: Final = 100
DIALECTS: Final[Mapping[Dialect, str]] = {
    Dialect.NAZH: "Nazh",
    Dialect.ROLL20: "Roll20",
    Dialect.FOUNDRY: "Foundry",
    Dialect.D20: "d20 (Avrae)",
    Dialect.DICEMAIDEN: "DiceMaiden",
}
SCOPES: Final[Mapping[Scope, str]] = {
    Scope.MINE: phrase("for me"),
    Scope.SERVER: phrase("for this server"),
}


def saved_lines(saved: Saved, scope: Scope, dialect: Dialect, words: Words) -> tuple[str, ...]:
    """Return what is saved now, how it is called, what was there, and what was translated."""
    told = (
        phrase("Saved for this server: {name}")
        if scope is Scope.SERVER
        else phrase("Saved for you: {name}")
    )
    lines = [words(told, name=code(saved.name)), code(saved.text)]
    if saved.parameters:
        lines.append(call_line(saved.name, saved.parameters, words))
    if saved.before is not None and saved.before != saved.text:
        lines.append(words("Until now it was {text}", text=code(saved.before)))
    return (*lines, *translation_lines(saved.translation, dialect, words))


def call_line(name: str, parameters: Sequence[Parameter], words: Words) -> str:
    """Return how a roll with parameters is called."""
    return words("Roll it with {call}", call=code(call_of(name, parameters)))


def translation_lines(translation: Translation, dialect: Dialect, words: Words) -> tuple[str, ...]:
    """Return a heading and a line for each change; nothing where nothing was changed."""
    if not translation.changes:
        return ()
    heading = words("Written otherwise than for {tool}:", tool=DIALECTS[dialect])
    return (heading, *(f"- {_change(change, words)}" for change in translation.changes))


def _change(change: Change, words: Words) -> str:
    if not change.became:
        return words(
            "{written} is left out: {why}", written=code(change.written), why=words(change.why)
        )
    return words(
        "{written} became {became}: {why}",
        written=code(change.written),
        became=code(change.became),
        why=words(change.why),
    )


def plain_change(change: Change, words: Words) -> str:
    """Return a change without markup, for a terminal."""
    return _change(change, words).replace("`", "")


def list_lines(listed: SavedList, page: int, words: Words) -> tuple[str, ...]:
    """Return a page of what is saved; ``page`` is from 0."""
    if not listed.entries:
        return (words("Nothing is saved here yet. Save a roll with /save."),)
    shown = listed.entries[page * PER_PAGE : (page + 1) * PER_PAGE]
    return tuple(_entry_line(entry, words) for entry in shown)


def playing_line(listed: SavedList, words: Words) -> str | None:
    """Return who is played here; ``None`` for nobody."""
    if listed.playing is None:
        return None
    return words("You play {character}.", character=listed.playing.name)


def _entry_line(entry: Entry, words: Words) -> str:
    text = entry.text
    if len(text) > _TEXT_IN_LIST:
        text = f"{text[: _TEXT_IN_LIST - 1]}…"
    line = f"{code(entry.name)} {code(text)}"
    return f"{line} ({words(SCOPES[Scope.SERVER])})" if entry.scope is Scope.SERVER else line


def entry_lines(entry: Entry, parameters: Sequence[Parameter], words: Words) -> tuple[str, ...]:
    """Return one saved roll or number in full."""
    heading = code(entry.name)
    if entry.scope is Scope.SERVER:
        heading = f"{heading} ({words(SCOPES[Scope.SERVER])})"
    lines = (heading, code(entry.text))
    return (*lines, call_line(entry.name, parameters, words)) if parameters else lines


def forgotten_line(forgotten: Forgotten, words: Words) -> str:
    """Return what was forgotten."""
    return words(
        "{name} is forgotten. It was {text}",
        name=code(forgotten.name),
        text=code(forgotten.text),
    )


def shared_heading(player: int, words: Words) -> str:
    """Return what stands above a shared roll. ``<@…>`` shows as a name, and calls nobody."""
    return words("{player} shares a saved roll.", player=f"<@{player}>")


def shared_line(name: str, text: str) -> str:
    """Return one name and its text in a shared roll."""
    return f"{code(name)} {code(text)}"


def kept_line(names: Sequence[str], words: Words) -> str:
    """Return which names of a shared roll are new to the one who saves it."""
    if not names:
        return words("You have saved this already.")
    return words("Saved for you: {names}", names=words.all_of(map(code, names)))


def offered_name(name: str, text: str) -> str:
    """Return a saved roll as it is offered to somebody who is typing."""
    return f"{name} · {text}"


def code(text: str) -> str:
    """Return ``text`` between backticks."""
    return f"`{text.replace('`', chr(0x2019))}`"


def made_line(name: str, words: Words, *, is_everywhere: bool) -> str:
    """Return that a character was made."""
    told = (
        phrase("{character} is yours on every server, and you play {character} here now.")
        if is_everywhere
        else phrase("{character} is yours on this server, and you play {character} now.")
    )
    return words(told, character=escape_markdown(name))


def played_line(name: str | None, words: Words) -> str:
    """Return who is played now."""
    if name is None:
        return words("You play nobody here now.")
    return words("You play {character}.", character=escape_markdown(name))


def number_line(character: str, name: str, number: str | None, words: Words) -> str:
    """Return that a number of a character was set, or taken away."""
    who = escape_markdown(character)
    if number is None:
        return words("{character} has no {name} any more.", character=who, name=code(name))
    return words(
        "{character} has {name} {number} now.", character=who, name=code(name), number=number
    )


def character_forgotten_line(name: str, words: Words) -> str:
    """Return that a character was forgotten."""
    return words("{character} and all the numbers are forgotten.", character=escape_markdown(name))


def character_lines(listed: SavedList, words: Words) -> tuple[str, ...]:
    """Return the characters that can be played here, with their numbers."""
    if not listed.characters:
        return (words("You have no character here yet. Make one with /character new."),)
    lines: list[str] = []
    for one in listed.characters:
        name = f"**{escape_markdown(one.name)}**"
        if one == listed.playing:
            name = words("{character} (played here)", character=name)
        lines.append(name)
        if one.numbers:
            numbers = sorted(one.numbers.items())
            lines.append(" ".join(code(f"{number} {value}") for number, value in numbers))
    return tuple(lines)
