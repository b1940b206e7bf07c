"""Tests floors, natural twenties and damage (docs/dice.md, "Rulesets")."""

from __future__ import annotations

import pytest

from nazh.domain.dice import COSMERE, NAZH, PLAIN, RECORDED_RULESETS, RULESETS, Ruleset, parse_roll
from nazh.domain.dice.evaluation.results import Damage
from nazh.domain.dice.odds import odds_of
from tests.unit.domain.dice.odds.brute_force import brute_force
from tests.unit.domain.dice.scripted_rolls import marks, pool, roll_faces


def test_three_rulesets_are_known_by_name() -> None:
    assert dict(RULESETS) == {"nazh": NAZH, "cosmere": COSMERE, "plain": PLAIN}


@pytest.mark.parametrize(
    ("ruleset", "word", "sign"),
    [
        (NAZH, "Threat", "!!(T)"),
        (COSMERE, "Complication", "(C)"),
        (PLAIN, "Complication", "(C)"),
    ],
)
def test_each_has_its_word_for_the_bad_side(ruleset: Ruleset, word: str, sign: str) -> None:
    assert (ruleset.bad_words[0], ruleset.bad_sign) == (word, sign)


@pytest.mark.parametrize(
    ("text", "faces", "total", "floored"),
    [
        ("1d20-5", (2,), 1, True),
        ("1d20-5", (5,), 1, True),
        ("1d20-5", (6,), 1, False),
        ("2d6-20", (1, 1), 1, True),
        ("4dF", (-1, -1, -1, -1), -4, False),
        ("4dF+2", (-1, -1, -1, -1), -2, False),
        ("1d20-25+1dF", (20, -1), -6, False),
        ("2d[0,0,1]", (0, 0), 0, False),
        ("2-5", (), -3, False),
        ("5d10>=8", (1, 2, 3, 4, 5), 0, False),
        ("3d10>=8f=1", (1, 1, 5), -2, False),
        ("1d4/10", (1,), 1, True),
        ("1d20", (1,), 1, False),
        ("2d6dh2", (1, 1), 1, True),
    ],
)
def test_in_nazh_no_total_of_positive_dice_is_below_one(
    text: str, faces: tuple[int, ...], total: int, floored: bool
) -> None:
    result = pool(text, *faces)

    assert (result.total, result.floored) == (total, floored)


def test_a_raised_total_keeps_its_raw_value() -> None:
    assert pool("1d20-5", 2).raw == -3


@pytest.mark.parametrize("ruleset", [COSMERE, PLAIN], ids=lambda ruleset: ruleset.name)
@pytest.mark.parametrize("text", ["1d20-5", "1d20-5 vs 10", "1d20-5, 1"])
def test_elsewhere_totals_fall_as_low_as_they_like(ruleset: Ruleset, text: str) -> None:
    result = pool(text, 2, ruleset=ruleset)

    assert (result.total, result.floored) == (-3, False)


def test_the_plot_die_lifts_before_the_floor_does() -> None:
    result = pool("1d20-5, dp", 2, 2)

    assert (result.raw, result.plot_bonus, result.total, result.floored) == (-3, 4, 1, False)


@pytest.mark.parametrize("text", ["2d10>=8", "2d10>=8f=1", "2d10+3>=30", "(2d10)>=30"])
def test_counts_and_comparisons_are_not_lifted(text: str) -> None:
    result = pool(text, 1, 2)

    assert result.total == result.raw
    assert not result.floored


@pytest.mark.parametrize("ruleset", [NAZH, PLAIN], ids=lambda ruleset: ruleset.name)
@pytest.mark.parametrize("face", [1, 20])
def test_a_natural_extreme_is_shown_and_no_more(ruleset: Ruleset, face: int) -> None:
    roll = roll_faces("1d20", face, ruleset=ruleset)

    assert (roll.opportunities, roll.threats, roll.plot) == (0, 0, None)
    assert marks("1d20", face, ruleset=ruleset) == [{"max" if face == 20 else "min"}]


@pytest.mark.parametrize(
    ("text", "faces", "opportunities", "threats"),
    [
        ("1d20", (20,), 1, 0),
        ("1d20", (1,), 0, 1),
        ("1d20", (19,), 0, 0),
        ("a1d20", (20, 1), 1, 0),
        ("d1d20", (20, 1), 0, 1),
        ("2d20kh1", (20, 1), 1, 0),
        ("2d20kl1", (20, 1), 0, 1),
        ("2d20", (20, 20), 2, 0),
        ("1d20, 1d20", (20, 1), 1, 1),
        ("1d6", (6,), 0, 0),
        ("1d100", (100,), 0, 0),
        ("1d20mi20", (7,), 0, 0),
        ("1d20r1", (1, 20), 1, 0),
    ],
)
def test_in_cosmere_a_natural_extreme_of_a_kept_d20_is_a_story(
    text: str, faces: tuple[int, ...], opportunities: int, threats: int
) -> None:
    roll = roll_faces(text, *faces, ruleset=COSMERE)

    assert (roll.opportunities, roll.threats) == (opportunities, threats)
    assert all(result.plot_bonus == 0 for result in roll.pools)


def test_it_is_counted_apart_from_the_plot_die() -> None:
    roll = roll_faces("1d20, dp", 1, 2, ruleset=COSMERE)

    assert roll.plot is not None
    assert (roll.plot.outcome.value, roll.threats, roll.pools[0].total) == ("threat", 2, 5)


