"""Tests translations with examples from the other tools' documentation.

Roll20's Dice Reference, Foundry's articles on dice modifiers, the README of the d20 library and
DiceMaiden's roll_syntax.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from nazh.domain.dice.dialects import Dialect, Untranslatable, translate
from nazh.domain.dice.errors import NotationTooLong
from nazh.domain.dice.notation import names_in, read_saved
from nazh.domain.kernel.errors import Refusal
from tests.unit.domain.dice.strategies import steady

ROLL20 = [
    ("/roll 3d6", "3d6"),
    ("/r 1d20+5 Roll for Initiative", "1d20+5 # Roll for Initiative"),
    ("d20", "1d20"),
    ("3d6!", "3d6!"),
    ("3d6!>4", "3d6!>=4"),
    ("3d6!3", "3d6!=3"),
    ("5d6!!", "5d6!!"),
    ("{5d6!!}>8", "{5d6!!}>=8"),
    ("5d6!p>5", "5d6!p>=5"),
    ("8d100k4", "8d100kh4"),
    ("8d100d3", "8d100dl3"),
    ("8d100kl4", "8d100kl4"),
    ("8d100dh3", "8d100dh3"),
    ("3d6>3", "3d6>=3"),
    ("10d6<4f>5", "10d6<=4f>=5"),
    ("{3d6+1}<3", "{3d6+1}<=3"),
    ("{4d6+3d8}k4", "{4d6+3d8}kh4"),
    ("{4d6+2d8, 3d20+3, 5d10+1}d1", "{4d6+2d8,3d20+3,5d10+1}dl1"),
    ("{4d6+2d8,3d20+3,5d10+1}>40", "{4d6+2d8,3d20+3,5d10+1}>=40"),
    ("2d8r<2", "2d8r<=2"),
    ("2d8r8", "2d8r=8"),
    ("2d6ro<2", "2d6ro<=2"),
    ("1d20cs>10", "1d20cs>=10"),
    ("1d20cs20cs10", "1d20cs=20cs=10"),
    ("1d20cf<3", "1d20cf<=3"),
    ("8d6sd", "8d6sd"),
    ("4dF+1", "4dF+1"),
    ("floor(11/2)+ceil(1d6/2)", "floor(11/2)+ceil(1d6/2)"),
    ("2d6[fire]+3[strength]", "2d6[fire]+3"),
    ("[[1d6+2]]+[[2d4]]", "(1d6+2)+(2d4)"),
    ("1d20+?{Bonus|5}", "1d20+{bonus=5}"),
    ("?{Number of Dice|1}d6", "{number_of_dice=1}d6"),
    ("1d20+@{selected|Strength Mod}", "1d20+@strength_mod"),
]
FOUNDRY = [
    ("/roll 1d20 + @abilities.str.mod # Attack", "1d20+@abilities_str_mod # Attack"),
    ("[[/r 2d6+1]]", "2d6+1"),
    ("20d20r1", "20d20ro=1"),
    ("20d20r<3", "20d20ro<3"),
    ("20d20r", "20d20ro=1"),
    ("20d20rr<=2", "20d20r<=2"),
    ("5d10x", "5d10!"),
    ("5d10x10", "5d10!=10"),
    ("5d10x>=8", "5d10!>=8"),
    ("5d10xo", "5d10ra=10"),
    ("5d10xo>8", "5d10ra>8"),
    ("4d6k3", "4d6kh3"),
    ("2d20kh", "2d20kh1"),
    ("4d6kl2", "4d6kl2"),
    ("4d6d", "4d6dl1"),
    ("4d6dh1", "4d6dh1"),
    ("10d6cs>4", "10d6>4"),
    ("10d6cs=6", "10d6=6"),
    ("10d6cs", "10d6=6"),
    ("10d6cf<3", "10d6<3"),
    ("10d6cs>4df=1", "10d6>4f=1"),
    ("4d6min2max5", "4d6mi2ma5"),
    ("{4d6,3d8,2d10}kh", "{4d6,3d8,2d10}kh1"),
    ("{1d20,10}cs>11", "{1d20,10}>11"),
    ("2d6[slashing]+1d4[fire]", "2d6[slashing]+1d4[fire]"),
    ("max(1d6, 2d4)", "max(1d6,2d4)"),
]
D20 = [
    ("4d6kh3", "4d6kh3"),
    ("2d6ro<3", "2d6ro<3"),
    ("8d6mi2", "8d6mi2"),
    ("2d20ma15", "2d20ma15"),
    ("(1d4+1, 3, 2d6kl1)kh1", "(1d4+1,3,2d6kl1)kh1"),
    ("4d6p1", "4d6k<>1"),
    ("4d6k3", "4d6k=3"),
    ("4d6pl1", "4d6dl1"),
    ("4d6ph1", "4d6dh1"),
    ("4d6p1p2", "4d6k<>1k<>2"),
    ("4d6k>2", "4d6k>2"),
    ("4d6p<3", "4d6k>=3"),
    ("4d6p>3", "4d6k<=3"),
    ("2d6rr<3", "2d6r<3"),
    ("1d6ra6", "1d6ra=6"),
    ("2d6e6", "2d6!=6"),
    ("1d%", "(10*(1d10-1))"),
    ("2d6 >= 7", "2d6+0>=7"),
    ("1d20+5 == 15", "1d20+5=15"),
    ("1d20 != 1", "1d20+0<>1"),
    ("7 // 2 + 7 % 2", "7//2+7%2"),
    ("!r 1d20+5 [magic] to hit", "1d20+5 # to hit"),
    ("!r d20+3 adv", "a1d20+3"),
    ("!r 1d20 + 3 dis", "d1d20+3"),
]
DICEMAIDEN = [
    ("/roll 2d6", "2d6"),
    ("3d6 + 5", "3d6+5"),
    ("4d6 k3", "4d6kh3"),
    ("4d6 kl2", "4d6kl2"),
    ("4d6 km2", "4d6km2"),
    ("4d6 d1", "4d6dl1"),
    ("d%", "1d%"),
    ("3d6 e6", "3d6ra>=6"),
    ("3d6 e", "3d6ra>=6"),
    ("3d6 ie5", "3d6!>=5"),
    ("4d6 r2", "4d6ro<=2"),
    ("4d6 ir2", "4d6r<=2"),
    ("4d6 rg5", "4d6ro>=5"),
    ("4d6 irg5", "4d6r>=5"),
    ("6d10 t7", "6d10>=7"),
    ("6d10 tl6", "6d10<=6"),
    ("6d10 t7 f1", "6d10>=7f<=1"),
    ("4d10 f1 t8", "4d10>=8f<=1"),
    ("6 4d6", "6x4d6"),
    ("6 4d6 k3", "6x4d6kh3"),
    ("2d6 ; 3d8 ; 1d20; 4d10", "2d6, 3d8, 1d20, 4d10"),
    ("2d6 ! Fire damage", "2d6 # Fire damage"),
    ("(Attack) 1d20 + 5", "Attack: 1d20+5"),
    ("2d6 + 3 * 2", "(2d6+3)*2"),
    ("2d6 * 2 + 3", "2d6*2+3"),
    ("2d6 + 3 * 2 - 1 * 2", "((2d6+3)*2-1)*2"),
    ("10d6 / 2", "10d6//2"),
    ("p 2d6", "2d6"),
    ("4d6 ul", "4d6"),
    ("+d20 + 5", "2d20kh1+5"),
    ("-d20", "2d20kl1"),
]
CASES = [
    *((Dialect.ROLL20, *case) for case in ROLL20),
    *((Dialect.FOUNDRY, *case) for case in FOUNDRY),
    *((Dialect.D20, *case) for case in D20),
    *((Dialect.DICEMAIDEN, *case) for case in DICEMAIDEN),
]


def reads(notation: str) -> None:
    read_saved("$it", notation, dict.fromkeys(names_in(notation), "1"))


@pytest.mark.parametrize(("dialect", "written", "becomes"), CASES)
def test_documented_notation_keeps_its_meaning(
    dialect: Dialect, written: str, becomes: str
) -> None:
    translation = translate(written, dialect)

    assert translation.notation == becomes
    reads(translation.notation)


@pytest.mark.parametrize(
    ("dialect", "written", "at"),
    [
        (Dialect.ROLL20, "3d6mt", 3),
        (Dialect.ROLL20, "(2+3)d6", 5),
        (Dialect.ROLL20, "1t[weapons]", 1),
        (Dialect.ROLL20, "3d6**2", 4),
        (Dialect.ROLL20, "1d20+?{Edge|None,0|Good,5}", 5),
        (Dialect.ROLL20, "1d20+", 5),
        (Dialect.ROLL20, "{1d20", 5),
        (Dialect.FOUNDRY, "1d20ms>10", 4),
        (Dialect.FOUNDRY, "4d6odd", 3),
        (Dialect.FOUNDRY, "4d6x2=6", 3),
        (Dialect.FOUNDRY, "4d6r1=1", 3),
        (Dialect.FOUNDRY, "{4d6}kh3", 5),
        (Dialect.FOUNDRY, "(1d4)d6", 5),
        (Dialect.FOUNDRY, "4d6df1", 3),
        (Dialect.FOUNDRY, "1d20 + 5 to hit", 9),
        (Dialect.D20, "10d6ra6", 4),
        (Dialect.D20, "4d6k1k2", 5),
        (Dialect.D20, "3d6rrl1", 3),
        (Dialect.D20, "(1d6+1)kh1", 7),
        (Dialect.D20, "2d6 adv", 4),
        (Dialect.DICEMAIDEN, "4cod8", 1),
        (Dialect.DICEMAIDEN, "1d10 i1", 5),
        (Dialect.DICEMAIDEN, "4d6 b1", 4),
        (Dialect.DICEMAIDEN, "4d10 f1", 7),
        (Dialect.DICEMAIDEN, "2d6 + 3 k1", 8),
        (Dialect.ROLL20, "2d6>3>4", 5),
        (Dialect.ROLL20, "2d6f1", 3),
        (Dialect.ROLL20, "(2d6)r<2", 5),
        (Dialect.ROLL20, "{2d6,1d8}!", 9),
        (Dialect.ROLL20, "5k1", 1),
        (Dialect.ROLL20, "(2d6)k1", 5),
        (Dialect.ROLL20, "(2d6}", 4),
        (Dialect.ROLL20, "2d6)", 3),
        (Dialect.ROLL20, "1,2", 1),
        (Dialect.FOUNDRY, "(2d6)r", 5),
        (Dialect.FOUNDRY, "4d6x>", 3),
        (Dialect.FOUNDRY, "4d6cs4cs5", 6),
        (Dialect.FOUNDRY, "5cs4", 1),
        (Dialect.FOUNDRY, "4d6cs>", 3),
        (Dialect.FOUNDRY, "{2d6,3d6}cs", 9),
        (Dialect.FOUNDRY, "5k1", 1),
        (Dialect.FOUNDRY, "5min2", 1),
        (Dialect.FOUNDRY, "{2d6,3d6}min2", 9),
        (Dialect.FOUNDRY, "4d6r!=2", 4),
        (Dialect.D20, "(2d6)mi2", 5),
        (Dialect.D20, "2d6mi>2", 3),
        (Dialect.D20, "(1d20>1)", 5),
        (Dialect.D20, "(1d6,2)e6", 7),
        (Dialect.DICEMAIDEN, "2d6;3d6;4d6;5d6;6d6", 0),
        (Dialect.DICEMAIDEN, "6 2d6;3d6", 0),
        (Dialect.DICEMAIDEN, "5 e", 2),
        (Dialect.DICEMAIDEN, "4d6 t", 4),
        (Dialect.DICEMAIDEN, "4d6 t3 t4", 7),
        (Dialect.DICEMAIDEN, "4d6 f1 + 2", 7),
        (Dialect.DICEMAIDEN, "+d20 5", 5),
    ],
)
def test_notation_without_an_equivalent_is_refused_with_its_place(
    dialect: Dialect, written: str, at: int
) -> None:
    with pytest.raises(Untranslatable) as refused:
        translate(written, dialect)

    assert (refused.value.at, refused.value.source) == (at, written)


@pytest.mark.parametrize(
    ("dialect", "written", "becomes", "changes"),
    [
        (Dialect.ROLL20, "4+2d6[ ]", "4+2d6", ["[ ] "]),
        (Dialect.ROLL20, "{2d6,1d8}[fire]", "{2d6,1d8}", ["[fire] "]),
        (Dialect.ROLL20, "2d6/2", "2d6/2", ["/ /"]),
        (Dialect.FOUNDRY, "{2d6,3d6}cs>4", "{2d6,3d6}>4", ["cs>4 >4"]),
        (Dialect.FOUNDRY, "@a.b", "@a_b", ["@a.b @a_b"]),
        (Dialect.D20, "2d6+1d20 adv", "2d6+a1d20", ["adv a1d20"]),
        (Dialect.DICEMAIDEN, "2d6;3d6;4d6;5d6", "2d6, 3d6, 4d6, 5d6", []),
        (Dialect.DICEMAIDEN, "2d6 / 2 ; 3d6 / 3", "2d6//2, 3d6//3", ["/ //"]),
        (Dialect.DICEMAIDEN, "2d6 + 3 / 2", "(2d6+3)//2", ["/ //", "2d6+3// (2d6+3)//"]),
        (Dialect.DICEMAIDEN, "2d6 * 3 * 2 + 1", "2d6*3*2+1", []),
        (Dialect.DICEMAIDEN, "4d6 f1 t3 + 2", "4d6>=3f<=1+2", ["f1 ", "t3 >=3f<=1"]),
        (Dialect.DICEMAIDEN, "+d20 * 2", "2d20kh1*2", ["+d20 2d20kh1"]),
        (Dialect.DICEMAIDEN, "2d6 !", "2d6", []),
        (Dialect.DICEMAIDEN, "6 2d6 ! `x`", "6x2d6 # 'x'", ["6 6x", "! 'x' # 'x'"]),
    ],
)
def test_what_is_written_differently_is_named(
    dialect: Dialect, written: str, becomes: str, changes: list[str]
) -> None:
    translation = translate(written, dialect)

    assert translation.notation == becomes
    assert [f"{change.written} {change.replacement}" for change in translation.changes] == changes


def test_each_change_is_named_once() -> None:
    assert translate("2d6+4", Dialect.ROLL20).changes == ()
    changes = translate("/r 2d6>3+2d8>3", Dialect.ROLL20).changes
    assert [(change.written, change.replacement) for change in changes] == [
        ("/r", ""),
        (">3", ">=3"),
    ]


def test_our_own_notation_is_unchanged() -> None:
    assert translate("a1d20+5, dp", Dialect.NAZH).notation == "a1d20+5, dp"


def test_no_longer_text_is_looked_at_than_a_roll_may_have() -> None:
    with pytest.raises(NotationTooLong):
        translate("1+" * 250 + "1", Dialect.ROLL20)


@steady
@given(
    some.sampled_from([dialect for dialect in Dialect if dialect is not Dialect.NAZH]),
    some.text("0123456789d+-*/%(){}[],<>=!khlrpxocsfmaite ;#?@|_. F", max_size=40),
)
def test_any_text_is_translated_or_refused(dialect: Dialect, text: str) -> None:
    try:
        notation, refusal = translate(text, dialect).notation, None
    except Refusal as caught:
        notation, refusal = "", caught

    assert len(notation) < 6 * len(text) + 20
    if refusal is not None:
        assert refusal.source == text
        assert refusal.at is not None
        assert 0 <= refusal.at <= len(text)
