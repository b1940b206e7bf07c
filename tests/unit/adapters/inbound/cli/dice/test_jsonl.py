"""Tests that ``nazh roll --lines`` answers every line, whatever its bytes."""

from __future__ import annotations

import json
from random import Random

import pytest

from nazh.adapters.inbound.cli.dice.jsonl import LINE_BYTES
from tests.fuzz.inputs import hostile_inputs
from tests.unit.adapters.inbound.cli.cli_runner import answers, nazh


def error(line: str | bytes) -> dict[str, object]:
    """Return the refusal of one line, and check that the next one is answered."""
    typed = line if isinstance(line, bytes) else line.encode()
    result = nazh("roll", "--lines", typed=typed + b'\n{"notation": "1d6", "faces": [3]}\n')
    refused, fine = answers(result)
    assert result.exit_code == 0
    assert "rolls" in fine
    error_document = refused["error"]
    assert isinstance(error_document, dict)
    assert list(error_document) == ["code", "message", "at", "hint"]
    return error_document


def test_every_line_gets_the_answer_that_roll_gives() -> None:
    typed = '{"notation": "a1d20+5, 2d6", "plot": true, "faces": [3, 18, 3, 4, 2]}\n'

    result = nazh("roll", "--lines", typed=typed)

    alone = nazh("roll", "a1d20+5, 2d6", "--plot", "--faces", "3,18,3,4,2", "--json")
    assert result.stdout_bytes == alone.stdout_bytes
    assert result.exit_code == 0


def test_dice_are_thrown_line_by_line() -> None:
    typed = '{"notation": "1d20"}\n{"notation": "2d6"}'

    forms = answers(nazh("roll", "--lines", typed=typed, faces=[7, 3, 4]))

    assert [form["rolls"][0]["pools"][0]["total"] for form in forms] == [7, 7]  # type: ignore[index]  # JSON


def test_missing_keys_default_to_the_command_line() -> None:
    typed = '{"notation": "1d20"}\n{"notation": "1d20", "plot": false, "ruleset": "nazh"}\n'

    forms = answers(
        nazh("roll", "--lines", "--plot", "--ruleset", "plain", typed=typed, faces=[7, 3, 8])
    )

    assert [form["notation"] for form in forms] == ["1d20, dp", "1d20"]
    assert [form["ruleset"] for form in forms] == ["plain", "nazh"]


def test_blank_lines_are_passed_over() -> None:
    typed = '\n  \r\n\t\n{"notation": "1d6"}\r\n\n'

    assert len(answers(nazh("roll", "--lines", typed=typed, faces=[3]))) == 1


def test_no_line_no_answer() -> None:
    result = nazh("roll", "--lines", typed="")

    assert (result.exit_code, result.stdout) == (0, "")


def test_a_roll_that_is_refused_is_answered_with_its_refusal() -> None:
    refused = error('{"notation": "21d20"}')

    assert (refused["code"], refused["at"]) == ("too_many_dice", 0)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("2d6", "not JSON"),
        ("{", "not JSON"),
        (b'{"notation": "\xff\xfe"}', "not JSON"),
        (b"\x00\x01\x80\xff", "not JSON"),
        ('{"notation": "\\ud800"}', "not JSON"),
        ("[" * 60_000, "not JSON"),
        ('{"notation": NaN}', "not JSON"),
        ("[]", "not a JSON object"),
        ('"2d6"', "not a JSON object"),
        ("null", "not a JSON object"),
        ("7", "not a JSON object"),
        ("{}", "“notation” is missing"),
        ('{"plot": true}', "“notation” is missing"),
        ('{"notation": null}', "“notation” is not text"),
        ('{"notation": 7}', "“notation” is not text"),
        ('{"notation": ["2d6"]}', "“notation” is not text"),
        ('{"notation": "2d6", "dice": 2}', "no key “dice”"),
        ('{"notation": "2d6", "' + "x" * 100 + '": 2}', "xxx…”"),
        ('{"notation": "2d6", "faces": "3,4"}', "“faces”"),
        ('{"notation": "2d6", "faces": [3, 4.0]}', "“faces”"),
        ('{"notation": "2d6", "faces": [3, true]}', "“faces”"),
        ('{"notation": "2d6", "faces": [3, 1e400]}', "not JSON"),
        ('{"notation": "2d6", "faces": [3, 99999999999999999999]}', "“faces”"),
        ('{"notation": "2d6", "faces": null}', "“faces”"),
        ('{"notation": "2d6", "plot": 1}', "“plot”"),
        ('{"notation": "2d6", "plot": null}', "“plot”"),
        ('{"notation": "2d6", "ruleset": "chess"}', "“ruleset”"),
        ('{"notation": "2d6", "ruleset": ["nazh"]}', "“ruleset”"),
    ],
)
def test_a_line_that_is_no_request_is_refused(line: str | bytes, words: str) -> None:
    refused = error(line)

    assert refused["code"] == "bad_request"
    assert refused["at"] is None
    assert words in str(refused["message"])


@pytest.mark.parametrize("size", [LINE_BYTES, LINE_BYTES + 1, 10_000_000])
def test_a_line_without_end_is_refused_whole(size: int) -> None:
    refused = error(b'{"notation": "' + b"1" * size + b'"}')

    assert refused["code"] == "bad_request"
    assert "65,536" in str(refused["message"])


def test_a_long_line_that_ends_the_input_is_refused_too() -> None:
    (form,) = answers(nazh("roll", "--lines", typed=b" 1" * LINE_BYTES))

    assert "error" in form


def test_a_crash_is_one_answer_and_not_the_end() -> None:
    typed = '{"notation": "1d6"}\n{"notation": "1d6", "faces": [3]}\n'

    result = nazh("roll", "--lines", typed=typed, faces=[])  # no face is left

    crashed, fine = answers(result)
    assert crashed == {
        "error": {
            "code": "error",
            "message": "Something went wrong in Nazh itself.",
            "at": None,
            "hint": "Try to write the roll differently.",
        }
    }
    assert "rolls" in fine
    assert result.stderr.startswith("answer 1 crashed: AssertionError(")
    assert result.exit_code == 0


def test_every_line_is_answered() -> None:
    random = Random(22)
    hostile = [text for text, _ in zip(hostile_inputs(random), range(400), strict=False)]
    lines = [json.dumps({"notation": text, "faces": [1] * 40}).encode() for text in hostile]
    lines += [random.randbytes(random.randrange(1, 200)).replace(b"\n", b" ") for _ in range(400)]
    lines = [line for line in lines if line.strip()]

    result = nazh("roll", "--lines", typed=b"\n".join(lines))

    forms = answers(result)
    assert len(forms) == len(lines)
    assert all(("rolls" in form) ^ ("error" in form) for form in forms)
    assert result.exit_code == 0
    assert result.stderr == ""
