"""Tests explanations with golden files and properties."""

from __future__ import annotations

from random import Random
from typing import get_args

import pytest

from nazh.adapters.inbound.texts.dice.rolling.explanation import explanation_lines
from nazh.adapters.inbound.texts.languages import ENGLISH
from nazh.domain.dice import COSMERE, NAZH, PLAIN, parse_roll
from nazh.domain.dice.modifiers import Modifier
from nazh.domain.kernel.errors import Refusal
from tests.conftest import CheckGolden
from tests.fuzz.inputs import mutated, plausible

MODIFIERS = (
    *("4d6kh3", "4d6kl1", "5d6km3", "5d6km1", "5d6k>3", "4d6dh1", "4d6dl2", "4d6d1"),
    *("5d6!", "5d6!>=5", "1d6!=6", "1d6!", "5d10!!kh3", "3d6!p", "3dF!"),
    *("4d6r<=2", "4d6ro<3", "4d6ra6", "1d6ra6", "4d6mi3", "4d6ma5", "4d6u", "4d6s", "4d6sd"),
    *("8d10>=7", "8d10>7f=1", "8d10<3f>=9", "8d10=6", "8d10<>1", "2d20cs>=19cf<=2"),
    *("10d6r1!kh4", "4d6kh1!", "4d6kh1"),
)
DICE = (
    *("d20", "2d20", "13d6", "d%", "4dF", "1dF", "2d[1,2,3,5,8]", "d[7]"),
    *("a1d20", "d1d20", "ad3d20+1", "na2d20", "aaddn5d20", "a20d4", "2d6[fire]", "1d6[fire][cold]"),
)
ARITHMETIC = (
    *("3", "-5", "2.5*1d4", "1d20+5", "1d20-1d4", "2d6*2", "2*(1d6+1)", "10/(1d6-3)", "1d6//2"),
    *("1d20%3", "-1d4", "1d20+2d6-1d8kh1", "floor(1d20/2)+2", "ceil(1d6/4)", "round(1d6/4)"),
    *("abs(1d6-3)", "min(1d4,1d6)", "max(1,1d6-3)", "min(1d6)", "1d20>=15", "2d6+1>=1d12"),
    *("5d10>=8>=3", "(2d6+1d8)kh2", "{2d6,1d8!}kh1", "{2d6,1d8}", "{2d6,1d8,4}dl1s", "{1d6}>=4"),
    *("{2d6,2d6,2d6}>=8f<=3", "{1d6,1d8}k>3sd", "(2d6)", "-(2d6+1)*(1d4-1)"),
)
WHOLE = (
    *("Stealth: a1d20+5 vs 15, 2d6", "6x4d6kh3 # six scores", "2x1d6, 1d8"),
    *("dp", "a1dp", "d1dp, 1d20", "p2d6+1", "pa3d6, 1d20", "dp+3", "1d20 vs 12"),
)


def explained(notation: str, **options: object) -> str:
    add_plot = bool(options.get("plot"))
    ruleset = {"cosmere": COSMERE, "plain": PLAIN}.get(str(options.get("ruleset")), NAZH)
    lines = explanation_lines(parse_roll(notation, add_plot=add_plot), ruleset, ENGLISH)
    return "".join(f"{line}\n" for line in lines)


@pytest.mark.parametrize(
    ("name", "corpus"),
    [("modifiers", MODIFIERS), ("dice", DICE), ("arithmetic", ARITHMETIC), ("whole", WHOLE)],
)
def test_explanations_read_as_they_did(
    name: str, corpus: tuple[str, ...], check_golden: CheckGolden
) -> None:
    text = "\n".join(f"> {notation}\n{explained(notation)}" for notation in corpus)

    check_golden(f"texts/explain_{name}.txt", text)


def test_explanations_of_a_ruleset_read_as_they_did(check_golden: CheckGolden) -> None:
    roll = "1d20cs>=19-4, Sword damage: 2d6+3"

    text = "\n".join(
        f"> {ruleset}\n{explained(roll, plot=True, ruleset=ruleset)}"
        for ruleset in ("nazh", "cosmere", "plain")
    )

    check_golden("texts/explain_rulesets.txt", text)


def test_the_corpus_has_every_modifier() -> None:
    terms = (term for notation in MODIFIERS for term in parse_roll(notation).pools[0].terms)

    covered = {type(modifier) for term in terms for modifier in term.modifiers}

    assert covered == set(get_args(Modifier))


def test_a_pool_is_explained_in_evaluation_order() -> None:
    text = explained("Stealth: a2d20kh1+5 vs 15", plot=True)

    places = [text.index(word) for word in ("Roll", "Keep", "Add 5", "plot die adds", "succeeds")]
    assert places == sorted(places)


def test_the_range_counts_the_plot_die_and_the_least_total() -> None:
    assert "between 1 and 14." in explained("1d20-10", plot=True)
    assert "between -9 and 14." in explained("1d20-10", plot=True, ruleset="plain")
    assert "between 2 and 12." in explained("2d6, 1d20", plot=True)
    assert "is always 1." in explained("1d4-10")


def test_every_roll_can_be_explained() -> None:
    random = Random(20)
    explained_rolls = 0
    for _ in range(1_500):
        try:
            plan = parse_roll((plausible, mutated)[random.randrange(2)](random))
        except Refusal:
            continue
        explained_rolls += 1

        lines = explanation_lines(plan, random.choice((NAZH, COSMERE, PLAIN)), ENGLISH)

        assert all(line.strip() and not set("\n\x1b\u202e") & set(line) for line in lines)
        assert len(lines) >= len(plan.pools) * 2

    assert explained_rolls > 300
