"""Tests which addresses Keep may connect to."""

from __future__ import annotations

from ipaddress import IPv4Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nazh.domain.keep.consoles.addresses import AddressPolicy, parse_networks
from nazh.domain.keep.consoles.errors import AddressRefused

ALLOWED = ("93.184.215.14", "1.1.1.1", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101")
REFUSED = (
    "0.0.0.0",
    "0.1.2.3",
    "10.255.255.255",
    "100.64.0.1",
    "100.100.100.200",
    "127.0.0.1",
    "168.63.129.16",
    "169.254.169.254",
    "172.31.255.255",
    "192.0.0.192",
    "192.0.2.1",
    "192.168.0.1",
    "198.18.0.1",
    "203.0.113.9",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::a00:1",
    "100::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:a9fe:a9fe::",
    "3fff::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "localhost",
    "127.1",
    "2130706433",
    "0x7f000001",
    "0177.0.0.1",
    "[::1]",
    "",
)


@pytest.mark.parametrize("address", ALLOWED)
def test_addresses_of_the_internet_are_allowed(address: str) -> None:
    policy = AddressPolicy()

    policy.check(address)

    with pytest.raises(AddressRefused):
        policy.check(address + ".")


@pytest.mark.parametrize("address", REFUSED)
def test_other_addresses_and_spellings_are_refused(address: str) -> None:
    with pytest.raises(AddressRefused) as caught:
        AddressPolicy().check(address)

    assert caught.value.code == "address_refused"


@given(st.ip_addresses(v=4))
def test_an_address_within_ipv6_is_judged_as_the_address_itself(inner: IPv4Address) -> None:
    def is_allowed(address: str) -> bool:
        try:
            AddressPolicy().check(address)
        except AddressRefused:
            return False
        return True

    number = int(inner)
    wrapped = (
        f"::ffff:{inner}",
        f"64:ff9b::{number >> 16:x}:{number & 0xFFFF:x}",
        f"2002:{number >> 16:x}:{number & 0xFFFF:x}::1",
    )

    assert {is_allowed(address) for address in wrapped} == {is_allowed(str(inner))}


def test_the_operator_allows_networks_in_either_spelling() -> None:
    policy = AddressPolicy(parse_networks("10.0.0.0/8, fd00::/8,"))

    for address in ("10.1.2.3", "::ffff:10.1.2.3", "fd12::1"):
        policy.check(address)

    for address in ("192.168.0.1", "::ffff:192.168.0.1", "fe80::1"):
        with pytest.raises(AddressRefused):
            policy.check(address)


@pytest.mark.parametrize("text", ["10.0.0.1/8", "10.0.0.0/33", "home", "10.0.0.0/8;fd00::/8"])
def test_networks_with_an_error_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"does not appear|has host bits"):
        parse_networks(text)


@pytest.mark.parametrize("port", [-1, 0, 1_023, 65_536])
def test_ports_outside_the_range_are_refused(port: int) -> None:
    with pytest.raises(AddressRefused, match="between 1024 and 65535"):
        AddressPolicy().check_port(port)
