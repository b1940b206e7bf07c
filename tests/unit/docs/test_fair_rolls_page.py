"""Tests the tables, formulas and examples of docs/fair-rolls.md."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from pathlib import Path

from click.testing import CliRunner

from nazh.adapters.inbound.cli.dice.verify import verify_command
from nazh.application.dice.fair.fair_rolls import MAX_CHAIN_BYTES
from nazh.application.shared.ttl_cache import TTL
from nazh.domain.dice.fair import commitment_of, first_mix

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs/fair-rolls.md").read_text("utf-8")
SESSION = json.loads((ROOT / "docs/vectors/fair-rolls.json").read_text("utf-8"))["session"]
ENTRIES = [json.loads(line) for line in SESSION["lines"]]
IN_ALL = {"kind", "n", "at", "before"}


def test_the_table_of_entries_names_every_key_of_every_kind() -> None:
    rows = re.findall(r"^\| `(\w+)`[^|]*\| (.+?) \|$", PAGE, re.MULTILINE)
    keys_of = {kind: set(re.findall(r"`([a-z]+)`", keys)) for kind, keys in rows}

    for entry in ENTRIES:
        assert entry.keys() - IN_ALL <= keys_of[entry["kind"]]
        assert keys_of[entry["kind"]] - {"n", "null"} <= entry.keys()
    assert keys_of.keys() >= {entry["kind"] for entry in ENTRIES} | IN_ALL


def test_the_formulas_are_those_that_are_used() -> None:
    """Compare the page's formulas with the code, byte by byte."""
    secret, session = bytes(32), "0123456789abcdef"

    assert '"nazh-fair-1 commitment\\n" || session || "\\n" || secret' in PAGE
    message = b"nazh-fair-1 commitment\n" + session.encode() + b"\n" + secret
    assert commitment_of(secret, session) == sha256(message).hexdigest()
    assert '"nazh-fair-1 mix\\n" || session' in PAGE
    assert first_mix(session) == sha256(b"nazh-fair-1 mix\n" + session.encode()).digest()


def test_the_example_is_the_session_of_the_vectors() -> None:
    match = re.search(
        r"nazh verify (\S+) \\\n  --commitment (\w+) .*?--words \"(.+?)\"", PAGE, re.DOTALL
    )
    assert match is not None
    file, commitment, words = match.groups()

    result = CliRunner().invoke(
        verify_command(),
        ("-", "--commitment", commitment, "--words", words),
        input="\n".join(SESSION["lines"]),
    )

    assert file == f"nazh-receipts-{ENTRIES[0]['session']}.jsonl"
    assert result.exit_code == 0
    assert "Your words joined in line 2, from player 1." in result.stdout


def test_its_figures_are_those_of_the_program() -> None:
    assert f"beyond {MAX_CHAIN_BYTES >> 20} MiB of receipts" in PAGE
    assert f"take up to {['', '', '', '', '', 'five'][TTL.seconds]} seconds" in PAGE
