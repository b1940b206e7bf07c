"""Tests that names are readable, unique by their looks, and cannot break a message."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nazh.domain.dominion.errors.general import InvalidNationName
from nazh.domain.dominion.names.names import parse_name


@pytest.mark.parametrize(
    "name",
    ["Aurelia", "New  Aurelia", "Sankt-Veit", "St. Veit", "1.FC Aurelia", "Việt Nam", "ประเทศไทยนี้",
     "O\u2019Neill", "中国人", "Ελλάδα", "Nation 7"],
)  # fmt: skip
def test_names_of_every_script_are_taken(name: str) -> None:
    assert parse_name(name).text == " ".join(name.split())


@pytest.mark.parametrize(
    "name",
    ["", "ab", "x" * 33, "@everyone", "<@123>", "**Bold**", "a`b`c", "discord.gg/x", "one\u200btwo",
     "one\u202etwo", "-Aurelia", "a_b_c", "#1 nation", "🏰 Castle", "[a](b)", "1. Aurelia"],
)  # fmt: skip
def test_names_that_ping_link_or_hide_something_are_refused(name: str) -> None:
    with pytest.raises(InvalidNationName):
        parse_name(name)


@pytest.mark.parametrize(
    "name",
    ["\u3164" * 3, "Aure\u034flia", "Aurelia\ufe0f", "Aurelia\U000e0100", "Au\u17b4relia",
     "Zal" + "\u0335" * 5 + "go"],
)  # fmt: skip
def test_names_with_invisible_letters_or_piles_of_marks_are_refused(name: str) -> None:
    with pytest.raises(InvalidNationName):
        parse_name(name)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Aurelia", "AURELIA"),
        ("Aurelia", "Aurélia"),
        ("Aurelia", "\u0410urelia"),  # a Cyrillic A
        ("New Aurelia", "New-Aurelia"),
        ("Solo", "S0l0"),
        ("Aurelia", "AureIia"),  # a capital I for the l
        ("Aurelia", "AUREL1A"),
        ("Aurelia", "\u0391urelia"),  # a Greek Alpha
        ("Aurelia", "Aure\u04cfia"),  # a Cyrillic palochka
        ("Aurelia", "Au\u0433elia"),  # a Cyrillic ghe
        ("Aurelia", "\u0251urelia"),  # an alpha of the phonetic alphabet
        ("Aurelia", "Aurel\u0131a"),  # an i without its dot
        ("Hanover", "\u041dan\u03bf\u03bder"),  # a Cyrillic En, a Greek omicron and nu
        ("Aurelia", "\uff21urelia"),  # a full-width A
    ],
)
def test_names_that_look_alike_have_the_same_key(one: str, other: str) -> None:
    assert parse_name(one).key == parse_name(other).key


@given(st.text(max_size=40))
def test_any_text_is_a_name_or_a_refusal(text: str) -> None:
    try:
        name = parse_name(text)
    except InvalidNationName:
        return
    assert not set(name.text) & set("@<>*_`~|\\[]()#:/\n\u200b\u202e")
    assert parse_name(name.text) == name
