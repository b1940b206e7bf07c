"""Tests the catalogue of game systems: every form is read, and every rule gives its known odds."""

from __future__ import annotations

import re
import tomllib
from fractions import Fraction
from importlib.resources import files
from typing import Final

import pytest

from nazh.domain.dice import PLAIN, parse_roll, systems
from nazh.domain.dice.notation import read_roll
from nazh.domain.dice.odds import odds_of
from nazh.domain.dice.systems import GameSystem, find_systems, game_systems, rolled_as
from nazh.domain.kernel.errors import Refusal

MAX_HELP: Final = 60
NUMBERS: Final = {
    "die": 8,
    "first": 8,
    "second": 10,
    "difficulty": 7,
    "target": 5,
    "level": 3,
    "hunger": 2,
    "stress": 2,
    "cut": 2,
    "kept": 2,
}
every_system = pytest.mark.parametrize("system", game_systems(), ids=lambda system: system.name)


def filled(system: GameSystem, form: str) -> tuple[str, str]:
    """Return a form with numbers, and the notation of the system with the same numbers."""
    names = re.findall(r"<([a-z]+)>", form)
    numbers = {name: NUMBERS.get(name, 4) for name in names}
    filled_form = re.sub(r"<([a-z]+)>", lambda match: str(numbers[match[1]]), form)
    return filled_form, system.filled(numbers)


def test_there_are_many_systems_and_each_has_its_own_name_and_forms() -> None:
    catalogue = game_systems()
    forms = [form for system in catalogue for form in system.forms]

    assert len({system.title for system in catalogue}) >= 60
    assert len({system.name for system in catalogue}) == len(catalogue)
    assert len(set(forms)) == len(forms)


def test_every_table_of_the_catalogue_is_a_system() -> None:
    text = files(systems).joinpath("catalogue.toml").read_text("utf-8")

    assert tomllib.loads(text).keys() == {"system"}, "tables of any other name are not read"


@every_system
def test_an_entry_is_complete_and_short(system: GameSystem) -> None:
    assert system.title
    assert system.source
    assert 0 < len(system.help) <= MAX_HELP
    assert system in find_systems(system.example)


@every_system
def test_each_form_rolls_the_notation_of_its_system(system: GameSystem) -> None:
    for form in system.forms:
        filled_form, notation = filled(system, form)

        assert read_roll(filled_form, is_typed=True) == read_roll(notation)
        assert read_roll(filled_form.upper(), is_typed=True) == read_roll(notation)


@every_system
def test_its_example_is_one_of_its_forms(system: GameSystem) -> None:
    match = rolled_as(system.example)

    assert match is not None
    assert match[1] == len(system.example)
    assert read_roll(match[0]) == read_roll(system.example, is_typed=True)


@every_system
def test_no_form_is_notation_that_was_typed_on_purpose(system: GameSystem) -> None:
    for form in system.forms:
        if form[0] in "+-":
            continue
        with pytest.raises(Refusal):
            read_roll(filled(system, form)[0])


@every_system
def test_its_odds_are_exact(system: GameSystem) -> None:
    odds = odds_of(read_roll(system.example, is_typed=True), PLAIN)

    for pool in odds.pools:
        assert pool.totals is not None
        covered = sum(chance for _, chance in pool.totals.items())
        assert covered + pool.totals.truncated == 1
        assert pool.totals.truncated < Fraction(1, 10**9)


def chances(typed: str, pool: int = 0) -> dict[int, Fraction]:
    totals = odds_of(read_roll(typed, is_typed=True), PLAIN).pools[pool].totals
    assert totals is not None
    return dict(totals.items())


