"""Tests that each record is one line of JSON without secrets."""

from __future__ import annotations

import json
import logging
import sys
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nazh.adapters.outbound.logs.formatting import LineFormatter
from tests.unit.adapters.outbound.logs.records import record

SECRET = "MTU3MzYz.abcdef.s3cr3t-s3cr3t"
JSON = LineFormatter(is_json=True, is_coloured=False, secrets=(SECRET,))
PEOPLE = LineFormatter(is_json=False, is_coloured=False, secrets=(SECRET,))
COLOURED = LineFormatter(is_json=False, is_coloured=True, secrets=(SECRET,))


def failure(message: str) -> logging.LogRecord:
    failed = record("it failed")
    try:
        local = SECRET  # would appear in a traceback with variables
        raise ValueError(message or local)
    except ValueError:
        failed.exc_info = sys.exc_info()
    return failed


def test_a_librarys_record_has_time_level_logger_and_message() -> None:
    log_record = record("sent %d of %s", 3, "four")
    log_record.created = 1_000_000_000.5

    assert json.loads(JSON.format(log_record)) == {
        "time": "2001-09-09T01:46:40.500+00:00",
        "level": "info",
        "logger": "hikari.rest",
        "event": "sent 3 of four",
    }


def test_extra_values_become_fields() -> None:
    log_record = record("crash")
    log_record.reference = "abc"

    assert json.loads(JSON.format(log_record))["reference"] == "abc"
    assert "reference=abc" in PEOPLE.format(log_record)


def test_an_extra_value_replaces_no_other_field() -> None:
    log_record = record("crash")
    log_record.event = "fine"

    assert json.loads(JSON.format(log_record))["event"] == "crash"


def test_a_stack_is_written() -> None:
    log_record = record("here")
    log_record.stack_info = "Stack (most recent call last):"

    assert json.loads(JSON.format(log_record))["stack"] == log_record.stack_info
    assert PEOPLE.format(log_record).endswith(f"\n{log_record.stack_info}")


def test_an_extra_of_any_type_is_written() -> None:
    log_record = record("odd")
    log_record.thing = object()

    assert json.loads(JSON.format(log_record))["thing"].startswith("<object object")


def test_a_gateway_logger_has_its_shard() -> None:
    log_record = record("connected", name="hikari.gateway.7")

    assert json.loads(JSON.format(log_record))["shard"] == 7


def test_a_traceback_is_one_field_on_the_same_line() -> None:
    line = JSON.format(failure("boom"))

    assert "\n" not in line
    reported = json.loads(line)["exception"]
    assert reported.startswith("Traceback (most recent call last):\n")
    assert reported.endswith("ValueError: boom")


@pytest.mark.parametrize("formatter", [JSON, PEOPLE, COLOURED], ids=["json", "people", "coloured"])
def test_a_traceback_shows_neither_variables_nor_secrets(formatter: LineFormatter) -> None:
    line = formatter.format(failure(f"Authorization: Bot {SECRET}"))

    assert "Authorization: Bot …" in line
    assert "s3cr3t-" not in line


def test_people_read_a_line_without_colour_unless_asked() -> None:
    assert "\x1b" not in PEOPLE.format(failure("boom"))
    assert "\x1b" in COLOURED.format(record("boom"))


@given(before=st.text(), after=st.text(), secret=st.text(st.characters(codec="utf-8"), min_size=8))
def test_no_form_of_a_secret_is_written(before: str, after: str, secret: str) -> None:
    formatter = LineFormatter(is_json=True, is_coloured=False, secrets=(f"q{secret}z",))
    texts = (f"q{secret}z", quote(f"q{secret}z", safe=""), repr(f"q{secret}z"))

    lines = [formatter.format(record("%s", f"{before}{text}{after}")) for text in texts]

    for line in lines:
        event = json.loads(line)["event"]
        assert event.count("…") >= before.count("…") + after.count("…") + 1
        assert "\n" not in line


def test_a_secret_that_contains_another_is_hidden_as_a_whole() -> None:
    secrets = ("zeta", "alpha-zeta-omega")
    formatter = LineFormatter(is_json=False, is_coloured=False, secrets=secrets)

    line = formatter.format(record("%s", "alpha-zeta-omega and zeta"))

    assert "… and …" in line
    assert not {word for word in ("alpha", "zeta", "omega") if word in line}


@pytest.mark.parametrize("room", ["webhooks", "interactions"])
@pytest.mark.parametrize(
    "written", ["POST /{}/1/{}/callback", "'https://x/{}/1/{}'", '"/{}/1/{}"', "/{}/1/{}?wait=1"]
)
def test_the_token_of_an_interaction_is_not_written(room: str, written: str) -> None:
    line = JSON.format(record("%s", written.format(room, "aW50ZXJhY3Rpb24_token-1")))

    assert json.loads(line)["event"] == written.format(room, "…")


@given(st.text(), st.dictionaries(st.text(), st.text()))
def test_any_text_makes_one_line_of_json(text: str, more: dict[str, str]) -> None:
    log_record = record("%s", f"/webhooks/1/{text}")
    log_record.more = more

    line = JSON.format(log_record)

    assert line.isprintable()
    assert json.loads(line)["logger"] == "hikari.rest"
