"""Tests which texts become a panel, and what is said about the others."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from nazh.application.dice.panels.check_panel import CheckPanel, PanelRequest, RefusedPanel
from nazh.domain.dice.errors import InvalidLabel, UnknownName, UnreadableNotation
from nazh.domain.dice.errors.panels import (
    ButtonLabelTooLong,
    EmptyPanel,
    PanelTooLong,
    TooManyButtons,
)
from nazh.domain.dice.errors.saved import MissingArgument
from nazh.domain.dice.panels import Panel, PanelLine
from nazh.domain.dice.systems import GameSystem, game_systems
from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.identity import UserId
from tests.doubles.saved_names import FixedSavedNames

ALICE = UserId(1)
HIT = {"$hit": "1d20 + {bonus=5} + @str + $edge", "$edge": "1d4", "@str": "3"}


async def checked(
    *lines: str,
    own: Mapping[str, str] | None = None,
    saved: Mapping[str, str] | None = None,
    is_author: bool = True,
) -> Panel | RefusedPanel:
    check_panel = CheckPanel(FixedSavedNames(own or {}))
    return await check_panel(
        PanelRequest(ALICE, "Title", lines, saved=saved or {}, is_author=is_author)
    )


async def test_lines_become_buttons() -> None:
    panel = await checked(
        *("Attack=1d20+5", "Hits: 6d10>=8", "4d6=6", "a1d20, 2d6 # go"),
        *("D20=1d20", "Bonus=5", "Edge=1d20 adv"),
    )

    assert isinstance(panel, Panel)
    assert panel.title == "Title"
    assert [button.caption for button in panel.buttons] == [
        "Attack",
        "Hits",
        "4d6=6",
        "a1d20, 2d6 # go",
        "D20",
        "Bonus",
        "Edge",
    ]
    assert panel.buttons[0].line == PanelLine("1d20+5", "Attack")


@pytest.mark.parametrize("label", ["DC = 15", "Hit (or not", "a strength"])
async def test_a_label_behind_a_roll_stays_with_it_when_the_panel_is_edited(label: str) -> None:
    panel = await checked(f"1d20+5@{label}")

    assert isinstance(panel, Panel)
    assert panel.buttons[0].line == PanelLine("1d20+5", label)
    assert await checked(panel.buttons[0].line.text) == panel


async def test_a_list_of_discorddicebot_is_understood() -> None:
    panel = await checked("1d4", "2d20k1@D20 Advantage", "2d4=@Two d4", "Hit=1d20+@dex")

    assert isinstance(panel, Panel)
    assert [(button.caption, button.line.notation) for button in panel.buttons] == [
        ("1d4", "1d4"),
        ("D20 Advantage", "2d20k1"),
        ("Two d4", "2d4"),
        ("Hit", "1d20+@dex"),
    ]


@pytest.mark.parametrize("system", game_systems(), ids=lambda system: system.name)
async def test_every_game_system_can_be_on_a_button(system: GameSystem) -> None:
    panel = await checked(system.example, f"Hunt={system.example}")

    assert isinstance(panel, Panel)
    assert [button.line for button in panel.buttons] == [
        PanelLine(system.example),
        PanelLine(system.example, "Hunt"),
    ]


async def test_saved_rolls_become_a_part_and_numbers_do_not() -> None:
    panel = await checked("Hit=$hit(7)", "1d20+@dex", own=HIT)

    assert isinstance(panel, Panel)
    assert panel.saved == {"$hit": HIT["$hit"], "$edge": "1d4"}


@pytest.mark.parametrize(("is_author", "text"), [(True, "2d6"), (False, "1d6")])
async def test_only_the_authors_own_rolls_replace_those_in_a_panel(
    is_author: bool, text: str
) -> None:
    panel = await checked("$hit", own={"$hit": "2d6"}, saved={"$hit": "1d6"}, is_author=is_author)

    assert isinstance(panel, Panel)
    assert panel.saved == {"$hit": text}


async def test_a_roll_in_a_panel_need_no_longer_be_saved() -> None:
    saved = {"$hit": "1d20+$edge", "$edge": "1d4"}

    panel = await checked("$hit", saved=saved)

    assert isinstance(panel, Panel)
    assert panel.saved == saved


@pytest.mark.parametrize(
    ("line", "refusal"),
    [
        ("2d6+", UnreadableNotation),
        ("Attack=2d6+", UnreadableNotation),
        ("$other", UnknownName),
        ("$needs", MissingArgument),
        ("Fire, ice=1d20", InvalidLabel),
        (f"{'w' * 81}=1d20", ButtonLabelTooLong),
    ],
)
async def test_a_line_that_cannot_be_rolled_is_named(line: str, refusal: type[Refusal]) -> None:
    refused = await checked("1d20", line, "2d6", own={"$needs": "{dice}d6"})

    assert isinstance(refused, RefusedPanel)
    assert [
        (refused_line.number, type(refused_line.refusal)) for refused_line in refused.lines
    ] == [(2, refusal)]


async def test_the_nearest_saved_roll_is_proposed() -> None:
    refused = await checked("Hit=$atack", own={"$attack": "1d20"})

    assert isinstance(refused, RefusedPanel)
    (line,) = refused.lines
    assert "$attack" in str(line.refusal.hint)


async def test_all_mistakes_are_found_together() -> None:
    refused = await checked("x", "1d20", "y=2d+@a b", "2d6+@a b")

    assert isinstance(refused, RefusedPanel)
    assert [line.number for line in refused.lines] == [1, 3, 4]
    assert [line.refusal.source for line in refused.lines] == ["x", "2d+@a b", "2d6+@a b"]


@pytest.mark.parametrize(
    ("lines", "refusal"),
    [
        ((), EmptyPanel),
        (("1d20",) * 21, TooManyButtons),
        ((f"1d20 # {'w' * 380}",) * 6, PanelTooLong),
    ],
)
async def test_a_panel_has_limits(lines: tuple[str, ...], refusal: type[Refusal]) -> None:
    refused = await checked(*lines)

    assert isinstance(refused, RefusedPanel)
    assert [(line.number, type(line.refusal)) for line in refused.lines] == [(None, refusal)]


async def test_twenty_buttons_are_a_panel() -> None:
    panel = await checked(*("1d20",) * 20)

    assert isinstance(panel, Panel)
    assert len(panel.buttons) == 20