@pytest.mark.parametrize(
    ("face", "opportunities", "threats"),
    [(20, 1, 0), (19, 1, 0), (18, 0, 0), (3, 0, 0), (2, 0, 1), (1, 0, 1)],
)
def test_in_cosmere_critical_ranges_widen_the_natural_ones(
    face: int, opportunities: int, threats: int
) -> None:
    roll = roll_faces("1d20cs>=19cf<=2", face, ruleset=COSMERE)

    assert (roll.opportunities, roll.threats) == (opportunities, threats)


@pytest.mark.parametrize("ruleset", [NAZH, PLAIN], ids=lambda ruleset: ruleset.name)
@pytest.mark.parametrize("face", [1, 2, 19, 20])
def test_elsewhere_they_widen_nothing(ruleset: Ruleset, face: int) -> None:
    roll = roll_faces("1d20cs>=19cf<=2", face, ruleset=ruleset)

    assert (roll.opportunities, roll.threats) == (0, 0)


def damage(text: str, *faces: int, ruleset: Ruleset = COSMERE) -> Damage | None:
    """What the last pool of a roll deals."""
    return roll_faces(text, *faces, ruleset=ruleset).pools[-1].damage


def test_damage_with_an_attack_has_hit_graze_and_critical() -> None:
    damage_dealt = damage("1d20+5, Damage: 2d6+3", 10, 4, 2)

    assert damage_dealt == Damage(hit=9, graze=6, critical=15)


@pytest.mark.parametrize(
    ("text", "faces", "dealt"),
    [
        ("1d20, damage: 1d8", (10, 3), Damage(3, 3, 8)),
        ("1d20, Sword Damage: 1d8-2", (10, 3), Damage(1, 3, 6)),
        ("1d20, DAMAGE: 2d6[fire]+1d4[cold]+2", (10, 3, 4, 2), Damage(11, 9, 18)),
        ("1d20, damage: 3d6kh2+1", (10, 3, 4, 5), Damage(10, 9, 13)),
        ("1d20, damage: 2d4+1d6+1+2", (10, 3, 4, 2), Damage(12, 9, 17)),
        ("1d20, dp, damage: 1d6+1", (10, 2, 3), Damage(4, 3, 7)),
        ("1d20, damage: (2+3)+2d6", (10, 3, 4), Damage(12, 7, 17)),
        ("1d20, damage: 2d6*(1+1)", (10, 3, 4), Damage(14, 14, 24)),
        ("1d20, damage: (2d6+3)*(1+1)", (10, 3, 4), Damage(20, 14, 30)),
        ("1d20, damage: 2d6//(1+1)", (10, 3, 4), Damage(3, 3, 6)),
        ("1d20, damage: {2d6,3}", (10, 3, 4), Damage(10, 7, 15)),
        ("1d20, damage: {2d6,1d8,9}kh2", (10, 3, 4, 5), Damage(16, 7, 21)),
    ],
)
def test_a_graze_is_the_dice_alone_and_a_critical_every_die_at_its_maximum(
    text: str, faces: tuple[int, ...], dealt: Damage
) -> None:
    assert damage(text, *faces) == dealt


@pytest.mark.parametrize(
    ("text", "dealt"),
    [
        ("1d20, damage: 5d6>=5", Damage(3, 3, 5)),
        ("1d20, damage: 5d6>=5f=1+1", Damage(3, 2, 6)),
        ("1d20, damage: 5d6kh2>=5", Damage(2, 2, 2)),
        ("1d20, damage: 5d6<=2", Damage(1, 1, 0)),
    ],
)
def test_of_dice_that_are_counted_a_critical_counts_those_at_their_maximum(
    text: str, dealt: Damage
) -> None:
    assert damage(text, 10, 6, 5, 1, 5, 3) == dealt


@pytest.mark.parametrize("text", ["Damage: 2d6+3", "1d8, Damage: 2d6+3"])
def test_damage_without_an_attack_is_an_ordinary_pool(text: str) -> None:
    assert damage(text, *(4, 2, 3)[: text.count("d8") + 2]) is None


def test_an_unlabelled_pool_is_no_damage() -> None:
    assert damage("1d20, 2d6+3", 10, 4, 2) is None


@pytest.mark.parametrize("ruleset", [NAZH, PLAIN], ids=lambda ruleset: ruleset.name)
def test_only_cosmere_has_damage_lines(ruleset: Ruleset) -> None:
    assert damage("1d20+5, Damage: 2d6+3", 10, 4, 2, ruleset=ruleset) is None


@pytest.mark.parametrize(
    ("text", "faces", "total"),
    [
        ("4dF", (-1, -1, -1, -1), 1),
        ("2-5", (), 1),
        ("1d20-5", (2,), 1),
        ("3d10>=8f=1", (1, 1, 5), -2),
    ],
)
def test_old_records_and_receipts_keep_the_totals_of_their_time(
    text: str, faces: tuple[int, ...], total: int
) -> None:
    assert pool(text, *faces, ruleset=RECORDED_RULESETS["nazh"]).total == total


def test_new_rolls_have_the_newest_edition_under_the_same_name() -> None:
    assert RULESETS["nazh"] is NAZH
    assert (NAZH.name, NAZH.recorded_as) == ("nazh", "nazh-2")
    assert all(RECORDED_RULESETS[each.recorded_as] is each for each in RULESETS.values())


@pytest.mark.parametrize("text", ["4dF", "4dF+1", "2-5", "1d20-5", "2d[0,1]-1", "3d10>=8"])
def test_odds_and_explanation_agree_with_the_totals(text: str) -> None:
    plan = parse_roll(text)
    totals = odds_of(plan, NAZH).pools[0].totals
    assert totals is not None

    assert min(total for total, _ in totals.items()) == min(brute_force(plan, NAZH).totals(0))
