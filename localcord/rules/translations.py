"""Validates names and descriptions of commands, and their translations."""

import re
from collections.abc import Iterator

from localcord.json_codec import Json, JsonObject
from localcord.locales import LOCALES
from localcord.rules.object_validator import ObjectValidator

# Discord's ^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$; Python's \w has no scripts, so the
# combining signs of Devanagari and Thai are named as ranges.
_NAME = re.compile(r"[-'\w\u0900-\u097f\u0e00-\u0e7f]{1,32}")
MAX_CHARACTERS = 8000


def check_name(validator: ObjectValidator, key: str, name: str | None) -> None:
    """Check the name of a slash command or of an option."""
    if name and (not _NAME.fullmatch(name) or name != name.lower()):
        validator.add_error("APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid", key)


def check_names(validator: ObjectValidator, *, high: int, typed: bool) -> None:
    """Check the translations of a name of at most ``high`` characters.

    ``typed`` names are typed after the slash, so they have no spaces or capitals.
    """
    if names := validator.child("name_localizations"):
        for locale in _locales(names):
            name = names.text(locale, low=1, high=high)
            if typed:
                check_name(names, locale, name)


def check_descriptions(validator: ObjectValidator) -> None:
    """Check the translations of a description."""
    if descriptions := validator.child("description_localizations"):
        for locale in _locales(descriptions):
            descriptions.text(locale, low=1, high=100)


def check_size(validator: ObjectValidator) -> None:
    """Check the total length of a command's texts.

    The longest of a text and its translations counts.
    """
    if sum(_sizes(validator.value)) > MAX_CHARACTERS:
        words = f"Command exceeds maximum size ({MAX_CHARACTERS})"
        validator.add_error("APPLICATION_COMMAND_TOO_LARGE", words)


def _locales(translations: ObjectValidator) -> Iterator[str]:
    """Return the translated locales, and record unknown ones."""
    for locale in translations.value:
        if locale in LOCALES:
            yield locale
        else:
            listed = ", ".join(repr(code) for code in sorted(LOCALES))
            words = f"Value must be one of ({listed})."
            translations.add_error("BASE_TYPE_CHOICES", words, locale)


def _sizes(thing: JsonObject) -> Iterator[int]:
    """Return the lengths of all texts of a command, option or choice, with nested ones."""
    for key in ("name", "description"):
        yield max(map(len, _texts(thing, key)), default=0)
    value = thing.get("value")
    yield len(value) if isinstance(value, str) else 0
    for key in ("options", "choices"):
        inner = thing.get(key)
        for entry in inner if isinstance(inner, list) else ():
            if isinstance(entry, dict):
                yield from _sizes(entry)


def _texts(thing: JsonObject, key: str) -> list[str]:
    translations: Json = thing.get(f"{key}_localizations")
    others = translations.values() if isinstance(translations, dict) else ()
    return [text for text in (thing.get(key), *others) if isinstance(text, str)]
