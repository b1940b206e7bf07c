"""Tests which setting an address that cannot be bound is blamed on."""

from __future__ import annotations

import errno
import os
import socket

import pytest

from nazh.adapters.inbound.web.bind_errors import explain_bind_error

NOT_HERE = OSError(errno.EADDRNOTAVAIL, os.strerror(errno.EADDRNOTAVAIL))
NONE_BOUND = OSError("could not bind on any address out of [('192.0.2.1', 8080)]")
"""What asyncio raises for such an address from Python 3.13 on."""


@pytest.mark.parametrize("error", [NOT_HERE, NONE_BOUND])
def test_an_address_of_another_machine(error: OSError) -> None:
    assert explain_bind_error(error) == (
        "NAZH_HTTP_HOST cannot be used (Cannot assign requested address). Write an address of this "
        "machine, or 0.0.0.0 for every interface."
    )


def test_a_port_in_use() -> None:
    error = OSError(errno.EADDRINUSE, "Address already in use")

    assert explain_bind_error(error) == (
        "PORT cannot be used (Address already in use). Choose another, or 0 for any."
    )


def test_an_interface_that_this_machine_does_not_have() -> None:
    error = socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    assert explain_bind_error(error) == (
        "NAZH_HTTP_HOST cannot be used (Name or service not known). Write an address of this "
        "machine, or 0.0.0.0 for every interface."
    )
