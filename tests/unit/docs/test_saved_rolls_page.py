"""Tests every example in docs/saved-rolls.md."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from nazh.application.dice.errors import NameTaken, NoGuildToSaveFor, OnlyGameMastersSave
from nazh.application.shared.ttl_cache import TTL
from nazh.domain.dice.dialects import Dialect, Untranslatable, translate
from nazh.domain.dice.errors import characters, saved
from nazh.domain.dice.limits import Limits
from nazh.domain.dice.notation import read_roll
from nazh.domain.dice.saving.saved_rolls import saved_name, saved_text
from nazh.domain.kernel.errors import Refusal

PAGE = (Path(__file__).parents[3] / "docs/saved-rolls.md").read_text("utf-8")
BLOCKS = re.findall(r"^```saved\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
SavedRoll = tuple[tuple[str, str], ...]


def examples(sign: str) -> list[tuple[SavedRoll, str, str]]:
    """Return the saved rolls of each block, and its lines with this sign."""
    saved_texts = []
    for block in BLOCKS:
        saved = tuple(re.findall(r"^([@$]\w+) = (.*)$", block, re.MULTILINE))
        lines = [line.split(sign) for line in block.splitlines() if sign in line]
        saved_texts += [(saved, text, comes_to) for text, comes_to in lines]
    return saved_texts


@pytest.mark.parametrize(("saved", "text", "notation"), examples(" → "))
def test_calls_give_the_notation_on_the_page(saved: SavedRoll, text: str, notation: str) -> None:
    plan = read_roll(text, saved=saved)
    notation_written = (
        plan.notation if plan.comment is None else f"{plan.notation} # {plan.comment}"
    )

    assert notation_written == notation


@pytest.mark.parametrize(("saved", "text", "code"), examples(" ✗ "))
def test_refusals_on_the_page_are_correct(saved: SavedRoll, text: str, code: str) -> None:
    with pytest.raises(Refusal) as caught:
        read_roll(text, saved=saved)

    assert caught.value.code == code
    assert caught.value.hint


@pytest.mark.parametrize("block", BLOCKS)
def test_saved_rolls_on_the_page_are_valid_except_cycles(block: str) -> None:
    saved = dict(re.findall(r"^([@$]\w+) = (.*)$", block, re.MULTILINE))

    for name, text in saved.items():
        assert saved_name(name) == name
        if name not in ("$egg", "$hen"):
            assert saved_text(name, text, saved) == text


def test_the_limits_are_those_of_the_page() -> None:
    for most in (
        Limits.SAVED_PER_OWNER,
        f"{Limits.CHARACTERS_PER_PLAYER}; {Limits.NUMBERS_PER_CHARACTER}",
        Limits.NOTATION_LENGTH,
        Limits.PARAMETERS,
        Limits.SAVED_NESTING,
        Limits.SAVED_NAMES_IN_ROLL,
        f"{Limits.SAVED_TEXT_LENGTH:,}",
    ):
        assert f"| {most} | `" in PAGE


def test_every_refusal_has_its_place_on_the_page() -> None:
    modules = (characters.__name__, saved.__name__, Untranslatable.__module__)
    kinds = [kind for kind in Refusal.__subclasses__() if kind.__module__ in modules]
    kinds += [NameTaken, NoGuildToSaveFor, OnlyGameMastersSave]
    codes = {kind.code for kind in kinds}

    assert len(codes) > 20
    assert {code for code in codes if f"`{code}`" not in PAGE} == set()


def test_translations_match_the_page() -> None:
    tools = {"Roll20": Dialect.ROLL20, "Foundry": Dialect.FOUNDRY, "d20": Dialect.D20}
    tools["DiceMaiden"] = Dialect.DICEMAIDEN
    rows = re.findall(
        r"^\| ((?:Roll20|Foundry|d20|DiceMaiden) .*?) \| (.*) \| .* \|$", PAGE, re.MULTILINE
    )
    translations = 0
    for original, becomes in rows:
        tool = ""
        wanted = re.findall("`(.*?)`", becomes)
        for name, text in re.findall(r"(\w+)? ?`(.*?)`", original):
            tool = name or tool
            plain = text.replace("\\|", "|")
            assert translate(plain, tools[tool]).notation == wanted.pop(0).replace("\\|", "|")
            translations += 1

    assert translations == 14


def test_a_switch_is_seen_as_soon_as_the_page_says() -> None:
    assert TTL.total_seconds() == 5
    assert "The active character is cached for five seconds" in PAGE
