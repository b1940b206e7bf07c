"""Tests the vectors of docs/fair-rolls.md with the independent implementation."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import pytest

from tests.unit.domain.dice.fair import independent_implementation
from tests.unit.domain.dice.fair.vectors import vectors

ROOT = Path(__file__).parents[5]
VECTORS: dict[str, Any] = json.loads((ROOT / "docs/vectors/fair-rolls.json").read_text("utf-8"))
"""Read without Nazh's own code."""
LINES: list[str] = VECTORS["session"]["lines"]
ENTRIES: list[dict[str, Any]] = [json.loads(line) for line in LINES]


@pytest.mark.parametrize(
    ("message", "digest"),
    [  # FIPS 180-2, appendix B, and two lengths at which the padding takes another block
        (b"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            b"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
        ),
        (b"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        (b"a" * 64, "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb"),
        (b"a" * 1000, "41edece42d63e8d9bf515a9ba6932e1c20cbc9f5a5d134645adb5db1b9737ea3"),
    ],
)
def test_the_second_implementation_knows_sha_256(message: bytes, digest: str) -> None:
    assert independent_implementation.sha256(message).hex() == digest


@pytest.mark.parametrize(
    ("key", "message", "mac"),
    [  # RFC 4231, test cases 1 to 4, 6 and 7
        (
            b"\x0b" * 20,
            b"Hi There",
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
        ),
        (
            b"Jefe",
            b"what do ya want for nothing?",
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
        ),
        (
            b"\xaa" * 20,
            b"\xdd" * 50,
            "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
        ),
        (
            bytes(range(1, 26)),
            b"\xcd" * 50,
            "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b",
        ),
        (
            b"\xaa" * 131,
            b"Test Using Larger Than Block-Size Key - Hash Key First",
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
        ),
        (
            b"\xaa" * 131,
            (
                b"This is a test using a larger than block-size key and a larger than block-size"
                b" data. The key needs to be hashed before being used by the HMAC algorithm."
            ),
            "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2",
        ),
    ],
)
def test_the_second_implementation_knows_hmac(key: bytes, message: bytes, mac: str) -> None:
    assert independent_implementation.hmac_sha256(key, message).hex() == mac


def test_the_second_implementation_borrows_nothing() -> None:
    tree = ast.parse(Path(independent_implementation.__file__).read_text("utf-8"))

    imported = {
        node.module if isinstance(node, ast.ImportFrom) else name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in node.names
    }

    assert imported == {"__future__", "collections.abc", "math"}


@pytest.mark.parametrize("vector", VECTORS["commitments"])
def test_commitments_are_those_of_the_page(vector: dict[str, str]) -> None:
    secret = bytes.fromhex(vector["secret"])

    assert independent_implementation.commitment(vector["session"], secret) == vector["commitment"]


@pytest.mark.parametrize("vector", VECTORS["mixes"])
def test_mixes_are_those_of_the_page(vector: dict[str, Any]) -> None:
    mix = independent_implementation.first_mix(vector["session"])
    assert mix.hex() == vector["first"]

    for joined in vector["joined"]:
        assert independent_implementation.sha256(joined["text"].encode()).hex() == joined["words"]
        mix = independent_implementation.mixed(
            mix, joined["player"], bytes.fromhex(joined["words"])
        )
        assert mix.hex() == joined["mix"]


@pytest.mark.parametrize("vector", VECTORS["integers"])
def test_integers_are_those_of_the_page(vector: dict[str, Any]) -> None:
    secret, mix = bytes.fromhex(vector["secret"]), bytes.fromhex(vector["mix"])

    drawn_integers = independent_implementation.integers(
        secret, vector["session"], mix, vector["counter"], vector["bounds"]
    )

    assert drawn_integers == vector["integers"]


def test_the_links_of_the_session_are_those_of_the_page() -> None:
    digests = [independent_implementation.sha256(line.encode()).hex() for line in LINES]

    assert digests == VECTORS["session"]["digests"]
    assert [entry["before"] for entry in ENTRIES[1:]] == digests[:-1]
    assert [entry["n"] for entry in ENTRIES] == list(range(len(LINES)))


def test_every_face_of_the_session_matches_the_page() -> None:
    session, secret = ENTRIES[0]["session"], bytes.fromhex(ENTRIES[-1]["secret"])
    assert independent_implementation.commitment(session, secret) == ENTRIES[0]["commitment"]
    bounds = {draw["n"]: draw["bounds"] for draw in VECTORS["session"]["draws"]}
    mix, counter, faces = independent_implementation.first_mix(session), 0, 0

    for entry in ENTRIES:
        if entry["kind"] == "joined":
            mix = independent_implementation.mixed(
                mix, entry["player"], bytes.fromhex(entry["words"])
            )
        if "counter" in entry:
            assert entry["counter"] == counter
            drawn = independent_implementation.integers(
                secret, session, mix, counter, bounds[entry["n"]]
            )
            counter += 1
            if "faces" in entry:
                assert _fell(entry, drawn) == entry["faces"]
                faces += len(drawn)

    assert (counter, faces) == (10, 41)


def _fell(entry: dict[str, Any], drawn: list[int]) -> list[int]:
    """The faces of numbers from 0: plus one, except the Fudge dice of one roll."""
    if "4dF" not in entry["notation"]:
        return [number + 1 for number in drawn]
    return [drawn[0] + 1, *(number - 1 for number in drawn[1:5]), drawn[5] + 1]


def test_the_page_equals_the_commands_output() -> None:
    assert vectors() == VECTORS
