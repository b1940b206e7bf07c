"""Tests that only requests recently signed by Discord are accepted."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.signing import SigningKey

from nazh.adapters.inbound.discord.http.requests import RejectedRequest
from nazh.adapters.inbound.discord.http.signatures import SignatureVerifier

KEY = SigningKey(b"k" * 32)
NOW = 1_700_000_000
BODY = b'{"type":1}'
SIGNATURES = SignatureVerifier(bytes(KEY.verify_key), lambda: datetime.fromtimestamp(NOW, UTC))


def signature(timestamp: str, body: bytes = BODY, key: SigningKey = KEY) -> str:
    return key.sign(timestamp.encode() + body).signature.hex()


def given_once(value: str | None) -> list[str]:
    """Return the values of a header that is there once, or not at all."""
    return [] if value is None else [value]


def refused(signature: str | None, timestamp: str | None, body: bytes = BODY) -> str:
    with pytest.raises(RejectedRequest) as refusal:
        verify(given_once(signature), given_once(timestamp), body)
    return refusal.value.reason


def verify(signatures: list[str], timestamps: list[str], body: bytes = BODY) -> None:
    SIGNATURES.verify(SIGNATURES.read_head(signatures, timestamps), body)


@pytest.mark.parametrize("age", [0, 60, -60])
def test_a_recent_signature_is_accepted(age: int) -> None:
    timestamp = str(NOW - age)

    verify([signature(timestamp)], [timestamp])


@pytest.mark.parametrize("age", [61, -61, 10**9])
def test_an_old_signature_is_stale(age: int) -> None:
    timestamp = str(NOW - age)

    assert refused(signature(timestamp), timestamp) == "stale"


@pytest.mark.parametrize("timestamp", [None, "", "now", "-1", "1.7e9", "１７", "9" * 13])
def test_without_a_time_nothing_is_signed(timestamp: str | None) -> None:
    assert refused(signature(timestamp or ""), timestamp) == "unsigned"


def test_without_a_signature_nothing_is_signed() -> None:
    assert refused(None, str(NOW)) == "unsigned"


def test_a_header_that_comes_twice_signs_nothing() -> None:
    right, timestamp = signature(str(NOW)), str(NOW)

    for signatures, timestamps in (
        ([right, right], [timestamp]),
        ([right], [timestamp, timestamp]),
    ):
        with pytest.raises(RejectedRequest) as refusal:
            SIGNATURES.read_head(signatures, timestamps)
        assert refusal.value.reason == "unsigned"


@pytest.mark.parametrize("wrong", ["", "00", "xy" * 64, "00" * 64, "00" * 65, "\u0661" * 128])
def test_a_malformed_signature_is_refused(wrong: str) -> None:
    assert refused(wrong, str(NOW)) == "bad_signature"


def test_a_foreign_signature_is_refused() -> None:
    other = SigningKey(b"o" * 32)

    assert refused(signature(str(NOW), key=other), str(NOW)) == "bad_signature"


def test_a_signature_is_of_its_time_and_its_body() -> None:
    assert refused(signature(str(NOW - 1)), str(NOW)) == "bad_signature"
    assert refused(signature(str(NOW)), str(NOW), BODY + b" ") == "bad_signature"


@given(st.binary(max_size=200), st.integers(0, 511))
def test_no_bit_of_a_signature_can_be_changed(body: bytes, bit: int) -> None:
    right = int(signature(str(NOW), body), 16)

    wrong = (right ^ (1 << bit)).to_bytes(64, "big").hex()

    assert refused(wrong, str(NOW), body) == "bad_signature"


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_key_has_32_bytes(length: int) -> None:
    with pytest.raises(ValueError, match="32"):
        SignatureVerifier(b"k" * length, lambda: datetime.fromtimestamp(NOW, UTC))
