"""SecretsRng: fair dice from the operating system's entropy, a few hundred bytes at a time.

Invariant: a byte of entropy is handed out once, to one thread, in the process that drew it.
"""

from __future__ import annotations

import os
import secrets
import threading
import weakref
from array import array
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from io import BytesIO
from itertools import chain, islice, repeat
from typing import Final, TypeVar

READ_AHEAD: Final = 256
"""Bytes of entropy drawn at once for a kind of die; about as many faces lie ready at most."""

KINDS_READY: Final = 32
"""Most kinds of small die, and of large, that have faces lying ready in one thread."""

_MOST_SIDES_IN_A_BYTE: Final = 255
_BYTE: Final = 1 << 8
_WORD: Final = 1 << 16

_Ready = TypeVar("_Ready")


class SecretsRng:
    """Uniform integers from ``secrets``; satisfies the port ``Rng``.

    One call to the operating system pays for many dice: faces are read ahead, ``READ_AHEAD`` bytes
    for each number of sides in use up to 65,536. They are kept apart for each thread and forgotten
    in the child of a fork. Bytes that would favour some faces are rejected, so no face is likelier
    than another.

    The price: up to ``READ_AHEAD`` faces to come, and as many that have fallen, lie in this
    process's memory until the next refill, so whoever can read that memory can foresee dice.
    Copying a running process by other means than a fork (restoring a snapshot twice) copies them
    too; call ``forget`` after such a copy.
    """

    __slots__ = ("__weakref__", "_mine")

    def __init__(self) -> None:
        self._mine = _Hoppers()
        # A fork hook cannot be taken back, so it must not keep the instance alive.
        alive = weakref.ref(self)

        def forget_in_child() -> None:
            if (rng := alive()) is not None:
                rng.forget()

        os.register_at_fork(after_in_child=forget_in_child)

    def below(self, bound: int) -> int:
        """Return ``n`` with ``0 <= n < bound``, each equally likely. ``bound >= 1``, of any size.

        About 0.1 µs for bounds up to 255, 0.4 µs up to 65,536, 1.5 µs above.
        """
        return self.faces(1, bound)[0] - 1

    def faces(self, count: int, sides: int) -> Sequence[int]:
        """Return ``count`` independent faces from 1 to ``sides``.

        ``bytes`` up to 255 sides, else a tuple. About 0.1 µs a call for small dice, and hardly
        more for twenty of them.
        """
        if sides > _MOST_SIDES_IN_A_BYTE:
            return self._large_faces(count, sides)
        # One C call reads and moves on, so no signal handler can come between the two and be
        # given the same faces.
        try:
            drawn = self._mine.small[sides](count)
        except KeyError:
            drawn = b""
        if len(drawn) == count:
            return drawn
        return drawn + self._refill(count - len(drawn), sides)

    def forget(self) -> None:
        """Drop everything that was read ahead, for all threads."""
        self._mine = _Hoppers()

    def _refill(self, missing: int, sides: int) -> bytes:
        """Return ``missing`` fresh faces; leave what is over, if anything, ready."""
        drawn = b""
        while (still := missing - len(drawn)) > READ_AHEAD:
            drawn += _small_faces(still, sides)
        while (still := missing - len(drawn)) > 0:
            small = self._mine.small
            if sides not in small:
                _make_room(small)
            small[sides] = take = BytesIO(_small_faces(READ_AHEAD, sides)).read
            drawn += take(still)
        return drawn

    def _large_faces(self, count: int, sides: int) -> tuple[int, ...]:
        """Return ``count`` faces of a die too large for a byte."""
        if sides > _WORD:
            return tuple(secrets.randbelow(sides) + 1 for _ in range(count))
        large = self._mine.large
        endless = large.get(sides)
        if endless is None:
            _make_room(large)
            large[sides] = endless = chain.from_iterable(map(_word_faces, repeat(sides)))
        return tuple(islice(endless, count))


class _Hoppers(threading.local):
    """What lies ready by number of sides, for each thread its own."""

    def __init__(self) -> None:
        self.small: dict[int, Callable[[int], bytes]] = {}
        """Takes so many faces and moves on; gives fewer when it runs out."""
        self.large: dict[int, Iterator[int]] = {}
        """Endless, reading ahead as it goes."""


def _make_room(kinds: dict[int, _Ready]) -> None:
    """Forget all kinds of die when one more would be too many."""
    if len(kinds) >= KINDS_READY:
        kinds.clear()


def _small_faces(entropy: int, sides: int) -> bytes:
    """Return the fair faces in ``entropy`` bytes: more than half as many, on average."""
    table, unfair = _chart(sides)
    return secrets.token_bytes(entropy).translate(table, unfair)


@lru_cache(maxsize=_MOST_SIDES_IN_A_BYTE)
def _chart(sides: int) -> tuple[bytes, bytes]:
    """Return which face each byte stands for, and the bytes that stand for none.

    The bytes from the last whole multiple of ``sides`` upwards would make low faces likelier.
    """
    fair = _BYTE - _BYTE % sides
    return bytes(byte % sides + 1 for byte in range(_BYTE)), bytes(range(fair, _BYTE))


def _word_faces(sides: int) -> list[int]:
    """Return the fair faces in ``READ_AHEAD`` bytes, two bytes to a face."""
    fair = _WORD - _WORD % sides
    words = array("H", secrets.token_bytes(READ_AHEAD))
    return [word % sides + 1 for word in words if word < fair]
