"""FairRng: the faces of one throw, which follow from secret, session, mix and counter alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from hashlib import sha256
from struct import Struct
from typing import Final

from nazh.domain.dice.proof.mixing import FORMAT

_ROLL: Final = f"{FORMAT} roll\n".encode()
_HMAC_BLOCK: Final = 64
_INNER: Final = bytes(byte ^ 0x36 for byte in range(256))
_OUTER: Final = bytes(byte ^ 0x5C for byte in range(256))
_WORD: Final = 1 << 32
_WORD_BITS: Final = 32
_MOST_SIDES_IN_A_BYTE: Final = 255
_words_of: Final = Struct(">8I").unpack
_big_endian: Final = Struct(">QI").pack


class FairRng:
    """Uniform integers from HMAC-SHA-256 (docs/fair-rolls.md); satisfies the port ``Rng``.

    The same arguments give the same numbers, for ever; how they are asked for does not matter:
    ``faces(2, 6)`` is ``faces(1, 6)`` twice. About 2 µs for the first eight dice of a throw.
    """

    __slots__ = ("_block", "_counter", "_mix", "_place", "_used", "_words")

    def __init__(self, secret: bytes, session: str, mix: bytes, counter: int) -> None:
        self._block = _blocks(secret, session)
        self._mix = mix
        self._counter = counter
        self._place = 0
        self._words: tuple[int, ...] = ()
        self._used = 0

    def below(self, bound: int) -> int:
        """Return the next ``n`` with ``0 <= n < bound``. ``bound >= 1``, of any size."""
        words = max(1, -(-(bound - 1).bit_length() // _WORD_BITS))
        every = _WORD**words
        fair = every - every % bound
        while (drawn := self._number(words)) >= fair:
            continue
        return drawn % bound

    def faces(self, count: int, sides: int) -> Sequence[int]:
        """Return the next ``count`` faces from 1 to ``sides``; ``bytes`` up to 255 sides."""
        if sides > _WORD:
            return tuple([self.below(sides) + 1 for _ in range(count)])
        fair = _WORD - _WORD % sides
        faces: list[int] = []
        while (missing := count - len(faces)) > 0:
            # A comprehension would take longer for as few dice as are usual.
            for word in self._take(missing):
                if word < fair:
                    faces.append(word % sides + 1)  # noqa: PERF401
        return bytes(faces) if sides <= _MOST_SIDES_IN_A_BYTE else tuple(faces)

    def _take(self, most: int) -> tuple[int, ...]:
        """Return the next words of the stream, at least one and no more than ``most``."""
        used = self._used
        if used == len(self._words):
            self._words = self._block(self._mix, self._counter, self._place)
            self._place += 1
            used = 0
        words = self._words[used : used + most]
        self._used = used + len(words)
        return words

    def _number(self, words: int) -> int:
        """Return the next ``words`` words as one number."""
        number = 0
        for _ in range(words):
            (word,) = self._take(1)
            number = number << _WORD_BITS | word
        return number


@lru_cache(maxsize=128)
def _blocks(secret: bytes, session: str) -> Callable[[bytes, int, int], tuple[int, ...]]:
    """Return what gives the eight words of a block, by mix, counter and place from 0.

    It is HMAC-SHA-256 (RFC 2104), in which both hashes have taken in the key, and the inner one
    what is the same in all messages of a session: three times as fast as ``hmac.digest``.
    """
    padded = secret.ljust(_HMAC_BLOCK, b"\0")
    inner, outer = sha256(padded.translate(_INNER)), sha256(padded.translate(_OUTER))
    inner.update(_ROLL + session.encode())

    def block(mix: bytes, counter: int, place: int) -> tuple[int, ...]:
        inside, outside = inner.copy(), outer.copy()
        inside.update(mix + _big_endian(counter, place))
        outside.update(inside.digest())
        return _words_of(outside.digest())

    return block
