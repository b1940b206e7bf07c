"""Tests the addresses of consoles."""

from __future__ import annotations

import click
import pytest

from nazh.adapters.inbound.cli.keep.options import Address, AddressType


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("127.0.0.1:27020", Address("127.0.0.1", 27_020)),
        ("[2001:db8::7]:1", Address("2001:db8::7", 1)),
        ("ark.example:65535", Address("ark.example", 65_535)),
    ],
)
def test_an_address_has_a_host_and_a_port(text: str, address: Address) -> None:
    assert AddressType().convert(text, None, None) == address


@pytest.mark.parametrize(
    "text", ["", "27020", ":27020", "[]:27020", "a:", "a:0", "a:65536", "a:-1", "a:٣", "a:000001"]
)
def test_other_texts_are_refused(text: str) -> None:
    with pytest.raises(click.BadParameter, match="is not an address"):
        AddressType().convert(text, None, None)


@pytest.mark.parametrize(
    ("host", "is_public"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("fd00::7", False),
        ("ark.example", False),  # not known
    ],
)
def test_only_an_address_of_the_internet_is_known_to_be_public(host: str, is_public: bool) -> None:
    assert Address(host, 27_020).is_public is is_public
