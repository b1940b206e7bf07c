"""A double tap is told from two presses."""

from __future__ import annotations

from nazh.adapters.inbound.discord.dice.taps import REMEMBERED, WITHIN, Taps

MESSAGE, ALICE, BOB = 10, 1, 2


def at(milliseconds: int) -> int:
    """Return an id that Discord would give at this time."""
    return milliseconds << 22


def test_a_second_press_in_the_same_moment_is_the_same_press() -> None:
    taps = Taps()

    assert not taps.is_second(MESSAGE, ALICE, at(5_000))
    assert taps.is_second(MESSAGE, ALICE, at(5_000 + WITHIN))
    assert taps.is_second(MESSAGE, ALICE, at(5_000) + 1)


def test_a_press_after_a_moment_is_a_press_of_its_own() -> None:
    taps = Taps()
    taps.is_second(MESSAGE, ALICE, at(5_000))

    assert not taps.is_second(MESSAGE, ALICE, at(5_001 + WITHIN))


def test_others_and_other_messages_do_not_touch() -> None:
    taps = Taps()
    taps.is_second(MESSAGE, ALICE, at(5_000))

    assert not taps.is_second(MESSAGE, BOB, at(5_000))
    assert not taps.is_second(MESSAGE + 1, ALICE, at(5_001))


def test_an_interaction_that_comes_twice_is_no_second_tap() -> None:
    taps = Taps()

    assert not taps.is_second(MESSAGE, ALICE, at(5_000))
    assert not taps.is_second(MESSAGE, ALICE, at(5_000))


def test_the_oldest_press_is_forgotten_first() -> None:
    taps = Taps()
    for message in range(REMEMBERED + 1):
        taps.is_second(message, ALICE, at(5_000))

    assert not taps.is_second(0, ALICE, at(5_001))
    assert taps.is_second(REMEMBERED, ALICE, at(5_001))
