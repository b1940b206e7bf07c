"""Tests the styles in which a terminal shows rolls."""

from __future__ import annotations

import pytest

from nazh.adapters.inbound.cli.dice.terminal import terminal_lines
from nazh.application.dice.rolling.judge_faces import EnteredThrow, JudgeFaces
from nazh.domain.dice import NAZH

STYLES = {
    "1": "<b>",
    "22": "</>",
    "2": "<dim>",
    "3": "<i>",
    "23": "</i>",
    "9": "<s>",
    "29": "</s>",
    "33": "<gold>",
    "31": "<red>",
    "0": "</colour>",
}


def marked_lines(notation: str, *faces: int) -> list[str]:
    """Return the lines, with names in the place of ANSI codes."""
    lines = "\n".join(terminal_lines(JudgeFaces()(EnteredThrow(notation, faces, False, NAZH))))
    for code, name in STYLES.items():
        lines = lines.replace(f"\x1b[{code}m", name)
    return lines.split("\n")


@pytest.mark.parametrize(
    ("notation", "faces", "lines"),
    [
        ("a1d20+5", (3, 18), ["<b>23</>  <dim>a1d20+5</>  [18↑(3)] + 5"]),
        ("4d6kh2", (6, 1, 2, 5), ["<b>11</>  <dim>4d6kh2</>  [<b>6</>][<s>1</s>][<s>2</s>][5]"]),
        ("2d6", (6, 1), ["<b>7</>  <dim>2d6</>  [<b>6</>][<i>1</i>]"]),
        ("2x1d6", (2, 3), ["<dim>2x1d6</>", "1. <b>2</>  [2]", "2. <b>3</>  [3]"]),
        ("dp", (6,), ["<dim>dp</>  [6<b>(O)</>]", "<gold>Opportunity</colour>"]),
        (
            "1d20, dp",
            (11, 1),
            [
                "<b>13</> (+2 Plot)  <dim>1d20</>  [11]",
                "<dim>dp</>  [1!!(T)]",
                "<red>Threat</colour>",
            ],
        ),
    ],
)
def test_totals_and_extremes_are_styled_and_what_the_plot_die_brings_is_coloured(
    notation: str, faces: tuple[int, ...], lines: list[str]
) -> None:
    assert marked_lines(notation, *faces) == lines
