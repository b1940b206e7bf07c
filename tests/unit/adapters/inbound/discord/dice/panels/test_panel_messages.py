"""Tests the messages of panels with golden files, and that they are read back."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as some

from nazh.adapters.inbound.discord.dice.panels.panel_messages import (
    failed_body,
    panel_body,
    panel_form,
    preview_body,
    read_panel,
)
from nazh.adapters.inbound.discord.interactions.responses import Json
from nazh.adapters.inbound.discord.interactions.sending.embed_limits import DESCRIPTION_CHARACTERS
from nazh.adapters.inbound.texts.dice.panels import (
    panel_text,
    panel_title,
    read_title,
    refused_text,
)
from nazh.adapters.inbound.texts.languages import ENGLISH, LANGUAGES, translator_for
from nazh.application.dice.panels.check_panel import RefusedLine, RefusedPanel
from nazh.domain.dice.errors import UnknownName
from nazh.domain.dice.errors.panels import EmptyPanel, TooManyButtons
from nazh.domain.dice.limits import Limits
from nazh.domain.dice.panels import Panel, PanelButton, PanelLine, panel_length
from tests.conftest import CheckGolden

PANEL = Panel(
    "Goblin *ambush*",
    (
        PanelButton(PanelLine("$hit(7)", "Attack_1"), "Attack_1"),
        PanelButton(PanelLine("4d6kh3"), "4d6kh3"),
        PanelButton(PanelLine("Stealth: 1d20+@dex"), "Stealth"),
        *(PanelButton(PanelLine(f"{number}d6"), f"{number}d6") for number in range(1, 5)),
    ),
    {"$hit": "1d20+{bonus=5}+$edge", "$edge": "1d4"},
)
TITLE_CHARACTERS = 256
"""The most that Discord accepts above an embed."""
GERMAN = translator_for("de")
labels = some.text("ab *_`|~⚔@#[](", min_size=1, max_size=20).map(
    lambda text: text.replace("`", "'").strip() or "x"
)
texts = some.text("1d6+@$# x", min_size=1, max_size=40)
lines = some.builds(PanelLine, texts, some.none() | labels)


def as_text(body: Json) -> str:
    return json.dumps(body, ensure_ascii=False, indent=2) + "\n"


def test_a_posted_panel(check_golden: CheckGolden) -> None:
    check_golden("discord/panel.json", as_text(panel_body(PANEL, ENGLISH)))


def test_a_preview_is_in_two_languages(check_golden: CheckGolden) -> None:
    check_golden("discord/panel_preview.json", as_text(preview_body(PANEL, ENGLISH, GERMAN)))


def test_a_refused_panel_keeps_what_was_typed(check_golden: CheckGolden) -> None:
    unknown = UnknownName("$hit", 0)
    unknown.source = "$hit"
    refused = RefusedPanel((RefusedLine(1, unknown),))

    body = failed_body(
        refused_text(refused, ENGLISH), "", ["$hit", "2d6"], ENGLISH, is_posted=False
    )
    check_golden("discord/panel_refused.json", as_text(body))


def test_an_edit_that_is_refused_says_so() -> None:
    refused = RefusedPanel(tuple(RefusedLine(number, EmptyPanel()) for number in range(1, 6)))

    body = failed_body(refused_text(refused, ENGLISH), "", ["2d6"], ENGLISH, is_posted=True)

    content = str(body["content"])
    assert content.count("**Button") == 3
    assert content.endswith(
        "Other buttons have mistakes too.\n"
        "The panel wasn't changed. Copy your text, and edit the panel again."
    )
    assert body["components"] == ()


def test_the_modal(check_golden: CheckGolden) -> None:
    form = panel_form("Goblins", "Attack = 1d20+5", ENGLISH, is_posted=True)

    check_golden("discord/panel_form.json", as_text(form.body))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("is_posted", [True, False])
def test_the_modal_is_within_discords_limits(language: str, is_posted: bool) -> None:
    form = panel_form("", "", translator_for(language), is_posted=is_posted)

    data = json.loads(json.dumps(form.data))
    assert len(data["title"]) <= 45
    for row in data["components"]:
        (field,) = row["components"]
        assert len(field["label"]) <= 45
        assert len(field["placeholder"]) <= 100


@pytest.mark.parametrize("language", [None, *LANGUAGES])
def test_a_panel_without_a_title_has_none_in_any_language(language: str | None) -> None:
    assert read_title(panel_title("", translator_for(language))) == ""


@given(some.lists(lines, min_size=1, max_size=20), some.text("*_a@ #", min_size=1, max_size=9))
def test_a_panel_is_read_back(written: list[PanelLine], title: str) -> None:
    buttons = tuple(PanelButton(line, "x") for line in written)
    panel = Panel(title, buttons, {"$a": "1d6 + {b=1}", "$b": "$a"})

    panel_read = read_panel(panel_title(title, ENGLISH), panel_text(panel))

    assert panel_read.title == title
    assert panel_read.lines == tuple(written)
    assert panel_read.saved == panel.saved
    assert panel_read.typed.splitlines() == [line.text for line in written]


def test_typed_fields_are_read_back() -> None:
    refused = RefusedPanel((RefusedLine(None, TooManyButtons(21)),))

    body = failed_body(
        refused_text(refused, ENGLISH), "A", ["1d20", "``` 2d6"], ENGLISH, is_posted=False
    )

    (embed,) = json.loads(json.dumps(body))["embeds"]
    panel_read = read_panel(embed["title"], embed["description"])
    assert (panel_read.title, panel_read.typed, panel_read.lines) == ("A", "1d20\n``` 2d6", ())


def test_the_longest_title_fits_above_a_panel() -> None:
    assert len(panel_title("@" * Limits.PANEL_TITLE_LENGTH, ENGLISH)) <= TITLE_CHARACTERS


def test_the_longest_panel_fits_into_a_message() -> None:
    label = "*" * Limits.PANEL_LABEL_LENGTH
    buttons = (PanelButton(PanelLine("1d20", label), label),) * Limits.PANEL_BUTTONS
    saved = {f"${place:02}": "1d6" for place in range(16)}
    used = panel_length([button.line for button in buttons], saved)
    assert 1_990 < used <= Limits.PANEL_LENGTH

    text = panel_text(Panel("", buttons, saved))

    assert len(text) <= DESCRIPTION_CHARACTERS
