"""Tests that each roll has one canonical notation, which parses back to it."""

from __future__ import annotations

import pytest

from nazh.domain.dice import judge, throw_physical_dice
from nazh.domain.dice.notation import read_roll
from tests.unit.domain.dice.scripted_rolls import canonical_notation


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("d20", "1d20"),
        ("D20", "1d20"),
        ("1D20 + 5", "1d20+5"),
        ("A1D20+5,2D6;DP", "a1d20+5, 2d6, dp"),
        ("d%", "1d100"),
        ("4df", "4dF"),
        ("2d[ 1, 2 ,8 ]", "2d[1,2,8]"),
        ("1dp", "dp"),
        ("p1d6", "dp"),
        ("p2d6", "p2d6"),
        ("n2d6", "2d6"),
        ("an3d20", "a3d20"),
        ("na2d20", "na2d20"),
        ("4d6k3", "4d6kh3"),
        ("4d6k", "4d6kh1"),
        ("4d6d1", "4d6dl1"),
        ("4d6k==3", "4d6k=3"),
        ("d4d6", "d4d6"),
        ("4d6e5", "4d6!=5"),
        ("4d6ie5", "4d6!=5"),
        ("4d6e", "4d6!"),
        ("4d6rr1", "4d6r=1"),
        ("4d6r1", "4d6r=1"),
        ("4d6ro<=2", "4d6ro<=2"),
        ("4d6min3max5", "4d6mi3ma5"),
        ("5d10≥8f1", "5d10>=8f=1"),
        ("5d10==8", "5d10=8"),
        ("5d10≠8", "5d10<>8"),
        ("2d20cs19cf2", "2d20cs=19cf=2"),
        ("3d6 u sd", "3d6usd"),
        ("2d6sd1", "2d6sdl1"),
        ("2d6[fire damage]", "2d6[fire damage]"),
        ("2d6 [ fire   damage ]", "2d6[fire damage]"),
        ("(((2d6)))", "2d6"),
        ("(2d6)+(1)", "2d6+1"),
        ("(1+2)*3", "(1+2)*3"),
        ("1+(2*3)", "1+2*3"),
        ("(1*2)*3", "(1*2)*3"),
        ("1-(2-3)", "1-(2-3)"),
        ("{2d6}kh1", "(2d6)kh1"),
        ("(2d6,1d8)kh1", "{2d6,1d8}kh1"),
        ("(1,2)", "{1,2}"),
        ("max( 1, 2 )", "max(1,2)"),
        ("--3", "3"),
        ("---3", "-3"),
        ("-(-3)", "-(-3)"),
        ("-(1+2)", "-(1+2)"),
        ("2--3", "2--3"),
        ("1.50", "1.5"),
        ("2.0", "2"),
        ("007", "7"),
        ("0.05", "0.05"),
        ("6 4d6kh3", "6x4d6kh3"),
        ("6X4d6kh3", "6x4d6kh3"),
        ("1x2d6", "2d6"),
        ("Stealth :a1d20+5 vs 15", "Stealth: a1d20+5 vs 15"),
        ("  two   words: 1d6", "two words: 1d6"),
        ("１ｄ２０＋５", "1d20+5"),
        ("١d٢٠", "1d20"),
        ("2d6−1", "2d6-1"),
        ("2d6–1", "2d6-1"),
        ("2d6×2", "2d6*2"),
        ("2d6÷2", "2d6/2"),
        ("1d20\t+\n5", "1d20+5"),
        ("1d20\u00a0+\u30005", "1d20+5"),
    ],
)
def test_one_spelling_for_each_roll(text: str, canonical: str) -> None:
    assert canonical_notation(text) == canonical


@pytest.mark.parametrize(
    "text",
    [
        "-(-5)",
        "-(-(-5))",
        "3d6! !",
        "3d6! !!",
        "3d6! !p",
        "3d6!! !",
        "3d6!p!",
        "3d6!! !p",
        "3d6!=6!",
        "3d6!!!!",
        "1x2x: 1d6",
        "1x2 swords: 1d6",
        "1x2 x : 1d6",
        "1x10: 1d6",
        "1x２x: 1d6",
        "2x2 swords: 1d6",
        "2nd blow: 1d6",
        "1d6, 2x: 1d6",
        "4d6sdl1",
        "4d6sddl1",
        "2d6[fire]>=5",
        "5d10>=8>=3",
        "(1<2)<3",
        "1<(2<3)",
        "(2d6)>=7>=1",
        "{1d6,2}>=3>=1",
        "2d6mi-1",
        "2d[-5,5]k>-5",
        "vs: 1d20 vs 5",
        "x: 1",
        "dp: 1d20",
    ],
)
def test_written_notation_parses_to_the_same_roll(text: str) -> None:
    plan = read_roll(text)

    again = read_roll(plan.notation)

    assert (again.pools, again.repeats) == (plan.pools, plan.repeats)
    assert again.notation == plan.notation


@pytest.mark.parametrize(
    ("text", "saved", "faces"),
    [
        ("-@luck", "-5", ()),
        ("@luck>=5", "2d6", (3, 3)),
        ("@luck>=15", "1d20+1d4", (14, 1)),
        ("@luck>=5", "8+-2d6", (1, 1)),
        ("@luck>=5", "3*2d6", (1, 1)),
        ("@luck>=5", "{1d6,2}", (4,)),
        ("@luck>=5", "{1d6,2}kh1", (6,)),
        ("@luck>=5", "2d6[fire]", (3, 3)),
        ("@luck>=0-5", "-(1+2)", ()),
        ("@luck>=5", "1*(2+3)", ()),
        ("2*@luck", "1+2", ()),
        ("2-@luck", "1-2", ()),
        ("@luck", "1<2", ()),
        ("@luck>=1", "1<2", ()),
        ("@luck>=0-1", "2<1", ()),
        ("@luck>=2+3", "2d6", (2, 2)),
        ("(@luck)>=1", "1<2", ()),
    ],
)
def test_saved_numbers_are_written_out_and_mean_the_same(
    text: str, saved: str, faces: tuple[int, ...]
) -> None:
    plan = read_roll(text, saved=(("@luck", saved),))
    again = read_roll(plan.notation)

    first, second = (judge(throw_physical_dice(each, faces)[0]).pools[0] for each in (plan, again))

    assert again.notation == plan.notation
    assert (second.raw, second.total) == (first.raw, first.total)


def test_only_a_label_that_would_mislead_keeps_its_single_repeat() -> None:
    assert canonical_notation("1x2 swords: 1d6") == "1x2 swords: 1d6"
    assert canonical_notation("1x2nd sword: 1d6") == "2nd sword: 1d6"
    assert canonical_notation("1x2 vs 5") == "2 vs 5"
