"""Generates fair dice from the operating system's entropy, a few hundred bytes at a time.

Invariant: each byte of entropy is used once, by one thread, in the process that drew it.
"""

from __future__ import annotations

import os
import secrets
import threading
import weakref
from array import array
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from io import BytesIO
from itertools import chain, islice, repeat
from typing import Final

from nazh.domain.kernel.fair.fair_rng import MAX_SIDES_IN_A_BYTE, face_table

READ_AHEAD_BYTES: Final = 256
"""Bytes of entropy drawn together for a kind of die, which yield at most as many faces."""

MAX_BUFFERED_DICE: Final = 32
"""The most kinds of dice with buffered faces in one thread."""

_WORD: Final = 1 << 16


class SecretsRng:
    """Uniform integers from ``secrets``; satisfies the port ``Rng``.

    One system call serves many dice: faces are read ahead, ``READ_AHEAD_BYTES`` for each number of
    sides in use up to 65,536. Each thread has its own buffers, and the child of a fork discards
    them. Bytes that would favour some faces are rejected, so no face is more likely than another.

    The price: up to ``READ_AHEAD_BYTES`` future faces, and as many past ones, are in this process's
    memory until the next refill, so anyone who can read that memory can predict dice. Copying a
    running process by other means than a fork (restoring a snapshot twice) copies them too; call
    ``forget`` after such a copy.
    """

    __slots__ = ("__weakref__", "_faces")

    def __init__(self) -> None:
        self._faces = _ThreadFaces()
        # Fork hooks cannot be unregistered, so the hook must not keep the instance alive.
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

        ``bytes`` up to 255 sides, else a tuple. About 0.1 µs per call for small dice, and hardly
        more for twenty of them.
        """
        # One C call reads and advances, so that no signal handler can run in between and get the
        # same faces.
        try:
            drawn = self._faces.buffers[sides](count)
        except KeyError:
            self._add_buffer(sides)
            return self.faces(count, sides)
        if len(drawn) == count:
            return drawn
        return bytes(drawn) + self._refill(count - len(drawn), sides)

    def forget(self) -> None:
        """Drop everything that was read ahead, for all threads."""
        self._faces = _ThreadFaces()

    def _add_buffer(self, sides: int) -> None:
        """Add the buffer of a kind of die."""
        buffers = self._faces.buffers
        if len(buffers) >= MAX_BUFFERED_DICE:
            buffers.clear()
        if sides <= MAX_SIDES_IN_A_BYTE:
            buffers[sides] = BytesIO().read
        else:
            buffers[sides] = partial(_next_faces, _large_faces(sides))

    def _refill(self, missing: int, sides: int) -> bytes:
        """Return ``missing`` new faces of a small die, and buffer the rest."""
        drawn = b""
        while (remaining := missing - len(drawn)) > READ_AHEAD_BYTES:
            drawn += _small_faces(remaining, sides)
        while (remaining := missing - len(drawn)) > 0:
            take = BytesIO(_small_faces(READ_AHEAD_BYTES, sides)).read
            self._faces.buffers[sides] = take
            drawn += take(remaining)
        return drawn


class _ThreadFaces(threading.local):
    """Buffered faces, separate for each thread."""

    def __init__(self) -> None:
        self.buffers: dict[int, Callable[[int], bytes | tuple[int, ...]]] = {}
        """Functions that take faces, by number of sides. Those of small dice may return too few."""


def _small_faces(entropy: int, sides: int) -> bytes:
    """Return the fair faces in ``entropy`` bytes: more than half as many, on average."""
    table, unfair = face_table(sides)
    return secrets.token_bytes(entropy).translate(table, unfair)


def _next_faces(faces: Iterator[int], count: int) -> tuple[int, ...]:
    """Return the next ``count`` faces."""
    return tuple(islice(faces, count))


def _large_faces(sides: int) -> Iterator[int]:
    """Yield endless faces of a die too large for a byte; up to 65,536 sides it reads ahead."""
    if sides <= _WORD:
        return chain.from_iterable(map(_word_faces, repeat(sides)))
    return map(_huge_face, repeat(sides))


def _huge_face(sides: int) -> int:
    return secrets.randbelow(sides) + 1


def _word_faces(sides: int) -> list[int]:
    """Return the fair faces in ``READ_AHEAD_BYTES`` bytes, two bytes per face."""
    fair = _WORD - _WORD % sides
    words = array("H", secrets.token_bytes(READ_AHEAD_BYTES))
    return [word % sides + 1 for word in words if word < fair]
