"""Tests console addresses that users type, with the system's resolver and real sockets."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Sequence
from threading import Event
from typing import Any

import pytest

from nazh.adapters.outbound.consoles.address_guard import (
    MAX_LOOKUPS,
    AddressGuard,
    SystemResolver,
)
from nazh.adapters.outbound.consoles.factory import new_console
from nazh.adapters.outbound.consoles.session import ConsoleSession, Endpoint
from nazh.adapters.outbound.consoles.simulated_ark import PLAYERS, SimulatedArk
from nazh.domain.keep.consoles.addresses import AddressPolicy, parse_networks
from nazh.domain.keep.consoles.commands import ConsoleCommand
from nazh.domain.keep.consoles.errors import AddressRefused, Unreachable
from nazh.domain.keep.consoles.passwords import Password
from nazh.domain.keep.consoles.states import State
from nazh.domain.keep.profiles.ark_asa import ARK_ASA

PASSWORD = Password("of-the-console")
COMMAND = ConsoleCommand("ListPlayers", is_read_only=True)
LOOPBACK_SPELLINGS = (
    "127.0.0.1",
    "127.1",
    "127.0.1",
    "0",
    "0.0.0.0",
    "2130706433",
    "017700000001",
    "0177.0.0.1",
    "0x7f000001",
    "0x7f.1",
    "localhost",
    "LOCALHOST",
    "127.255.255.254",
    "::1",
    "::",
    "::ffff:127.0.0.1",
    "::ffff:7f00:1",
    "0:0:0:0:0:0:0:1",
    "①②⑦.0.0.1",
)
OTHER_REFUSED = (
    "169.254.169.254",
    "2852039166",
    "0xa9fea9fe",
    "0251.0376.0251.0376",
    "::ffff:169.254.169.254",
    "10.0.0.5",
    "172.16.0.1",
    "192.168.1.1",
    "100.100.100.200",
    "fd00:ec2::254",
    "fe80::1",
)


class Answers:
    """A resolver whose answers are given; it repeats the last one."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers = list(answers)
        self.calls = 0

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        self.calls += 1
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def session(host: str, port: int, guard: AddressGuard) -> ConsoleSession:
    return new_console(ARK_ASA.wire, Endpoint(host, port, PASSWORD, guard))


@pytest.mark.parametrize("host", LOOPBACK_SPELLINGS + OTHER_REFUSED)
async def test_no_spelling_of_an_inner_address_is_connected_to(host: str) -> None:
    connections: list[object] = []
    server = await asyncio.start_server(lambda *_: connections.append(host), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]

    async with server:
        # A spelling that this system does not know is no address at all.
        with pytest.raises((AddressRefused, Unreachable)) as caught:
            await session(host, port, AddressGuard(AddressPolicy())).run(COMMAND)

    assert not isinstance(caught.value, Unreachable) or ":" in host or not host.isascii()
    assert connections == []


async def test_each_address_of_a_host_is_resolved_once() -> None:
    assert await SystemResolver()("127.1", 27_020) == ["127.0.0.1"]


@pytest.mark.parametrize("port", [0, 22, 80, 1_023])
async def test_low_ports_are_refused_before_the_name_is_resolved(port: int) -> None:
    answers = Answers(["93.184.215.14"])

    with pytest.raises(AddressRefused, match="between 1024 and 65535"):
        await session("ark.example", port, AddressGuard(AddressPolicy(), answers)).run(COMMAND)

    assert answers.calls == 0


async def test_a_name_whose_answer_changes_is_resolved_once_and_connected_where_checked() -> None:
    checked, inner = SimulatedArk(PASSWORD), SimulatedArk(Password("another"))
    port = await checked.start("127.0.0.2", 0)
    await inner.start("127.0.0.1", port)
    answers = Answers(["127.0.0.2"], ["127.0.0.1"])
    policy = AddressPolicy(parse_networks("127.0.0.2/32"))
    console = session("rebinding.example", port, AddressGuard(policy, answers))

    reply = await console.run(COMMAND)

    assert PLAYERS[0] in reply.text  # the other server would have rejected the password
    assert answers.calls == 1
    await console.close()
    with pytest.raises(AddressRefused):
        await console.run(COMMAND)
    assert answers.calls == 2
    await checked.stop()
    await inner.stop()


async def test_a_name_with_one_refused_address_is_refused() -> None:
    answers = Answers(["93.184.215.14", "10.0.0.1"])

    with pytest.raises(AddressRefused):
        await session("both.example", 27_020, AddressGuard(AddressPolicy(), answers)).run(COMMAND)


async def test_the_next_address_is_tried_when_one_is_closed() -> None:
    server = SimulatedArk(PASSWORD)
    port = await server.start("127.0.0.2", 0)
    policy = AddressPolicy(parse_networks("127.0.0.0/8"))
    guard = AddressGuard(policy, Answers(["127.0.0.3", "127.0.0.2"]))
    console = session("two.example", port, guard)

    reply = await console.run(COMMAND)

    assert PLAYERS[0] in reply.text
    await console.close()
    await server.stop()


async def test_refused_addresses_open_no_circuit() -> None:
    console = session("inner.example", 27_020, AddressGuard(AddressPolicy(), Answers(["::1"])))

    for _ in range(10):
        with pytest.raises(AddressRefused):
            await console.run(COMMAND)

    assert console.state is State.BROKEN


@pytest.mark.parametrize("host", ["", "no.such.name.invalid", "a" * 300, "..", "[::1]", "a b"])
async def test_an_invalid_host_is_a_console_error(host: str) -> None:
    with pytest.raises((Unreachable, AddressRefused)):
        await session(host, 27_020, AddressGuard(AddressPolicy())).run(COMMAND)


async def test_name_servers_that_hang_delay_no_other_blocking_call(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    released, system = Event(), socket.getaddrinfo

    def hang(host: str, *arguments: Any, **options: Any) -> Any:
        if host == "slow.example":
            released.wait()
            host = "127.0.0.1"
        return system(host, *arguments, **options)

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    resolve = SystemResolver()
    waiting = [asyncio.create_task(resolve("slow.example", 1)) for _ in range(MAX_LOOKUPS + 1)]
    try:
        await asyncio.sleep(0)

        await asyncio.wait_for(asyncio.get_running_loop().getaddrinfo("127.0.0.1", 80), 5)
    finally:
        released.set()
        addresses = await asyncio.gather(*waiting)

    assert addresses == [["127.0.0.1"]] * (MAX_LOOKUPS + 1)
