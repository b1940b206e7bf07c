"""Tests the formulas and values of docs/battles.md."""

from __future__ import annotations

import json
import shlex
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner

from nazh.adapters.inbound.cli.dominion.verify import verify_command
from nazh.domain.dominion.combat.draws import LABEL, MAX_NONCE, commitment_of

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs/battles.md").read_text("utf-8")
COMMANDS = PAGE.split("```\n")[1].replace("\\\n", "").splitlines()


def test_the_commitment_is_the_one_that_is_used() -> None:
    secret, session = bytes(range(32)), b"00000000000000ff"

    assert f'"{LABEL} commitment\\n" || session || "\\n" || secret' in PAGE
    message = b"nazh-battle-1 commitment\n" + session + b"\n" + secret
    assert commitment_of(secret, 255) == sha256(message).hexdigest()


def test_the_labels_and_limits_are_those_of_the_code() -> None:
    assert f'"{LABEL} mix\\n" || session' in PAGE
    assert f'"{LABEL} roll\\n" || session || mix' in PAGE
    assert f"at most {MAX_NONCE} characters" in PAGE


def test_the_records_to_test_with_are_counted_correctly() -> None:
    records = json.loads((ROOT / "docs/vectors/battles.json").read_text("utf-8"))
    with_commits = [record for record in records if '"commits"' in json.dumps(record)]

    assert f"has {len(records)} records" in PAGE
    assert f"{len(with_commits)} of them have supporters with `commits`" in PAGE


def test_the_example_can_be_verified_as_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    program, context, name, *arguments = shlex.split(COMMANDS[0])
    monkeypatch.chdir(ROOT)

    ended = CliRunner().invoke(verify_command(), arguments)

    assert (program, context, name) == ("nazh", "dominion", "verify")
    assert ended.exit_code == 0
    assert ended.output == "War 7, battle 1: the defender won. Proven.\n"
