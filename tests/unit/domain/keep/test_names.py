"""Tests that players' names keep every script, and nothing that hides, pings or injects."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nazh.domain.keep.texts.names import LONGEST_NAME, NAMELESS, clean_name
from nazh.domain.kernel.graphemes import graphemes

PIECES = (
    *("@everyone", "<@1>", "<@&2>", "<#3>", "<a:x:1>", "<:y:2>", "```", "||", "**", "|", ";", '"'),
    *(
        "\n",
        "\r\n",
        "\x1b[31m",
        "\u202e",
        "\u200b",
        "\u200d",
        "\u3164",
        "🔥",
        "🏽",
        "ﷺ",
        "ｅ",
        "＠",
    ),
    *("か", "\u3099", "ज", "\u093c", "ท", "\u0e35", "e", "\u0301", "한", "\u1112", "\u1161"),
)
HOSTILE = st.lists(
    st.one_of(
        st.text(max_size=8),
        st.characters(categories=("Mn", "Mc", "Me", "Cf", "Cc", "So", "Zs")),
        st.sampled_from(PIECES),
    ),
    max_size=60,
).map("".join)


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("🔥Emoji🔥", "Emoji"),
        ("<a:custom_emoji:123>Text", "Text"),
        ("<:wave:1>Text<:wave:1>", "Text"),
        ("Z\u0337\u0348a\u0334\u0359l\u0336\u0353g\u0338\u035co\u0335\u0317", "Zalgo"),
        ("**Bold** _and_ ~~gone~~", "Bold and gone"),
        ("@everyone", "everyone"),
        ("＠everyone", "everyone"),
        ("<@&123>", "&123"),
        ("\x1b[31mRed\x1b[0m", "Red"),
        ("a\u202egnp.exe", "agnp.exe"),
        ("  two \t\n blanks  ", "two blanks"),
        ("name]: /kick all", "name /kick all"),
        ("Ｆｕｌｌ", "Full"),
        ("x" * 5_000, "x" * 32),
        (" " * 100_000, NAMELESS),
        ("", NAMELESS),
        ("🔥🔥", NAMELESS),
        ("\u3164\u200b\u2800", NAMELESS),
    ],
)
def test_control_and_format_characters_are_removed(raw: str, clean: str) -> None:
    assert clean_name(raw) == clean


@pytest.mark.parametrize(
    "name",
    [
        "José",
        "Zoë Müller-Lüdenscheidt",
        "Nguyễn Thị Hường",
        "Łukasz Ørsted",
        "हिन्दी",
        "ज़िन्दगी",
        "क्षत्रिय",
        "ภาษาไทย",
        "ที่นี่",
        "العربية",
        "مُحَمَّد",
        "עִבְרִית",
        "한국어",
        "日本語が",
        "பெயர்",
        "বাংলা",
        "Українська",
        "Ελληνικά",
        "ქართული",
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_names_of_every_script_are_kept_in_either_form(name: str, form: str) -> None:
    raw = unicodedata.normalize("NFC" if form == "NFC" else "NFD", name)

    assert clean_name(raw) == unicodedata.normalize("NFC", name)


@settings(max_examples=2_000, deadline=None)
@given(HOSTILE)
def test_cleaning_is_idempotent_and_leaves_nothing_dangerous(raw: str) -> None:
    name = clean_name(raw)

    assert clean_name(name) == name
    assert 1 <= len(list(graphemes(name))) <= LONGEST_NAME
    assert not set("*_~`|><@#[]:\\\r\n\0") & set(name)
    assert not any(
        unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp") for character in name
    )
    assert re.search(r"^\s|\s$|\s\s", name) is None
    assert all(
        len(grapheme) <= 6
        for grapheme in graphemes(name)
        if not "\u1100" <= grapheme[0] <= "\u11ff"
    )
