"""Tests messages rendered for a terminal."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localcord.markdown import render_markdown
from localcord.terminal.styled_text import TextPainter, columns
from localcord.terminal.transcript import render_message, render_modal
from localcord.users.modals import Modal

ANSI = re.compile(r"\x1b\[[\d;]*m")


def message(**changes: Any) -> dict[str, Any]:
    return {
        "author": {"id": "1", "username": "nazh", "global_name": "Nazh", "bot": True},
        "content": "",
        "embeds": [],
        "components": [],
        "attachments": [],
        "mentions": [],
        "flags": 0,
        "edited_timestamp": None,
        **changes,
    }


def plain(text: str, width: int = 72) -> list[str]:
    return [TextPainter().paint(line) for line in render_markdown(text, width, {"5": "Mira"})]


def colored(text: str) -> str:
    return "\n".join(TextPainter(color=True).paint(line) for line in render_markdown(text, 72))


def test_a_roll_reads_as_on_discord() -> None:
    mira = {"id": "5", "username": "mira", "global_name": "Mira"}
    roll_message = message(
        interaction_metadata={"user": mira, "name": "roll", "command_type": 1},
        content="**23** for <@5>",
        embeds=[
            {
                "title": "a1d20+5, 2d6",
                "description": "Kept ~~4~~ 18 + 5\n-# advantage",
                "color": 0x336699,
                "fields": [
                    {"name": "1d20", "value": "23", "inline": True},
                    {"name": "2d6", "value": "`3` `4`", "inline": True},
                    {"name": "Plot die", "value": "Opportunity!", "inline": False},
                ],
                "footer": {"text": "The Long Rest"},
            }
        ],
        components=[
            {
                "type": 1,
                "components": [
                    {"type": 2, "style": 1, "label": "Roll again", "custom_id": "a"},
                    {"type": 2, "style": 2, "label": "Add Plot Die", "custom_id": "b"},
                    {"type": 2, "style": 2, "label": "Gone", "custom_id": "c", "disabled": True},
                    {"type": 2, "style": 5, "label": "Rules", "url": "https://example.com"},
                ],
            },
            {
                "type": 1,
                "components": [
                    {
                        "type": 3,
                        "placeholder": "Edge",
                        "custom_id": "e",
                        "options": [{"label": "Up"}, {"label": "Down"}],
                    }
                ],
            },
        ],
        flags=64,
    )

    assert render_message(roll_message, width=60).split("\n") == [
        "╭ Mira used /roll",
        "Nazh APP",
        "23 for @Mira",
        "▌ a1d20+5, 2d6",
        "▌ Kept ~~4~~ 18 + 5",
        "▌ advantage",
        "▌ 1d20                         2d6",
        "▌ 23                           3 4",
        "▌ Plot die",
        "▌ Opportunity!",
        "▌ The Long Rest",
        "[ Roll again ] [ Add Plot Die ] ( Gone ) [ Rules ↗ ]",
        "[ Edge ▾ ] Up · Down",
        "Only you can see this",
    ]


def test_components_v2_read_as_on_discord() -> None:
    panel = {
        "type": 17,
        "accent_color": 0xFF0000,
        "components": [
            {"type": 10, "content": "# Panel"},
            {"type": 14, "divider": True},
            {
                "type": 9,
                "components": [{"type": 10, "content": "Roll it again?"}],
                "accessory": {"type": 2, "style": 1, "label": "Again", "custom_id": "a"},
            },
            {
                "type": 12,
                "items": [{"media": {"url": "https://x.example/a.png"}, "description": "A map"}],
            },
            {"type": 13, "file": {"url": "attachment://rolls.csv"}},
        ],
    }

    assert render_message(message(components=[panel], flags=1 << 15), width=32).split("\n") == [
        "Nazh APP",
        "▌ Panel",
        "▌ ──────────────────────────────",
        "▌ Roll it again?       [ Again ]",
        "▌ [image: A map]",
        "▌ [file: rolls.csv]",
    ]


def test_a_modal_shows_its_fields() -> None:
    count = {"type": 4, "custom_id": "n", "style": 1, "label": "How many", "value": "3"}
    why = {"type": 4, "custom_id": "w", "style": 2, "label": "Why", "required": False}
    rows = [{"type": 1, "components": [field]} for field in (count, why)]
    modal = Modal({"custom_id": "form", "title": "Plot dice", "components": rows}, 1)

    assert render_modal(modal, width=24).split("\n") == [
        "┌─ Plot dice ──────────┐",
        "│ How many *           │",
        "│ [ 3                ] │",
        "│ Why                  │",
        "│ [                  ] │",
        "└──────────────────────┘",
    ]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("**a** *b* __c__ `d` ***e*** _f_", "a b c d e f"),
        ("~~4~~ ||secret||", "~~4~~ ▒▒▒▒▒▒"),
        (
            "[rules](https://x.example) <@5> <#9> <:d20:77>",
            "rules (https://x.example) @Mira #channel :d20:",
        ),
        ("# One\n## Two\n-# three", "One\nTwo\nthree"),
        ("> quoted\n- item\n  - inner", "│ quoted\n• item\n  • inner"),
        (r"\*not italic\* 2\*3", "*not italic* 2*3"),
        ("2 * 3 * 4 snake_case_name", "2 * 3 * 4 snake_case_name"),
        ("a\n```py\nx = 1\n```\nb", "a\n  x = 1\nb"),
        ("<t:0:R>", "1970-01-01 00:00 UTC"),
        ("", ""),
    ],
)
def test_markdown_without_colour_is_readable(text: str, shown: str) -> None:
    assert "\n".join(plain(text)) == shown


def test_markdown_with_colour_uses_ansi_styles() -> None:
    assert colored("**a *b***") == "\x1b[1ma \x1b[0m\x1b[1;3mb\x1b[0m"
    assert colored("~~4~~ 17") == "\x1b[9m4\x1b[0m 17"


def test_an_embed_has_its_colour_at_the_left() -> None:
    rendered = render_message(message(embeds=[{"title": "x", "color": 0x0A141E}]), color=True)

    assert rendered.split("\n")[1] == "\x1b[38;2;10;20;30m▌\x1b[0m \x1b[1mx\x1b[0m"


def test_thinking_and_edited_are_shown() -> None:
    rendered = render_message(message(flags=128, edited_timestamp="2026-01-01T00:00:00+00:00"))

    assert rendered == "Nazh APP (edited)\nis thinking …"


def test_long_text_is_wrapped_at_words() -> None:
    assert plain("the quick brown fox", 10) == ["the quick", "brown fox"]
    assert plain("abcdefghijkl mno", 5) == ["abcde", "fghij", "kl", "mno"]
    assert plain("> one two three", 9) == ["│ one two", "│ three"]


@given(st.text(max_size=200), st.integers(8, 60))
def test_no_line_is_wider_than_asked(text: str, width: int) -> None:
    for line in render_markdown(text, width):
        assert columns(TextPainter().paint(line)) <= width
        assert columns(ANSI.sub("", TextPainter(color=True).paint(line))) <= width


@given(st.text(alphabet="*_~|`[]()<>@#-> \\abc\n", max_size=80))
def test_any_text_can_be_rendered(text: str) -> None:
    render_message(message(content=text, embeds=[{"description": text}]), width=20)
