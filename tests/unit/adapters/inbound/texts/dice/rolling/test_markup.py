"""Tests dice in Discord's markdown (docs/dice.md, "Reading")."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nazh.adapters.inbound.texts.dice.rolling.markup import escape_markdown, pool_markup
from nazh.adapters.inbound.texts.languages import ENGLISH
from nazh.domain.dice import COSMERE, NAZH, PLAIN, Ruleset
from tests.unit.domain.dice.scripted_rolls import roll_faces
from tests.unit.domain.dice.strategies import Luck, luck, notations, steady
from tests.unit.domain.dice.test_properties import thrown


def markup_of(text: str, *faces: int, ruleset: Ruleset = NAZH, most: int | None = None) -> str:
    """The markup of the first pool."""
    return pool_markup(
        roll_faces(text, *faces, ruleset=ruleset).pools[0], ruleset, ENGLISH, most=most
    )


@pytest.mark.parametrize(
    ("text", "faces", "markup"),
    [
        ("1d20", (7,), "[7]"),
        ("1d20", (20,), "[**20**]"),
        ("1d20", (1,), "[*1*]"),
        ("2d6", (3, 4), "[3][4]"),
        ("2d20kh1", (18, 3), "[18][~~3~~]"),
        ("2d20kl1", (20, 1), "[~~20~~][*1*]"),
        ("4d6dl1", (1, 6, 6, 2), "[~~1~~][**6**][**6**][2]"),
        ("2d6!", (6, 3, 2), "[**6**!][2][3]"),
        ("2d6!>=5", (5, 3, 2), "[5!][2][3]"),
        ("1d6!!", (6, 4), "[**10**!(6+4)]"),
        ("1d6!p", (6, 4), "[**6**!][4→3]"),
        ("1d6r<=2", (1, 2, 5), "[~~1~~ ~~2~~ 5]"),
        ("1d6r1", (1, 6), "[~~1~~ **6**]"),
        ("1d6ra6", (6, 2), "[**6**!][2]"),
        ("1d6mi3", (2,), "[2→3]"),
        ("1d6ma3", (6,), "[**6→3**]"),
        ("1d6mi3", (1,), "[*1→3*]"),
        ("3d10>=8f=1", (9, 1, 5), "[9✓][*1*✗][5]"),
        ("1d10>=8", (10,), "[**10**✓]"),
        ("2d20cs>=19cf<=2", (19, 2), "[19 crit][2 fumble]"),
        ("a1d20", (18, 3), "[18↑(3)]"),
        ("a1d20", (3, 18), "[18↑(3)]"),
        ("d1d20", (18, 3), "[3↓(18)]"),
        ("a1d20", (20, 1), "[**20**↑(1)]"),
        ("d1d20", (20, 1), "[*1*↓(20)]"),
        ("ad2d20kh1", (18, 3, 20, 19), "[~~18~~↑(3)][19↓(20)]"),
        ("a1d20+5", (18, 3), "[18↑(3)] + 5"),
        ("2d6-1", (3, 4), "[3][4] - 1"),
        ("2d6*2", (3, 4), "[3][4] × 2"),
        ("2d6kh1*(1+2)", (3, 4), "[~~3~~][4] × (1 + 2)"),
        ("dp", (1,), "[1!!(T)]"),
        ("dp", (2,), "[2!!(T)]"),
        ("dp", (3,), "[3]"),
        ("dp", (4,), "[4]"),
        ("dp", (5,), "[5**(O)**]"),
        ("dp", (6,), "[6**(O)**]"),
        ("a1dp", (2, 5), "[5**(O)**↑(2)]"),
        ("d1dp", (2, 5), "[2!!(T)↓(5)]"),
        ("1d20+dp", (7, 3), "[7] + [3]"),
        ("p2d6", (2, 6), "[2!!(T)][**6**]"),
        ("4dF", (-1, 0, 1, 0), "[*-1*][0][**1**][0]"),
        ("1d[2,3,5]", (5,), "[**5**]"),
        ("1d1", (1,), "[**1**]"),
        ("{1d6,1d8}kh1", (3, 4), "{[~~3~~], [4]}"),
        ("max(1d6,2)", (3,), "max([3], 2)"),
        ("2d6[fire]", (3, 4), "[3][4] fire"),
        ("2d6[fire]+1d4[cold]", (3, 4, 2), "[3][4] fire + [2] cold"),
        ("7", (), "7"),
    ],
)
def test_each_kind_of_die(text: str, faces: tuple[int, ...], markup: str) -> None:
    assert markup_of(text, *faces) == markup


def test_a_die_that_was_stopped_says_so() -> None:
    assert markup_of("1d6!!", *(6,) * 101).startswith("[**606**!…(6+6+")
    assert markup_of("1d6!", *(6,) * 101).endswith("[**6**…]")


@pytest.mark.parametrize(("ruleset", "sign"), [(NAZH, "!!(T)"), (COSMERE, "(C)"), (PLAIN, "(C)")])
def test_the_bad_side_has_the_sign_of_the_ruleset(ruleset: Ruleset, sign: str) -> None:
    assert markup_of("dp", 2, ruleset=ruleset) == f"[2{sign}]"


def test_natural_20_and_1_have_outcomes_in_cosmere_only() -> None:
    assert markup_of("2d20", 20, 1, ruleset=COSMERE) == "[**20**(O)][*1*(C)]"
    assert markup_of("2d20", 20, 1, ruleset=NAZH) == "[**20**][*1*]"
    assert markup_of("2d20", 20, 1, ruleset=PLAIN) == "[**20**][*1*]"


@pytest.mark.parametrize(
    ("note", "escaped"),
    [
        ("*bold*", r"\*bold\*"),
        ("_under_", r"\_under\_"),
        ("~~gone~~", r"\~\~gone\~\~"),
        ("||secret||", r"\|\|secret\|\|"),
        ("@everyone", "\\@\u2060everyone"),
        ("<@123>", "\\<\\@\u2060123\\>"),
        ("https://example.org", r"https\:\/\/example\.org"),
        ("(x)", r"\(x\)"),
        ("a\\b", r"a\\b"),
        (":smile:", r"\:smile\:"),
    ],
)
def test_the_players_own_words_cannot_format_mention_or_link(note: str, escaped: str) -> None:
    assert markup_of(f"1d6[{note}]", 3) == f"[3] {escaped}"


@given(st.text())
@steady
def test_escaped_words_hold_no_mention_and_no_code(text: str) -> None:
    escaped = escape_markdown(text)

    assert "`" not in escaped
    assert "@everyone" not in escaped
    assert "<@" not in escaped
    assert "://" not in escaped


def test_a_long_pool_is_cut_between_dice_and_says_how_many_are_left() -> None:
    cut = markup_of("20d6kh3", *(3,) * 20, most=40)

    assert cut == "[3][3][3]" + "[~~3~~]" * 4 + " … 13 more dice"


def test_the_last_die_left_out_is_one_die() -> None:
    assert markup_of("2d6", 3, 4, most=5) == "[3] … 1 more die"


@steady
@given(notations(), luck())
def test_a_simple_pool_reads_the_same_alone_and_beside_another(text: str, dice: Luck) -> None:
    _, _, roll = thrown(text, dice)
    whole = roll.pools[0]

    by_pieces = whole._replace(stored_pieces=whole.pieces, simple_pool=None)

    assert pool_markup(whole, NAZH, ENGLISH) == pool_markup(by_pieces, NAZH, ENGLISH)


@pytest.mark.parametrize(
    "text", ["4d6kh3", "4d6dl1+2", "5d6km3-1", "3d6!", "2d20kl1", "6d6", "4d6d9"]
)
@given(luck())
@steady
def test_so_do_the_commonest_pools(text: str, dice: Luck) -> None:
    _, _, roll = thrown(text, dice)
    whole = roll.pools[0]

    by_pieces = whole._replace(stored_pieces=whole.pieces, simple_pool=None)

    assert pool_markup(whole, NAZH, ENGLISH) == pool_markup(by_pieces, NAZH, ENGLISH)


@steady
@given(notations(), luck(), st.integers(12, 200))
def test_no_style_is_left_open(text: str, dice: Luck, most: int) -> None:
    _, _, roll = thrown(text, dice)

    for result in roll.pools:
        labelled = result._replace(
            stored_pieces=tuple(p for p in result.pieces if not hasattr(p, "words"))
        )
        markup = pool_markup(labelled._replace(simple_pool=None), NAZH, ENGLISH, most=most)
        assert markup.count("**") % 2 == 0
        assert markup.replace("**", "").count("*") % 2 == 0
        assert markup.count("~~") % 2 == 0
