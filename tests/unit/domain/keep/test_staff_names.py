"""Tests that names that resemble staff are marked, however they are spelled."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nazh.domain.keep.profiles.registry import PROFILES
from nazh.domain.keep.texts.chat import say_command
from nazh.domain.keep.texts.names import LONGEST_NAME, clean_name
from nazh.domain.keep.texts.staff_names import MARK, STAFF_NAMES, marked_name, skeleton
from nazh.domain.kernel.graphemes import graphemes


@pytest.mark.parametrize(
    "raw",
    [
        *STAFF_NAMES,
        *("ADMIN", "admin", "Аdmin", "аdмin", "Αdmin", "Adm1n", "4dmin", "Àdmín", "[Admin]"),
        *("A d m i n", "ᴀᴅᴍɪɴ", "Ａｄｍｉｎ", "Adrnin", "Ad\u200bmin", "ad.min", "Ѕеrvеr", "0wner"),
        *("5taff", "sеrvеr", "MОDЕRАТОR", "game-master", "Island 1", "ISLAND l"),
    ],
)
def test_a_name_that_resembles_staff_is_marked(raw: str) -> None:
    name = clean_name(raw)

    assert marked_name(name, ["Island 1"]) == f"{name}{MARK}"


@pytest.mark.parametrize(
    "raw",
    [
        "Pebble",
        "River Fern",
        "Ольха",
        "हिन्दी",
        "Administer",
        "Badmin",
        "Modest",
        "Robot",
        "한국어",
        "",
    ],
)
def test_other_names_stay(raw: str) -> None:
    name = clean_name(raw)

    assert marked_name(name, ["Island 1"]) == name


@given(st.text(max_size=60), st.text(max_size=10))
def test_a_marked_name_is_a_clean_one_with_a_mark_and_not_longer(raw: str, other: str) -> None:
    marked = marked_name(clean_name(raw), [other])

    assert len(list(graphemes(marked))) <= LONGEST_NAME
    assert clean_name(marked) == marked.removesuffix(MARK)


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_a_channel_user_named_like_staff_is_marked_in_the_game(profile: object) -> None:
    rules = next(rules_of_game for rules_of_game in PROFILES.values() if rules_of_game is profile)

    assert "[Аdmin*]: hi" in say_command(rules, "Аdmin", "hi", staff_names=("Arena",)).text
    assert "[Arena*]: hi" in say_command(rules, "Arena", "hi", staff_names=("Arena",)).text
    assert "[Admin]: hi" in say_command(rules, "Admin", "hi").text


def test_the_skeleton_of_letters_that_look_alike_is_the_same() -> None:
    assert skeleton("Іllusiоn 0ne") == skeleton("lIIusion One")
