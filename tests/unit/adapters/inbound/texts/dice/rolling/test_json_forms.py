"""Tests the machine-readable form, key by key and in order (docs/dice.md)."""

from __future__ import annotations

import json

import pytest
from hypothesis import given

from nazh.adapters.inbound.texts.dice.rolling.json_forms import refusal_form, rolls_form
from nazh.domain.dice import COSMERE, judge, throw_physical_dice
from nazh.domain.dice.evaluation.results import Mark
from nazh.domain.dice.notation import read_roll
from nazh.domain.kernel.errors import Refusal
from tests.unit.domain.dice.scripted_rolls import refused, roll_faces
from tests.unit.domain.dice.strategies import Luck, luck, notations, steady
from tests.unit.domain.dice.test_properties import thrown

EXAMPLE = """
{"notation": "a1d20+5, 2d6, dp", "ruleset": "nazh", "comment": null,
 "rolls": [{
   "pools": [
     {"notation": "a1d20+5", "label": null, "kind": "skill", "total": 27, "raw": 23,
      "plot_bonus": 4, "floored": false, "text": "[18↑(3)] + 5", "target": null,
      "dice": [{"sides": 20, "faces": [18, 3], "value": 18, "kept": true, "edge": "advantage",
                "marks": []}]},
     {"notation": "2d6", "label": null, "kind": "pool", "total": 7, "raw": 7, "plot_bonus": 0,
      "floored": false, "text": "[3][4]", "target": null,
      "dice": [{"sides": 6, "faces": [3], "value": 3, "kept": true, "edge": null, "marks": []},
               {"sides": 6, "faces": [4], "value": 4, "kept": true, "edge": null, "marks": []}]},
     {"notation": "dp", "label": null, "kind": "plot", "total": null, "raw": null,
      "plot_bonus": 0, "floored": false, "text": "[2!!(T)]", "target": null,
      "dice": [{"sides": 6, "faces": [2], "value": 0, "kept": true, "edge": null,
                "marks": ["threat"]}]}],
   "plot": {"face": 2, "bonus": 4, "outcome": "threat", "choice_open": false},
   "opportunities": 0, "threats": 1}]}
"""


@pytest.mark.parametrize("faces", [(3, 18, 3, 4, 2), (18, 3, 3, 4, 2)])
def test_the_example_of_the_book_key_for_key_and_in_order(faces: tuple[int, ...]) -> None:
    form = rolls_form((roll_faces("a1d20+5, 2d6", *faces, plot=True),))

    assert json.dumps(form) == json.dumps(json.loads(EXAMPLE))


def test_a_difficulty_shows_success_and_margin() -> None:
    form = json.loads(json.dumps(rolls_form((roll_faces("1d20+7 vs 15", 20),))))

    assert form["rolls"][0]["pools"][0]["target"] == {"against": 15, "margin": 12, "success": True}


def test_damage_is_a_further_key() -> None:
    roll = roll_faces("1d20+5, Damage: 2d6+3", 10, 4, 2, ruleset=COSMERE)

    form = json.loads(json.dumps(rolls_form((roll,))))

    assert "damage" not in form["rolls"][0]["pools"][0]
    assert form["rolls"][0]["pools"][1]["damage"] == {"hit": 9, "graze": 6, "critical": 15}
    assert form["ruleset"] == "cosmere"


def test_repeats_comment_and_label() -> None:
    throws = throw_physical_dice(read_roll("2xFire: 1d6 # burn"), (3, 4))

    form = json.loads(json.dumps(rolls_form(tuple(map(judge, throws)))))

    assert (form["notation"], form["comment"]) == ("2xFire: 1d6", "burn")
    assert [roll["pools"][0]["total"] for roll in form["rolls"]] == [3, 4]
    assert form["rolls"][0]["pools"][0]["label"] == "Fire"


@pytest.mark.parametrize(
    ("text", "faces", "kind", "marks"),
    [
        ("2d6!", (6, 1, 3), "pool", [["max", "exploded"], [], ["min"]]),
        ("1d6r1", (1, 3), "pool", [["rerolled"]]),
        ("3d10>=8f=1", (9, 1, 3), "successes", [["success"], ["min", "failure"], []]),
        ("2d20cs>=19cf<=2", (19, 2), "skill", [["critical_success"], ["critical_failure"]]),
        ("dp", (5,), "plot", [["opportunity"]]),
        ("dp", (3,), "plot", [[]]),
    ],
)
def test_marks_are_words(
    text: str, faces: tuple[int, ...], kind: str, marks: list[list[str]]
) -> None:
    form = json.loads(json.dumps(rolls_form((roll_faces(text, *faces),))))
    pool = form["rolls"][0]["pools"][0]

    assert pool["kind"] == kind
    assert [sorted(die["marks"]) for die in pool["dice"]] == [sorted(words) for words in marks]


def test_the_words_are_those_of_the_book() -> None:
    assert {mark.value for mark in Mark} == {
        *("max", "min", "exploded", "rerolled", "success", "failure", "critical_success"),
        *("critical_failure", "opportunity", "threat", "capped"),
    }


def test_a_dropped_die_and_a_disadvantage() -> None:
    form = json.loads(json.dumps(rolls_form((roll_faces("d2d20kh1", 18, 3, 7),))))

    assert form["rolls"][0]["pools"][0]["dice"] == [
        {
            "sides": 20,
            "faces": [3, 18],
            "value": 3,
            "kept": False,
            "edge": "disadvantage",
            "marks": [],
        },
        {"sides": 20, "faces": [7], "value": 7, "kept": True, "edge": None, "marks": []},
    ]


def test_an_open_choice() -> None:
    form = json.loads(json.dumps(rolls_form((roll_faces("a1dp", 2, 5),))))

    assert form["rolls"][0]["plot"] == {
        "face": 5,
        "bonus": 0,
        "outcome": "opportunity",
        "choice_open": True,
    }


def test_a_refusal() -> None:
    assert json.dumps(refusal_form(refused("1d20+21d6"))) == json.dumps(
        {
            "error": {
                "code": "too_many_dice",
                "message": "You can roll at most 20 dice in one pool; you asked for 22.",
                "at": 5,
                "hint": "Split them across several pools.",
            }
        }
    )


def test_a_refusal_in_a_saved_roll_has_its_text_inside() -> None:
    with pytest.raises(Refusal) as caught:
        read_roll("1d6+$hit", saved=(("$hit", "2d6junk"),))

    error = json.loads(json.dumps(refusal_form(caught.value)))["error"]

    assert (error["at"], error["inside"]) == (4, {"name": "$hit", "text": "2d6junk", "at": 3})


@steady
@given(notations(), luck())
def test_every_roll_has_a_form_with_the_same_keys(text: str, dice: Luck) -> None:
    _, _, roll = thrown(text, dice)

    form = json.loads(json.dumps(rolls_form((roll,))))
    example = json.loads(EXAMPLE)

    assert list(form) == list(example)
    assert list(form["rolls"][0]) == list(example["rolls"][0])
    for pool in form["rolls"][0]["pools"]:
        assert list(pool) == list(example["rolls"][0]["pools"][0])
        for die in pool["dice"]:
            assert list(die) == list(example["rolls"][0]["pools"][0]["dice"][0])
