"""FairRng: the same faces for the same secret, words and counter, however they are asked for."""

from __future__ import annotations

import hmac
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nazh.domain.dice.proof import FairRng, first_mix, mixed
from nazh.domain.dice.proof.mixing import digest_of_words
from tests.fuzz.chi_square import surprise
from tests.unit.domain.dice.proof.sessions import SECRET, SESSION
from tests.unit.domain.dice.strategies import steady

MIX = first_mix(SESSION)
DOUBT = 1e-9


def rng(
    counter: int = 0, *, secret: bytes = SECRET, session: str = SESSION, mix: bytes = MIX
) -> FairRng:
    return FairRng(secret, session, mix, counter)


def words(count: int, counter: int = 0) -> list[int]:
    """The words of the stream, by the library's own HMAC."""
    stream = b"".join(
        hmac.digest(
            SECRET,
            b"nazh-fair-1 roll\n0123456789abcdef" + MIX + counter.to_bytes(8) + block.to_bytes(4),
            "sha256",
        )
        for block in range(count // 8 + 1)
    )
    return [int.from_bytes(stream[4 * at : 4 * at + 4]) for at in range(count)]


def test_a_face_is_what_is_left_of_a_word() -> None:
    expected = [word % 20 + 1 for word in words(30)]

    assert list(rng().faces(30, 20)) == expected


def test_a_word_that_would_favour_low_faces_is_passed_over() -> None:
    # Of three thousand million sides, nearly a third of all words are passed over.
    sides = 3_000_000_000
    expected = [word + 1 for word in words(40) if word < sides][:20]

    assert list(rng().faces(20, sides)) == expected


@steady
@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 2**34)), max_size=20))
def test_it_does_not_matter_how_many_are_asked_for_at_once(asked: list[tuple[int, int]]) -> None:
    at_once, one_by_one, below = rng(), rng(), rng()

    for count, sides in asked:
        faces = tuple(at_once.faces(count, sides))
        assert faces == tuple(one_by_one.faces(1, sides)[0] for _ in range(count))
        assert faces == tuple(below.below(sides) + 1 for _ in range(count))


@pytest.mark.parametrize(
    "other",
    [
        rng(1),
        rng(2**63),
        rng(secret=bytes(32)),
        rng(session="0123456789abcdee"),
        rng(mix=mixed(MIX, 1, digest_of_words(""))),
    ],
)
def test_secret_session_words_and_counter_all_change_the_faces(other: FairRng) -> None:
    assert rng().faces(50, 100) != other.faces(50, 100)


def test_whose_words_they_are_and_in_which_order_changes_the_mix() -> None:
    one, two = digest_of_words("one"), digest_of_words("two")

    mixes = {
        mixed(mixed(MIX, 1, one), 2, two),
        mixed(mixed(MIX, 2, two), 1, one),
        mixed(mixed(MIX, 2, one), 1, two),
        mixed(mixed(MIX, 1, one), 1, two),
        mixed(MIX, 1, one),
    }

    assert len(mixes) == 5


def test_numbers_beyond_a_word_are_made_of_several() -> None:
    first, second, third = words(3)
    fair = 2**64 - 2**64 % (2**32 + 1)
    assert first << 32 | second < fair

    drawn = rng()

    assert drawn.below(2**32 + 1) == (first << 32 | second) % (2**32 + 1)
    assert drawn.below(2**32) == third


@pytest.mark.parametrize("sides", [2, 6, 20, 100, 1000])
def test_each_face_is_equally_likely_over_many_counters(sides: int) -> None:
    faces = Counter(face for counter in range(sides * 10) for face in rng(counter).faces(3, sides))

    assert surprise([faces[face] for face in range(1, sides + 1)]) > DOUBT


def test_a_roll_says_nothing_about_the_next() -> None:
    pairs = Counter(
        (rng(counter).faces(1, 20)[0], rng(counter + 1).faces(1, 20)[0]) for counter in range(8000)
    )

    assert surprise([pairs[a, b] for a in range(1, 21) for b in range(1, 21)]) > DOUBT


def test_the_secret_is_in_no_text_of_the_dice() -> None:
    assert SECRET.hex() not in repr(rng())
    assert repr(SECRET) not in repr(rng())
