"""Tests the output and exit status of ``nazh verify``, also for malformed files."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nazh.adapters.inbound.cli.dice.verify import MAX_FAULTS, MAX_MEBIBYTES, verify_command
from nazh.domain.dice.fair import commitment_of, digest_of
from tests.conftest import CheckGolden
from tests.unit.domain.dice.fair.sample_sessions import (
    SECRET,
    SESSION,
    SampleSession,
    as_bytes,
    changed,
    sample_session,
)
from tests.unit.domain.dice.strategies import steady

HONEST = sample_session().close()
COMMITMENT = commitment_of(SECRET, SESSION)


def verify(*arguments: str, typed: bytes = b"", env: dict[str, str] | None = None) -> Result:
    return CliRunner(env=env).invoke(
        verify_command(), arguments, input=typed, prog_name="nazh verify"
    )


def check(lines: Sequence[bytes], *arguments: str) -> Result:
    return verify("-", *arguments, typed=b"\n".join(lines) + b"\n")


def test_an_honest_session_holds(check_golden: CheckGolden) -> None:
    result = check(
        HONEST,
        *("--commitment", COMMITMENT.upper()),
        *("--seen", f"3:{digest_of(HONEST[3])[:8]}"),
        *("--seen", f"Proof 14 · {digest_of(HONEST[14])[:8]}"),
        *("--words", "Füße ölen"),
    )

    assert result.exit_code == 0
    check_golden("cli/verify_holds.txt", result.stdout)


def test_an_open_session_holds_so_far(check_golden: CheckGolden) -> None:
    result = check(as_bytes(sample_session().lines))

    assert result.exit_code == 0
    check_golden("cli/verify_open.txt", result.stdout)


def test_invalid_entries_are_named(check_golden: CheckGolden) -> None:
    lines = [*HONEST[:7], b"\xff", *HONEST[8:]]
    lines[2] = changed(HONEST[2], faces=[20, 19, 6, 6], totals=[[25, 12]])
    lines[3] = changed(HONEST[3], player=1)

    result = check(
        lines,
        *("--commitment", "0" * 64, "--seen", "3:00000000", "--seen", "99:00000000"),
        *("--words", "nobody's words"),
    )

    assert result.exit_code == 1
    check_golden("cli/verify_fails.txt", result.stdout)


def test_a_machine_reads_all_of_it() -> None:
    lines = [*HONEST[:2], changed(HONEST[2], totals=[[1, None]]), *HONEST[3:]]

    result = check(lines, "--json", "--seen", "0:00000000")

    document = json.loads(result.stdout)
    assert result.exit_code == 1
    assert (document["holds"], document["proven"], document["closed"]) == (False, False, True)
    assert document["verdict"] == "inconsistent"
    assert (document["session"], document["commitment"], document["entries"]) == (
        SESSION,
        COMMITMENT,
        15,
    )
    assert (
        document["rolls"] + document["plot_dice"] + document["spoiled"]
        == document["throws_proven"]
        == 10
    )
    assert document["compared"] == {"commitment": False, "seen": 1, "words": 0}
    assert [fault["fault"] for fault in document["faults"]] == [
        *("not_as_seen", "wrong_totals", "broken_link"),
    ]
    assert document["faults"][1]["recorded"] == [[1, None]]
    assert document["faults"][1]["says"].startswith("its total is recorded as 1, –, but")


def test_a_valid_receipt_has_no_faults_in_json() -> None:
    document = json.loads(check(HONEST, "--json", "--commitment", COMMITMENT).stdout)

    assert (document["holds"], document["proven"], document["faults"]) == (True, True, [])
    assert document["verdict"] == "proven"


def test_a_file_alone_is_consistent_and_not_proven(check_golden: CheckGolden) -> None:
    result = check(HONEST)

    assert result.exit_code == 0
    check_golden("cli/verify_alone.txt", result.stdout)
    document = json.loads(check(HONEST, "--json").stdout)
    assert (document["holds"], document["proven"], document["verdict"]) == (
        True,
        False,
        "consistent",
    )


def test_a_file_that_is_not_as_seen_is_not_called_proven() -> None:
    result = check(HONEST, "--commitment", "0" * 64)

    assert result.exit_code == 1
    assert result.stdout.endswith(
        "Not what you saw. The file agrees with itself, but not with what you saw.\n"
    )
    assert "proven" not in result.stdout.lower()


def test_words_may_be_in_a_file(tmp_path: Path) -> None:
    words = tmp_path / "words.txt"
    words.write_bytes(b"The moon is made of cheese\r\n")

    result = check(HONEST, "--words-from", str(words))

    assert result.exit_code == 0
    assert "Your words joined in line 2, from player 1." in result.stdout


def test_words_after_yours_are_reported() -> None:
    lines = sample_session().close()

    before_others = check(lines, "--words", "Füße ölen").stdout
    last = check(lines, "--words", "Füße ölen", "--words", "seven").stdout

    assert "Words were added 1 time after them, most recently in line 10." in before_others
    assert "After them" not in last


def test_it_does_not_matter_how_an_editor_ends_lines(tmp_path: Path) -> None:
    file = tmp_path / "receipts.jsonl"
    file.write_bytes(b"\xef\xbb\xbf" + b"\r\n".join(HONEST) + b"\r\n\r\n")

    assert verify(str(file)).exit_code == 0


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (b"", "This file is empty: line 1 must open a session."),
        (b"\n\r\n", "This file is empty: line 1 must open a session."),
        (b"hello", "These are not receipts. Line 1: it is not a receipt, because it is not JSON."),
        (b"\xff\xfe{", "it is not a receipt, because it contains bytes that are not ASCII."),
        (b"[" * 90_000, "Line 1: it is not a receipt, because it is not JSON."),
        (b"[" * 900_000, "Line 1: it is too long for a receipt."),
        (b"[]", "Line 1: it is not a receipt, because it is not a JSON object."),
        (b'{"kind":"closed"}', "Line 1: it does not have the keys of its kind."),
        (changed(HONEST[0], n="0"), "Line 1: its “n” is invalid."),
        (changed(HONEST[0], format="x"), "Line 1: its format is not nazh-fair-1."),
        (HONEST[0] + b" ", "Line 1: it is not written as Nazh writes it"),
    ],
)
def test_files_without_receipts_are_refused_with_a_message(typed: bytes, sentence: str) -> None:
    result = verify("-", typed=typed)

    assert result.exit_code == 2
    assert sentence in result.stderr
    assert not result.stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((), "Missing argument 'RECEIPTS'"),
        (("/nowhere/at/all",), "No such file or directory"),
        (("/",), "Is a directory"),
        (("-", "--commitment", "abc"), "it has 64 digits, each 0 to 9 or a to f."),
        (("-", "--seen", "12"), "“12” is not an entry."),
        (("-", "--seen", "12:3f2a"), "“12:3f2a” is not an entry."),
        (("-", "--words-from", "/nowhere"), "No such file or directory"),
    ],
)
def test_wrong_arguments_are_reported_in_a_sentence(
    arguments: Sequence[str], sentence: str
) -> None:
    result = verify(*arguments, typed=b"\n".join(HONEST))

    assert result.exit_code == 2
    assert sentence in result.stderr


def test_a_file_without_end_is_given_up() -> None:
    result = verify("/dev/zero")

    assert result.exit_code == 2
    assert f"The receipts are larger than {MAX_MEBIBYTES} MiB." in result.stderr


def test_a_file_of_nothing_but_lines_is_given_up() -> None:
    result = verify("-", typed=HONEST[0] + b"\n" * 400_002)

    assert result.exit_code == 2
    assert "The receipts have more than 400,000 lines." in result.stderr


def test_only_the_first_faults_are_listed_as_text() -> None:
    lines = [HONEST[0], *(b"%d" % number for number in range(100))]

    result = check(lines)

    assert result.exit_code == 1
    assert result.stdout.count("it is not a JSON object") == MAX_FAULTS
    assert "… and 60 more; --json lists all." in result.stdout


def test_control_characters_of_a_file_are_escaped() -> None:
    sample = SampleSession()
    sample.roll_for(1, "1d6")
    lines = as_bytes(sample.lines)
    lines[1] = changed(lines[1], notation="\x1b[31m1d6\x07\u202e", ruleset="\x9b2J")

    result = check(lines)

    assert result.exit_code == 1
    assert all(character.isprintable() or character == "\n" for character in result.stdout)


@pytest.mark.parametrize(
    ("env", "is_coloured"),
    [({"FORCE_COLOR": "1"}, True), ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False), ({}, False)],
)
def test_colour_is_as_the_terminal_wants_it(env: dict[str, str], is_coloured: bool) -> None:
    base = {"FORCE_COLOR": "", "NO_COLOR": ""}

    options = ("--commitment", COMMITMENT)
    result = verify("-", *options, typed=b"\n".join(HONEST), env=base | env)

    assert ("\x1b[32m" in result.stdout) is is_coloured


@settings(parent=steady, max_examples=60, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=300) | st.text(max_size=100).map(str.encode))
def test_any_bytes_are_answered_and_nothing_worse(typed: bytes) -> None:
    result = verify("-", typed=typed)

    assert result.exit_code == 2
    assert isinstance(result.exception, SystemExit)


@settings(parent=steady, max_examples=60, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_receipts_with_anything_in_them_are_answered_and_nothing_worse(
    data: st.DataObject,
) -> None:
    text = b"\n".join(HONEST)
    start = data.draw(st.integers(0, len(text)))
    cut = data.draw(st.integers(0, 40))
    piece = data.draw(st.binary(max_size=20) | st.sampled_from((b"\n", b'"', b"{", b"9" * 5000)))

    result = verify("-", typed=text[:start] + piece + text[start + cut :])

    assert result.exit_code in (0, 1, 2)
    assert result.exception is None or isinstance(result.exception, SystemExit)


def test_a_terminal_shows_the_progress(tmp_path: Path) -> None:
    sample = SampleSession()
    for _ in range(600):
        sample.roll_for(1, "1d6")
    file = tmp_path / "receipts.jsonl"
    file.write_bytes(b"\n".join(sample.close()))
    controller, terminal = pty.openpty()

    completed = subprocess.run(
        (sys.executable, "-m", "nazh", "verify", str(file)),
        stdout=subprocess.PIPE,
        stderr=terminal,
        check=False,
        timeout=60,
    )

    os.close(terminal)
    output = os.read(controller, 65_536).decode()
    os.close(controller)
    assert completed.returncode == 0
    assert b"Consistent, not proven." in completed.stdout
    assert "checking ████" in output
    assert output.endswith("\r")