@pytest.mark.parametrize(
    ("typed", "least", "chance"),
    [
        ("+d20", 20, Fraction(39, 400)),
        ("-d20", 20, Fraction(1, 400)),
        ("sr1", 1, Fraction(1, 3)),
        ("1yz", 1, Fraction(1, 6)),
        ("1wod7", 1, Fraction(2, 5)),
        ("ex1", 1, Fraction(2, 5)),
        ("ex1", 2, Fraction(1, 10)),
        ("wng1", 1, Fraction(1, 2)),
        ("wng1", 2, Fraction(1, 6)),
        ("coc65", 1, Fraction(65, 100)),
        ("ms45", 1, Fraction(45, 100)),
        ("ep60", 1, Fraction(61, 100)),
        ("gurps10", 1, Fraction(1, 2)),
        ("blades2", 6, Fraction(11, 36)),
        ("blades0", 6, Fraction(1, 36)),
        ("pbta", 10, Fraction(1, 6)),
        ("pbta", 7, Fraction(7, 12)),
        ("fate", 4, Fraction(1, 81)),
        ("traveller", 8, Fraction(15, 36)),
        ("2lf4l", 1, Fraction(8, 9)),
        ("cd1", 2, Fraction(1, 6)),
        ("3wh4+", 3, Fraction(1, 8)),
        ("tbh11", 1, Fraction(1, 2)),
        ("cairn12", 1, Fraction(3, 5)),
        ("chance die", 1, Fraction(1, 10)),
        ("sotdl", 10, Fraction(11, 20)),
    ],
)
def test_a_rule_has_its_known_odds(typed: str, least: int, chance: Fraction) -> None:
    law = chances(typed)

    assert sum((each for total, each in law.items() if total >= least), Fraction(0)) == chance


@pytest.mark.parametrize(("typed", "better"), [("+d%", 0), ("-d%", 1)])
def test_a_bonus_die_of_call_of_cthulhu_is_the_better_of_two_tens(typed: str, better: int) -> None:
    ways: dict[int, Fraction] = {}
    for units in range(10):
        for one in range(10):
            for other in range(10):
                both = sorted((tens * 10 + units) or 100 for tens in (one, other))
                ways[both[better]] = ways.get(both[better], Fraction(0)) + Fraction(1, 1000)

    assert chances(typed) == ways


def test_an_exploding_pool_of_chronicles_has_its_known_mean() -> None:
    # A die is worth 3/10 at once, and a tenth of the time one more die: (3/10) / (1 - 1/10).
    law = chances("cod1")

    mean = sum(total * chance for total, chance in law.items())
    assert abs(mean - Fraction(1, 3)) < Fraction(1, 10**9)


def test_hunger_dice_are_part_of_the_pool() -> None:
    assert read_roll("vtm7h2", is_typed=True).notation == "5d10>=6, hunger: 2d10>=6"
    assert read_roll("vtm3h3", is_typed=True).notation == "hunger: 3d10>=6"
    assert read_roll("vtm3h0", is_typed=True).notation == "3d10>=6"


@pytest.mark.parametrize(
    ("typed", "rolled"),
    [
        ("sw8+2 # Climb", "{1d8!!,1d6!!}kh1+2 # Climb"),
        ("Climb: sw8 + 2", "Climb: {1d8!!,1d6!!}kh1+2"),
        ("3 ex5", "3x5d[0,0,0,0,0,0,1,1,1,2]"),
        ("2x sr6", "2x6d6>=5"),
        ("sr6, sw8", "6d6>=5, {1d8!!,1d6!!}kh1"),
        ("/roll 4cod8 vs 3", "4d10>=8!>=8 vs 3"),
        ("sr6 shooting", "6d6>=5 # shooting"),
        ("ironsworn+2", "1d6+2, challenge: 2d10s"),
        ("fate adv", None),
        ("attack +5", "1d20+5"),
        ("attack +5 adv", "a1d20+5"),
        ("attack 1d20+5", "attack: 1d20+5"),
        ("sw8x", None),
        ("cod30", None),
    ],
)
def test_a_name_stands_for_its_roll(typed: str, rolled: str | None) -> None:
    if rolled is None:
        with pytest.raises(Refusal) as caught:
            read_roll(typed, is_typed=True)
        assert caught.value.source == typed
    else:
        assert read_roll(typed, is_typed=True).text == rolled
        assert parse_roll(rolled).text == rolled


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [("cod", "cod"), ("4cod8", "cod8"), ("shadowrun", "sr"), ("blades", "blades"), ("Year", "yz")],
)
def test_a_system_is_found_by_name_form_and_title(wanted: str, expected: str) -> None:
    assert expected in [system.name for system in find_systems(wanted)[:6]]


@pytest.mark.parametrize("wanted", ["zzzzz", "of"])
def test_nonsense_and_short_words_of_descriptions_find_no_system(wanted: str) -> None:
    assert any(wanted in system.help for system in game_systems()) == (wanted == "of")
    assert find_systems(wanted) == ()
