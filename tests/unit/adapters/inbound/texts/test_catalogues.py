"""Tests that catalogues are complete, keep all placeholders, and fit Discord's limits."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages import Catalog, Message
from babel.messages.pofile import read_po

from nazh.adapters.inbound import texts
from nazh.adapters.inbound.texts.dice import builder, commands, help_pages, saved_rolls
from nazh.adapters.inbound.texts.dice.rolling import buttons
from nazh.adapters.inbound.texts.languages import LANGUAGES, translator_for
from nazh.domain.dice import COSMERE, NAZH
from nazh.domain.dice.errors import UnreadableNotation
from nazh.domain.dice.notation import read_roll
from tests.unit.adapters.inbound.texts.catalogue_check import out_of_step

TEXTS = Path(next(iter(texts.__path__)))
SOURCES = TEXTS.parents[2]
FILES = sorted(TEXTS.rglob("*.po"))
BREAKABLE = re.compile(r"[ \u202f](?:»|[;:!?](?=\s|[*_]|$))|«[ \u202f]")
CHOSEN_BY_PLAYERS = re.compile(
    r"(?<=[$@])[^\W\d]\w*|(?<=\{\{)[^\W\d]\w*|[^\W\d]\w*(?=:\s|=\d)|(?<=# ).*|(?<=\[)\w*(?=\])"
)
"""Names of saved rolls and numbers, parameters, labels, remarks and notes."""
STRAIGHT_APOSTROPHE = re.compile(r"\w'\w")
NOT_ENGLISH = re.compile(r"\b[Tt]hr(?:ow|ew)|\s%(?!\()")
ON_BUTTONS = (
    buttons.ADD_PLOT_DIE,
    buttons.COPY_COMMAND,
    buttons.ROLL_AGAIN,
    buttons.REVEAL,
    buttons.DETAILS,
    builder.WORDS_LABEL,
    builder.ROLL,
    builder.ROLL_SECRETLY,
    saved_rolls.ROLL_IT,
    saved_rolls.SHARE,
    saved_rolls.FORGET,
    saved_rolls.KEEP,
    saved_rolls.BACK,
    saved_rolls.EARLIER,
    saved_rolls.FURTHER,
    *builder.STEP_LABELS.values(),
)
SHORT = (*ON_BUTTONS, buttons.HOW_TO_COPY, builder.LABEL, builder.DIFFICULTY)


def name_of(file: Path) -> str:
    return str(file.relative_to(TEXTS))


def catalogue(file: Path) -> Catalog:
    return read_po(BytesIO(file.read_bytes()), locale=file.stem)


def messages(file: Path) -> Iterator[Message]:
    return (message for message in catalogue(file) if message.id)


def forms(text: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    return (text or "",) if isinstance(text, str | None) else tuple(text)


def is_translated(message: Message) -> bool:
    return all(forms(message.string))


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_the_platform_and_translated_contexts_have_a_catalogue_for_every_language() -> None:
    names = {
        name_of(folder / f"{language}.po")
        for folder in {file.parent for file in FILES}
        for language in LANGUAGES.values()
    }

    assert {name_of(file) for file in FILES} == names
    assert names >= {"catalogues/de.po", "dice/catalogues/de.po", "guilds/catalogues/de.po"}


@pytest.mark.parametrize("language", sorted(set(LANGUAGES.values())))
def test_a_text_of_several_catalogues_has_one_translation(language: str) -> None:
    translations_of: dict[str, set[tuple[str, ...]]] = {}
    for file in TEXTS.rglob(f"{language}.po"):
        for message in messages(file):
            translations_of.setdefault(str(message.id), set()).add(forms(message.string))

    assert [text for text, translations in translations_of.items() if len(translations) > 1] == []


def test_the_catalogues_hold_the_texts_of_the_code_and_no_others() -> None:
    assert out_of_step() == []


def test_english_texts_say_roll_and_write_percentages_without_a_space() -> None:
    english = [
        text
        for template in TEXTS.rglob("messages.pot")
        for message in messages(template)
        for text in forms(message.id)
    ]

    assert len(english) > 1_000
    assert [text for text in english if NOT_ENGLISH.search(text)] == []


def translations(language: str) -> list[str]:
    return [
        form
        for file in TEXTS.rglob(f"{language}.po")
        for message in messages(file)
        for form in forms(message.string)
    ]


def test_french_punctuation_stays_on_the_line_of_its_word() -> None:
    french = translations("fr")

    assert len(french) > 500
    assert [text for text in french if BREAKABLE.search(text)] == []
    assert [text for text in french if STRAIGHT_APOSTROPHE.search(text)] == []


def test_spanish_quotes_with_one_kind_of_marks() -> None:
    assert [text for text in translations("es") if "“" in text or "”" in text] == []


@pytest.mark.parametrize("language", sorted(set(LANGUAGES.values())))
def test_a_percent_sign_stays_on_the_line_of_its_number(language: str) -> None:
    assert [text for text in translations(language) if " %" in text] == []


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_every_text_is_translated(file: Path) -> None:
    missing = [message.id for message in messages(file) if not is_translated(message)]

    assert missing == [], f"translate these texts in {file}"
    assert not any(message.fuzzy for message in messages(file))


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_a_translation_has_the_places_of_the_english(file: Path) -> None:
    for message in filter(is_translated, messages(file)):
        english = set().union(*map(places, forms(message.id)))
        for translation in forms(message.string):
            without_number = (
                places(translation) | {"count"} if message.pluralizable else places(translation)
            )
            assert without_number in (english, english | {"count"}), message.id


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_counting_has_as_many_forms_as_the_language(file: Path) -> None:
    wanted = catalogue(file).num_plurals

    for message in messages(file):
        if message.pluralizable:
            assert len(forms(message.string)) == wanted, message.id


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_code_is_not_translated_except_names_and_remarks_in_it(file: Path) -> None:
    for message in filter(is_translated, messages(file)):
        for english, translation in zip(forms(message.id), forms(message.string), strict=False):
            assert code_in(translation) == code_in(english), message.id


def code_in(text: str) -> list[str]:
    return sorted(CHOSEN_BY_PLAYERS.sub("…", span) for span in re.findall(r"`([^`]+)`", text))


@pytest.mark.parametrize("language", sorted(set(LANGUAGES.values())))
def test_commands_have_their_translated_names_in_texts(language: str) -> None:
    names = {
        message.id: forms(message.string)[0]
        for file in TEXTS.rglob(f"{language}.po")
        for message in messages(file)
        if isinstance(message.id, str) and is_translated(message)
    }
    untranslated = [
        text
        for text, translation in names.items()
        for command in re.findall(r"(?<!\w)/([a-z]+)", text)
        if f"/{names[command]}" not in translation
    ]

    assert untranslated == []


def test_french_addresses_users_in_one_way() -> None:
    formal = re.compile(r"\b(?:vous|votre|vos)\b|\b[A-ZÉ][a-zé]+ez\b")
    french = [message for file in FILES if file.stem == "fr" for message in messages(file)]

    assert [
        translation
        for french_message in french
        for translation in forms(french_message.string)
        if formal.search(translation)
    ] == []


@pytest.mark.parametrize("locale", LANGUAGES)
def test_a_hint_names_an_option_as_discord_shows_it(locale: str) -> None:
    translator = translator_for(locale)
    with pytest.raises(UnreadableNotation) as caught:
        read_roll("1d20 secret", is_typed=True)

    hint = translator(caught.value.remedy or "", notation="1d20")

    assert f"{translator(commands.SECRET)}:True" in hint


@pytest.mark.parametrize("locale", LANGUAGES)
def test_a_command_that_was_copied_can_be_typed_into_its_option(locale: str) -> None:
    translator = translator_for(locale)
    roll, first, second = map(translator, (commands.ROLL, *commands.POOL[:2]))

    copied = f"/{roll} {first}:1d20+5 {second}:2d6 {translator(commands.ADD_PLOT)}:True"

    assert read_roll(copied, is_typed=True).text == "1d20+5, 2d6, dp"


@pytest.mark.parametrize("locale", LANGUAGES)
def test_the_plot_die_can_be_typed_by_its_name(locale: str) -> None:
    name = translator_for(locale)("Plot die")

    assert read_roll(f"1d20+5, {name}", is_typed=True).text == "1d20+5, dp"
    assert read_roll(name, is_typed=True).text == "dp"


@pytest.mark.parametrize("locale", LANGUAGES)
def test_button_labels_are_short(locale: str) -> None:
    translator = translator_for(locale)
    labels = [
        buttons.pick_label(face, ruleset, translator, 10)
        for face in range(1, 7)
        for ruleset in (NAZH, COSMERE)
    ]

    assert all(len(translator(text)) <= 45 for text in SHORT)
    # Two of these four stand beside each other on a phone.
    modifiers = [text for text in builder.STEP_LABELS.values() if text.startswith("Modifier")]
    assert len(modifiers) == 4
    assert all(len(translator(text)) <= len("Modifier −5") for text in modifiers)
    assert all(len(label) <= 80 for label in labels)


@pytest.mark.parametrize("locale", LANGUAGES)
def test_help_fits_into_a_message_and_calls_things_by_their_names(locale: str) -> None:
    translator = translator_for(locale)

    for page in help_pages.HELP_PAGES.values():
        assert 0 < len(help_pages.help_text(page, translator)) <= 2_000
    assert f"`/{translator(commands.ROLL)}`" in help_pages.help_text(
        help_pages.HELP_PAGES["players"], translator
    )


def test_no_text_hides_where_it_would_not_be_collected() -> None:
    # Calls inside an f-string are not found.
    hidden = re.compile(r"""\{(?:translator|N_|N_plural)\(['"]""")

    assert [path.name for path in SOURCES.rglob("*.py") if hidden.search(path.read_text())] == []
