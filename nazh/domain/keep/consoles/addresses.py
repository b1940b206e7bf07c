"""Decides which addresses Keep may connect to, as they are entered by Discord users."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from typing import Final

from nazh.domain.keep.consoles.errors import AddressRefused

IpAddress = IPv4Address | IPv6Address
IpNetwork = IPv4Network | IPv6Network

LOWEST_PORT: Final = 1_024
HIGHEST_PORT: Final = 65_535

# IANA's special-purpose registries (RFC 6890). They are listed here because the meaning of
# ``is_global`` differs between Python versions.
_REFUSED: Final = tuple(
    ip_network(network)
    for network in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # carriers' private networks; also a metadata service
        "127.0.0.0/8",  # loopback
        "168.63.129.16/32",  # a metadata service at a public address
        "169.254.0.0/16",  # link-local; also metadata services
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments; also a metadata service
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
        "64:ff9b:1::/48",  # private translation to IPv4
        "2001::/23",  # protocol assignments, with Teredo and ORCHID
        "2001:db8::/32",  # documentation
        "3fff::/20",  # documentation
    )
)
_GLOBAL_IPV6: Final = (IPv6Network("2000::/3"),)
_TRANSLATED: Final = IPv6Network("64:ff9b::/96")
_LOW_32_BITS: Final = (1 << 32) - 1


@dataclass(frozen=True, slots=True)
class AddressPolicy:
    """Allows public internet addresses, and the ``networks`` that the operator has allowed."""

    networks: tuple[IpNetwork, ...] = ()

    def check_port(self, port: int) -> None:
        """Raise AddressRefused unless the port is from 1,024 to 65,535."""
        if not LOWEST_PORT <= port <= HIGHEST_PORT:
            raise AddressRefused.by_port(LOWEST_PORT, HIGHEST_PORT)

    def check(self, address: str) -> None:
        """Raise AddressRefused unless this is an IP address that Keep may connect to."""
        try:
            parsed = ip_address(address)
        except ValueError:
            raise AddressRefused from None
        if not self._allows(_without_mapping(parsed)):
            raise AddressRefused

    def _allows(self, address: IpAddress) -> bool:
        if _is_in(address, self.networks):
            return True
        if _is_in(address, _REFUSED):
            return False
        if isinstance(address, IPv4Address):
            return True
        inner = _ipv4_in(address)
        if inner is not None:
            return self._allows(inner)
        return _is_in(address, _GLOBAL_IPV6)


def parse_networks(text: str) -> tuple[IpNetwork, ...]:
    """Return the networks in a list such as ``10.0.0.0/8, fd00::/8``. Raises ValueError."""
    return tuple(ip_network(part) for item in text.split(",") if (part := item.strip()))


def _is_in(address: IpAddress, networks: Iterable[IpNetwork]) -> bool:
    return any(address in network for network in networks)


def _without_mapping(address: IpAddress) -> IpAddress:
    """Return the IPv4 address for ``::ffff:127.0.0.1``, which connects over IPv4."""
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return address if mapped is None else mapped


def _ipv4_in(address: IPv6Address) -> IPv4Address | None:
    """Return the IPv4 address to which 6to4 and NAT64 gateways forward packets."""
    if address in _TRANSLATED:
        return IPv4Address(int(address) & _LOW_32_BITS)
    return address.sixtofour
