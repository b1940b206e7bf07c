"""Tests the normalization of input characters, which keeps positions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nazh.domain.dice.errors import ForbiddenCharacter, NotationTooLong
from nazh.domain.dice.notation import read_roll
from nazh.domain.dice.notation.normalizing import normalized_characters
from tests.unit.domain.dice.scripted_rolls import canonical_notation, refused


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("1D20+5", "1d20+5"),
        ("１Ｄ２０＋５", "1d20+5"),
        ("（１ｄ６）＊２", "(1d6)*2"),
        ("٣d٦", "3d6"),
        ("१d६", "1d6"),
        ("𝟙d𝟞", "1d6"),
        ("3−1–1—1", "3-1-1-1"),
        ("2×3÷4", "2*3/4"),
        ("1\t2\n3\r4\u00a05\u30006", "1 2 3 4 5 6"),
        ("Épée: É 1D20", "épée: é 1d20"),
        ("≥≤≠", "≥≤≠"),
    ],
)
def test_characters_that_mean_the_same_become_the_same(text: str, plain: str) -> None:
    assert normalized_characters(text) == plain


@pytest.mark.parametrize(
    "text",
    [
        "1d6²",
        "1d6₂",
        "1d6①",
        "1ⅾ6",
        "1d6⁺5",
        "1𝐝6",
        "4d6\u212ah3",
        "1d6\u0130e5",
        "ª1d20",
        "1d½",
        "1dⅫ",
        "1d6\u0301",
    ],
)
def test_look_alikes_are_not_dice(text: str) -> None:
    assert refused(text).code == "unreadable_notation"


@pytest.mark.parametrize(
    ("character", "name"),
    [
        ("\x00", "U+0000"),
        ("\x07", "U+0007"),
        ("\x1b", "U+001B"),
        ("\x7f", "U+007F"),
        ("\x85", "U+0085"),
        ("\u200b", "U+200B"),
        ("\u200e", "U+200E"),
        ("\u200f", "U+200F"),
        ("\u202e", "U+202E"),
        ("\u2066", "U+2066"),
        ("\u2028", "U+2028"),
        ("\ufeff", "U+FEFF"),
        ("\ue000", "U+E000"),
        ("\U000e0041", "U+E0041"),
    ],
)
@pytest.mark.parametrize(
    ("before", "behind"), [("1d20", ""), ("", "1d20"), ("1d20 # so ", "it is"), ("2d6[fi", "re]")]
)
def test_invisible_characters_are_refused_wherever_they_stand(
    before: str, behind: str, character: str, name: str
) -> None:
    refusal = refused(f"{before}{character}{behind}")

    assert (refusal.code, refusal.at) == ("forbidden_character", len(before))
    assert name in refusal.sentence
    assert refusal.hint


@pytest.mark.parametrize("before", ["", "1d20", "1d20 # so "])
def test_a_character_that_is_not_utf_8_is_refused(before: str) -> None:
    refusal = refused(f"{before}\udcc3")

    assert (refusal.code, refusal.at) == ("forbidden_character", len(before))
    assert refusal.sentence == "There is a character in your roll that is not UTF-8."


def test_a_backtick_is_refused() -> None:
    refusal = refused("2d6 # `fire`")

    assert (refusal.code, refusal.at) == ("forbidden_character", 6)
    assert "backtick" in refusal.sentence


@pytest.mark.parametrize(
    "text", ["Épée: 1d20", "Stärke: 1d20", "剣: 1d20", "🎲: 1d20", "Ⅻ: 1d20", "x²: 1d20"]
)
def test_labels_keep_their_letters(text: str) -> None:
    assert canonical_notation(text) == text


def test_comments_and_notes_keep_their_letters() -> None:
    plan = read_roll("2d6[Feuer‑Öl] # Ein Hieb – für Åse 🎲")

    assert plan.notation == "2d6[Feuer‑Öl]"
    assert plan.comment == "Ein Hieb – für Åse 🎲"


def test_emoji_may_be_joined() -> None:
    assert read_roll("1d6 # 👩‍👩‍👧").comment == "👩‍👩‍👧"


@given(st.text(max_size=60))
def test_every_character_keeps_its_place(text: str) -> None:
    try:
        plain = normalized_characters(text)
    except ForbiddenCharacter as caught:
        blamed = caught
    else:
        assert len(plain) == len(text)
        return

    assert blamed.at is not None
    assert blamed.facts["character"] == f"U+{ord(text[blamed.at]):04X}"


@pytest.mark.parametrize("characters", [401, 4_000, 40_000])
@pytest.mark.parametrize("character", ["1", "(", " ", "\x00", "٣"])
def test_too_long_a_text_is_not_even_looked_at(character: str, characters: int) -> None:
    with pytest.raises(NotationTooLong) as caught:
        normalized_characters(character * characters)

    assert (caught.value.code, caught.value.facts["characters"]) == (
        "notation_too_long",
        characters,
    )
