"""Tests the formulas and values of docs/battles.md."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from nazh.domain.dominion.combat.draws import LABEL, MAX_NONCE, commitment_of

PAGE = (Path(__file__).parents[3] / "docs/battles.md").read_text("utf-8")


def test_the_commitment_is_the_one_that_is_used() -> None:
    secret, session = bytes(range(32)), b"00000000000000ff"

    assert f'"{LABEL} commitment\\n" || session || "\\n" || secret' in PAGE
    written = b"nazh-battle-1 commitment\n" + session + b"\n" + secret
    assert commitment_of(secret, 255) == sha256(written).hexdigest()


def test_the_labels_and_limits_are_those_of_the_code() -> None:
    assert f'"{LABEL} mix\\n" || session' in PAGE
    assert f'"{LABEL} roll\\n" || session || mix' in PAGE
    assert f"at most {MAX_NONCE} characters" in PAGE
