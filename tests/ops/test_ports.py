"""Tests the ports for servers that are told which one to use."""

from __future__ import annotations

import asyncio
import socket

import pytest

from ops.ports import free_port, reserved_port

LOOPBACK = "127.0.0.1"


@pytest.mark.parametrize("listens_on", [LOOPBACK, "0.0.0.0"])
@pytest.mark.parametrize("other_address", [LOOPBACK, "127.0.0.2"])
async def test_a_reserved_port_is_not_handed_out_and_can_be_reused(
    listens_on: str, other_address: str
) -> None:
    with reserved_port() as port:
        for _ in range(2):
            server = await asyncio.start_server(lambda _, writer: writer.close(), listens_on, port)
            _, writer = await asyncio.open_connection(LOOPBACK, port)
            writer.close()
            server.close()
            await server.wait_closed()
            # A port chosen by the system must not be in use.
            with socket.socket() as other, pytest.raises(OSError, match="in use"):
                other.bind((other_address, port))


def test_a_free_port_is_not_one_that_the_system_chooses_for_connections() -> None:
    port = free_port()

    assert port < 32_768
    with socket.create_server((LOOPBACK, port)) as server:
        assert server.getsockname()[1] == port
