"""Writes the texts for saving, listing, showing, sharing and deleting saved rolls.

Names and texts are put in backticks, where nothing is formatted; neither can contain one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from nazh.adapters.inbound.texts.dice.rolling.markup import escape_markdown
from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.dice.saving.forget_saved import ForgottenRoll
from nazh.application.dice.saving.list_saved import SavedEntry, SavedList
from nazh.application.dice.saving.save_roll import SavedRoll
from nazh.application.dice.saving.saved_roll_scopes import SaveScope
from nazh.domain.dice.dialects import Change, Dialect, Translation
from nazh.domain.dice.notation import Parameter, call_of
from nazh.domain.kernel.texts import N_

ROLL_IT: Final = N_("Roll it")
SHARE: Final = N_("Share")
FORGET: Final = N_("Forget")
KEEP: Final = N_("Save this too")
BACK: Final = N_("Back to the list")
EARLIER: Final = N_("Previous")
FURTHER: Final = N_("Next")
CHOOSE: Final = N_("Choose a saved roll")
FILL_IN: Final = N_("Fill in")
PER_PAGE: Final = 10
_TEXT_IN_LIST: Final = 100
DIALECTS: Final[Mapping[Dialect, str]] = {
    Dialect.NAZH: "Nazh",
    Dialect.ROLL20: "Roll20",
    Dialect.FOUNDRY: "Foundry",
    Dialect.D20: "d20 (Avrae)",
    Dialect.DICEMAIDEN: "DiceMaiden",
}
SCOPES: Final[Mapping[SaveScope, str]] = {
    SaveScope.MINE: N_("for me"),
    SaveScope.SERVER: N_("for this server"),
}


def saved_lines(
    saved: SavedRoll, scope: SaveScope, dialect: Dialect, translator: Translator
) -> tuple[str, ...]:
    """Return what was saved, how to use it, what it replaced, and what was translated."""
    phrase = (
        N_("Saved for this server: {name}")
        if scope is SaveScope.SERVER
        else N_("Saved for you: {name}")
    )
    lines = [translator(phrase, name=code(saved.name)), code(saved.text)]
    if saved.parameters:
        lines.append(call_line(saved.name, saved.parameters, translator))
    if saved.before is not None and saved.before != saved.text:
        lines.append(translator("Previously {text}", text=code(saved.before)))
    return (*lines, *translation_lines(saved.translation, dialect, translator))


def call_line(name: str, parameters: Sequence[Parameter], translator: Translator) -> str:
    """Return how a roll with parameters is used."""
    return translator("Roll it with {call}", call=code(call_of(name, parameters)))


def translation_lines(
    translation: Translation, dialect: Dialect, translator: Translator
) -> tuple[str, ...]:
    """Return a heading and a line for each change, or nothing without changes."""
    if not translation.changes:
        return ()
    heading = translator("Changed from {tool} notation:", tool=DIALECTS[dialect])
    return (heading, *(f"- {_change(change, translator)}" for change in translation.changes))


def _change(change: Change, translator: Translator) -> str:
    if not change.replacement:
        return translator(
            "{written} was left out: {why}",
            written=code(change.written),
            why=translator(change.why),
        )
    return translator(
        "{written} became {became}: {why}",
        written=code(change.written),
        became=code(change.replacement),
        why=translator(change.why),
    )


def plain_change(change: Change, translator: Translator) -> str:
    """Return a change without markup, for a terminal."""
    return _change(change, translator).replace("`", "")


def list_lines(listed: SavedList, page: int, translator: Translator) -> tuple[str, ...]:
    """Return a page of the saved rolls; ``page`` is from 0."""
    if not listed.entries:
        return (translator("Nothing is saved here yet. Save a roll with /save."),)
    shown = listed.entries[page * PER_PAGE : (page + 1) * PER_PAGE]
    return tuple(_entry_line(entry, translator) for entry in shown)


def playing_line(listed: SavedList, translator: Translator) -> str | None:
    """Return the active character here for a footer, which has no markdown, or ``None``."""
    if listed.active_character is None:
        return None
    return translator("You're playing {character}.", character=listed.active_character.name)


def _entry_line(entry: SavedEntry, translator: Translator) -> str:
    text = entry.text
    if len(text) > _TEXT_IN_LIST:
        text = f"{text[: _TEXT_IN_LIST - 1]}…"
    line = f"{code(entry.name)} {code(text)}"
    return (
        f"{line} ({translator(SCOPES[SaveScope.SERVER])})"
        if entry.scope is SaveScope.SERVER
        else line
    )


def entry_lines(
    entry: SavedEntry, parameters: Sequence[Parameter], translator: Translator
) -> tuple[str, ...]:
    """Return one saved roll or number in full."""
    heading = code(entry.name)
    if entry.scope is SaveScope.SERVER:
        heading = f"{heading} ({translator(SCOPES[SaveScope.SERVER])})"
    lines = (heading, code(entry.text))
    return (*lines, call_line(entry.name, parameters, translator)) if parameters else lines


def forgotten_line(forgotten: ForgottenRoll, translator: Translator) -> str:
    """Return what was deleted."""
    return translator(
        "Forgot {name}. It was {text}",
        name=code(forgotten.name),
        text=code(forgotten.text),
    )


def shared_heading(player: int, translator: Translator) -> str:
    """Return the heading of a shared roll. ``<@…>`` is displayed as a name and notifies nobody."""
    return translator("{player} shares a saved roll.", player=f"<@{player}>")


def shared_line(name: str, text: str) -> str:
    """Return one name and its text in a shared roll."""
    return f"{code(name)} {code(text)}"


def kept_line(names: Sequence[str], translator: Translator) -> str:
    """Return which names of a shared roll are new to the user who saves it."""
    if not names:
        return translator("You've already saved this.")
    return translator("Saved for you: {names}", names=translator.all_of(map(code, names)))


def offered_name(name: str, text: str) -> str:
    """Return a saved roll as an autocomplete choice."""
    return f"{name} · {text}"


def code(text: str) -> str:
    """Return ``text`` in backticks."""
    return f"`{text.replace('`', chr(0x2019))}`"


def made_line(name: str, translator: Translator, *, is_everywhere: bool) -> str:
    """Return that a character was created."""
    phrase = (
        N_("{character} is available on all your servers, and you're now playing {character} here.")
        if is_everywhere
        else N_("{character} is available on this server, and you're now playing {character}.")
    )
    return translator(phrase, character=escape_markdown(name))


def played_line(name: str | None, translator: Translator) -> str:
    """Return which character is active now."""
    if name is None:
        return translator("You're no longer playing a character here.")
    return translator("You're playing {character}.", character=escape_markdown(name))


def number_line(character: str, name: str, number: str | None, translator: Translator) -> str:
    """Return that a number of a character was set, or removed."""
    who = escape_markdown(character)
    if number is None:
        return translator("{character} no longer has {name}.", character=who, name=code(name))
    return translator(
        "{character} now has {name} {number}.", character=who, name=code(name), number=number
    )


def character_forgotten_line(name: str, translator: Translator) -> str:
    """Return that a character was deleted."""
    return translator("Forgot {character} and all their numbers.", character=escape_markdown(name))


def character_lines(listed: SavedList, translator: Translator) -> tuple[str, ...]:
    """Return the characters that are available here, with their numbers."""
    if not listed.characters:
        return (translator("You don't have a character here yet. Create one with /character new."),)
    lines: list[str] = []
    for character in listed.characters:
        name = f"**{escape_markdown(character.name)}**"
        if character == listed.active_character:
            name = translator("{character} (played here)", character=name)
        lines.append(name)
        if character.numbers:
            numbers = sorted(character.numbers.items())
            lines.append(" ".join(code(f"{number} {value}") for number, value in numbers))
    return tuple(lines)
