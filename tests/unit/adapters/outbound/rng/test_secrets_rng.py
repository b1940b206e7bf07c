"""Tests that buffered faces are used once, by one thread, in one process."""

from __future__ import annotations

import gc
import os
import sys
import threading
import weakref
from collections.abc import Callable, Iterator

import pytest

from nazh.adapters.outbound.rng.secrets_rng import MAX_BUFFERED_DICE, READ_AHEAD_BYTES, SecretsRng


def stretch(rng: SecretsRng, sides: int = 255) -> bytes:
    """Draw 64 faces in ones and twos; equal sequences indicate a fault."""
    faces = [face for _ in range(32) for face in (*rng.faces(1, sides), rng.below(sides) + 1)]
    return b"".join(face.to_bytes(4, "big") for face in faces)


def from_child(report: Callable[[], bytes]) -> bytes:
    """Return the result of ``report`` in a forked child."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.write(writing, report())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        piece = pipe.read()
    os.waitpid(child, 0)
    return piece


def test_small_faces_are_bytes_and_large_ones_a_tuple() -> None:
    rng = SecretsRng()

    assert isinstance(rng.faces(3, 255), bytes)
    assert isinstance(rng.faces(3, 256), tuple)


@pytest.mark.parametrize("sides", [2, 20, 255, 1000, 70_000])
def test_a_child_throws_other_dice_than_its_parent(sides: int) -> None:
    rng = SecretsRng()
    stretch(rng, sides)

    child = from_child(lambda: stretch(rng, sides))

    assert len(child) == 256
    assert child != stretch(rng, sides)


def test_two_children_and_a_grandchild_throw_other_dice() -> None:
    rng = SecretsRng()
    stretch(rng)

    def child_and_grandchild() -> bytes:
        rng.faces(1, 255)
        return from_child(lambda: stretch(rng)) + stretch(rng)

    first, second = from_child(child_and_grandchild), from_child(child_and_grandchild)
    parent = stretch(rng)

    family = [first[:256], first[256:], second[:256], second[256:], parent]
    assert [len(member) for member in family] == [256] * 5
    assert len(set(family)) == 5


@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
def test_a_child_forked_by_another_thread_throws_other_dice() -> None:
    rng = SecretsRng()
    stretch(rng)
    stretches: list[bytes] = []

    def fork_from_here() -> None:
        stretch(rng)
        stretches.append(from_child(lambda: stretch(rng)))
        stretches.append(stretch(rng))

    thread = threading.Thread(target=fork_from_here)
    thread.start()
    thread.join()
    stretches.append(stretch(rng))

    assert [len(member) for member in stretches] == [256] * 3
    assert len(set(stretches)) == 3


@pytest.fixture
def restless() -> Iterator[None]:
    """Switch threads as often as possible."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("restless")
@pytest.mark.parametrize("sides", [255, 60_000])
def test_eight_threads_never_share_a_stretch(sides: int) -> None:
    rng = SecretsRng()
    together = threading.Barrier(8)
    drawn: list[tuple[int, ...]] = []

    def draw() -> None:
        together.wait()
        drawn.append(tuple(face for count in range(5000) for face in rng.faces(count % 7, sides)))

    threads = [threading.Thread(target=draw) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    stretches = [faces[at : at + 12] for faces in drawn for at in range(len(faces) - 11)]
    assert len(stretches) > 100_000
    assert len(set(stretches)) == len(stretches)


def test_threads_have_their_own_faces_ready() -> None:
    rng = SecretsRng()
    rng.faces(1, 6)
    elsewhere: list[int] = []

    thread = threading.Thread(target=lambda: elsewhere.append(kinds_ready(rng)))
    thread.start()
    thread.join()

    assert elsewhere == [0]
    assert kinds_ready(rng) == 1


def test_asking_for_every_kind_of_die_keeps_few_of_them_ready() -> None:
    rng = SecretsRng()

    for sides in [*range(1, 512), *range(1, 512)]:
        rng.faces(1, sides)
        assert kinds_ready(rng) <= MAX_BUFFERED_DICE


def test_a_large_pool_leaves_no_more_ready_than_a_small_one() -> None:
    rng = SecretsRng()

    rng.faces(10_000, 6)

    assert faces_ready(rng, 6) < READ_AHEAD_BYTES


def test_forget_drops_buffered_faces() -> None:
    rng = SecretsRng()
    rng.faces(1, 6)
    assert faces_ready(rng, 6) > 0

    rng.forget()

    assert kinds_ready(rng) == 0


def test_the_hook_at_forks_does_not_keep_an_instance_alive() -> None:
    rng = SecretsRng()
    alive = weakref.ref(rng)

    del rng
    gc.collect()

    assert alive() is None
    assert from_child(lambda: b"fine") == b"fine"


def kinds_ready(rng: SecretsRng) -> int:
    return len(rng._faces.buffers)


def faces_ready(rng: SecretsRng, sides: int) -> int:
    return len(rng._faces.buffers[sides](READ_AHEAD_BYTES)) if sides in rng._faces.buffers else 0
