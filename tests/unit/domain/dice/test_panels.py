"""Tests how the text of a panel is split into buttons."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from nazh.domain.dice.errors.panels import ButtonLabelTooLong
from nazh.domain.dice.limits import Limits
from nazh.domain.dice.panels import (
    PanelButton,
    PanelLine,
    caption_of,
    panel_length,
    readings,
    written_lines,
    written_list,
)


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        ("1d20", ("1d20",)),
        ("Attack=1d20+5, Damage=2d6+3,4d6kh3", ("Attack=1d20+5", "Damage=2d6+3", "4d6kh3")),
        ("Both=a1d20, 2d6; 1d4;", ("Both=a1d20, 2d6", "1d4")),
        ("Both=a1d20, 2d6\n1d4; 1d6\n", ("Both=a1d20, 2d6", "1d4; 1d6")),
        ("$hit(3, 4), {1d8, 1d10}kh1, 2d6[a,b]", ("$hit(3, 4)", "{1d8, 1d10}kh1", "2d6[a,b]")),
        ("1d4), 1d6", ("1d4)", "1d6")),
        (" , ;\t", (",",)),
        ("", ()),
    ],
)
def test_a_list_is_split_at_its_strongest_separator(typed: str, lines: tuple[str, ...]) -> None:
    assert written_list(typed) == lines


def test_a_line_is_one_button() -> None:
    assert written_lines("a1d20,  2d6\r\n\n 1d4; 1d6 # `x`") == ("a1d20, 2d6", "1d4; 1d6 # 'x'")


@pytest.mark.parametrize(
    ("line", "labelled"),
    [
        ("Attack=1d20+5", [PanelLine("1d20+5", "Attack")]),
        ("Hits = 6d10>=8", [PanelLine("6d10>=8", "Hits")]),
        ("⚔️ Hit=$hit(bonus=7)", [PanelLine("$hit(bonus=7)", "⚔️ Hit")]),
        ("Six=4d6=6", [PanelLine("4d6=6", "Six")]),
        ("2d20k1@D20 Advantage", [PanelLine("2d20k1", "D20 Advantage")]),
        ("2d4=@2d4", [PanelLine("@2d4", "2d4"), PanelLine("2d4", "2d4")]),
        ("Hit=1d20+@dex", [PanelLine("1d20+@dex", "Hit"), PanelLine("Hit=1d20+", "dex")]),
        *((f"6d10{sign}8", []) for sign in ("==", "=>", "=<", ">=", "<=", "!=")),
        *((line, []) for line in ("1d20", "=1d20", "Attack=", "6d10>=8", "$hit(bonus=7)", "@x")),
    ],
)
def test_a_line_is_a_notation_or_has_a_label_before_or_behind(
    line: str, labelled: list[PanelLine]
) -> None:
    lines = list(readings(line))

    assert PanelLine(line) in lines
    assert [reading for reading in lines if reading.label is not None] == labelled


@pytest.mark.parametrize(
    ("line", "first_label", "caption"),
    [
        (PanelLine("1d20"), None, "1d20"),
        (PanelLine("Attack: 1d20"), "Attack", "Attack"),
        (PanelLine("1d20", "Hit"), None, "Hit"),
        (PanelLine(f"1d20 # {'w' * 80}"), None, f"1d20 # {'w' * 72}…"),
    ],
)
def test_a_caption_is_the_shortest_name_of_a_roll(
    line: PanelLine, first_label: str | None, caption: str
) -> None:
    assert PanelButton(line, caption_of(line, first_label)).caption == caption


def test_a_label_fits_on_its_button() -> None:
    longest = "w" * Limits.PANEL_LABEL_LENGTH
    assert PanelButton(PanelLine("1d20", longest), longest).caption == longest

    with pytest.raises(ButtonLabelTooLong, match="80 characters; this one has 81"):
        PanelButton(PanelLine("1d20", f"{longest}w"), f"{longest}w")


@given(some.lists(some.text("a1 =,;(){}d`", min_size=1), max_size=5))
def test_written_lines_are_split_into_themselves(typed: list[str]) -> None:
    lines = written_lines("\n".join(typed))

    assert written_lines("\n".join(lines)) == lines


def test_saved_rolls_count_for_the_length() -> None:
    lines = (PanelLine("1d20", "Hit"), PanelLine("$hit"))

    assert panel_length(lines, {"$hit": "1d20"}) == len("Hit = 1d20") + len("$hit") + 18
