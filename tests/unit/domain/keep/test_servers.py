"""Tests what a user may type about a game server."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nazh.domain.keep.errors import (
    InvalidHost,
    InvalidPassword,
    InvalidPort,
    InvalidServerName,
)
from nazh.domain.keep.servers import (
    parse_host,
    parse_password,
    parse_port,
    parse_server_name,
    server_name_key,
)


@pytest.mark.parametrize(
    ("typed", "name"),
    [("Island 1", "Island 1"), ("  Île  été ", "Île été"), ("서버", "서버"), ("x" * 32, "x" * 32)],
)
def test_a_name_keeps_every_script(typed: str, name: str) -> None:
    assert parse_server_name(typed) == name


@pytest.mark.parametrize(
    "typed", ["", "  ", "**Island**", "<@7>", "@everyone", "a`b", "x" * 33, "\u202eevil", "🦖"]
)
def test_a_name_without_markup_is_asked_for(typed: str) -> None:
    with pytest.raises(InvalidServerName):
        parse_server_name(typed)


def test_names_that_differ_in_case_and_spaces_are_the_same() -> None:
    assert server_name_key(" ISLAND  1") == server_name_key("Island 1")


@pytest.mark.parametrize(
    ("typed", "host"),
    [
        ("play.Example.org", "play.example.org"),
        (" 203.0.113.7 ", "203.0.113.7"),
        ("[2001:db8::1]", "2001:db8::1"),
        ("my_server-1", "my_server-1"),
    ],
)
def test_a_host_is_a_name_or_an_address(typed: str, host: str) -> None:
    assert parse_host(typed) == host


@pytest.mark.parametrize(
    "typed",
    ["", "a b", "http://a.example", "a.example:27020", "-a", "a/b", "a@b", "é.example", "a" * 254],
)
def test_anything_else_is_no_host(typed: str) -> None:
    with pytest.raises(InvalidHost):
        parse_host(typed)


@pytest.mark.parametrize(("typed", "port"), [("1024", 1_024), (" 65535 ", 65_535)])
def test_a_port_is_one_that_users_may_name(typed: str, port: int) -> None:
    assert parse_port(typed) == port


@pytest.mark.parametrize(
    "typed", ["", "22", "1023", "65536", "-1", "2702x", "²7020", "1e4", "9" * 400]
)
def test_anything_else_is_no_port(typed: str) -> None:
    with pytest.raises(InvalidPort):
        parse_port(typed)


@pytest.mark.parametrize("typed", ["", "a\nb", "a\0b", "x" * 129])
def test_a_password_that_no_protocol_carries_is_refused_without_repeating_it(typed: str) -> None:
    with pytest.raises(InvalidPassword) as caught:
        parse_password(typed)

    assert caught.value.facts == {"most": 128}


@given(st.text(max_size=300))
def test_every_text_is_parsed_or_refused(typed: str) -> None:
    for parse, refusal in (
        (parse_server_name, InvalidServerName),
        (parse_host, InvalidHost),
        (parse_port, InvalidPort),
    ):
        try:
            parsed = parse(typed)
        except refusal:
            continue
        assert parse(str(parsed)) == parsed
