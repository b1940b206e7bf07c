"""Tests that signed state is restored completely and cannot be forged."""

from __future__ import annotations

import base64
import dataclasses
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as some

from nazh.adapters.inbound.discord.dice.custom_ids import custom_id
from nazh.adapters.inbound.discord.dice.rolling.presenter import PLOT
from nazh.adapters.inbound.discord.dice.rolling.shown_roll import ShownRoll
from nazh.adapters.inbound.discord.dice.rolling.state_signer import (
    RollOrigin,
    StateSigner,
    pack,
    unpack,
)
from nazh.adapters.inbound.discord.errors import InvalidComponent
from nazh.adapters.inbound.discord.interactions.component_router import CUSTOM_ID_CHARACTERS
from nazh.application.dice.rolling.message_rolls import MessageRoll
from nazh.domain.dice import COSMERE, NAZH, RULESETS, Ruleset

SEALS: Final = StateSigner("a secret")
HERE: Final = RollOrigin(origin=1_573_640_541_394_960_387, roller=80_351_110_224_678_912)
ROLLED: Final = MessageRoll("1d20+5, 2d6", (17, 3, 4), COSMERE, "for honour")
SHOWN: Final = ShownRoll(("1d20+5", "2d6"), "for honour")


@given(some.lists(some.integers(-1_000_000_000, 1_000_000_000)))
def test_packed_faces_come_back(faces: list[int]) -> None:
    assert unpack(pack(faces)) == tuple(faces)


@given(some.integers(0, 300), some.integers(-3, 10_000))
def test_equal_faces_come_back(count: int, face: int) -> None:
    assert unpack(pack([face] * count)) == (face,) * count


@pytest.mark.parametrize("ruleset", RULESETS.values())
def test_signed_dice_are_verified(ruleset: Ruleset) -> None:
    rolled = dataclasses.replace(ROLLED, ruleset=ruleset)

    assert SEALS.verify(SEALS.sign(HERE, rolled), HERE, SHOWN) == rolled


@pytest.mark.parametrize("picked", [(5,), (0, 2), (1, 0, 6)])
def test_signed_picks_are_verified(picked: tuple[int, ...]) -> None:
    rolled = dataclasses.replace(ROLLED, picked=picked)
    arguments = SEALS.sign(HERE, rolled)

    assert SEALS.verify(arguments, HERE, SHOWN) == rolled
    with pytest.raises(InvalidComponent):
        SEALS.verify(arguments.replace(str(picked[0]), "3", 1), HERE, SHOWN)


def test_a_signature_has_eight_bytes() -> None:
    signed = base64.b85decode(SEALS.sign(HERE, ROLLED)[1:])

    assert len(signed) - len(pack(ROLLED.faces)) == 8


def test_another_process_with_the_same_secret_opens_it() -> None:
    assert StateSigner("a secret").verify(SEALS.sign(HERE, ROLLED), HERE, SHOWN) == ROLLED


@pytest.mark.parametrize(
    ("signer", "roll_origin", "shown"),
    [
        (StateSigner("another secret"), HERE, SHOWN),
        (SEALS, dataclasses.replace(HERE, origin=1), SHOWN),
        (SEALS, dataclasses.replace(HERE, roller=2), SHOWN),
        (SEALS, HERE, ShownRoll(("1d20+6", "2d6"), "for honour")),
    ],
    ids=["secret", "origin", "roller", "notation"],
)
def test_signature_covers_everything(
    signer: StateSigner, roll_origin: RollOrigin, shown: ShownRoll
) -> None:
    arguments = SEALS.sign(HERE, ROLLED)

    with pytest.raises(InvalidComponent):
        signer.verify(arguments, roll_origin, shown)


def test_no_character_of_signed_state_can_be_changed() -> None:
    arguments = SEALS.sign(HERE, ROLLED)

    for place, character in enumerate(arguments):
        other = "0" if character != "0" else "1"
        with pytest.raises(InvalidComponent):
            SEALS.verify(arguments[:place] + other + arguments[place + 1 :], HERE, SHOWN)


@given(some.text())
def test_no_text_of_a_stranger_opens(text: str) -> None:
    with pytest.raises(InvalidComponent):
        SEALS.verify(text, HERE, SHOWN)


@pytest.mark.parametrize("sides", [6, 20])
def test_a_hundred_dice_fit_into_a_button(sides: int) -> None:
    rolled = MessageRoll("5x20d20", tuple(1 + n % sides for n in range(100)), NAZH)

    pressed = custom_id(PLOT, SEALS.sign(HERE, rolled))

    assert len(pressed) <= CUSTOM_ID_CHARACTERS
    assert pressed.isascii()
    assert pressed.isprintable()
