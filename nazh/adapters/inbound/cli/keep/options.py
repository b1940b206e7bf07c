"""Parses addresses of consoles and finds their passwords."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Final

import click

from nazh.domain.keep.consoles.passwords import Password

_LONGEST_PASSWORD: Final = 1_000
_PORTS: Final = range(1, 65_536)


@dataclass(frozen=True, slots=True)
class Address:
    """A host and its port."""

    host: str
    port: int

    @property
    def is_public(self) -> bool:
        """Whether the host is known to be neither this machine nor in a private network."""
        try:
            return ip_address(self.host).is_global
        except ValueError:
            return False


class AddressType(click.ParamType[Address]):
    """Parses ``HOST:PORT``; an IPv6 address is in brackets."""

    name = "HOST:PORT"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Address:
        host, _, port = str(value).rpartition(":")
        host = host.removeprefix("[").removesuffix("]")
        is_port = port.isascii() and port.isdecimal() and len(port) <= 5 and int(port) in _PORTS
        if not host or not is_port:
            self.fail("is not an address. Write HOST:PORT, such as 127.0.0.1:27020.", param, ctx)
        return Address(host, int(port))


def read_password(file: Path | None, variable: str | None, default: str | None = None) -> Password:
    """Return the password from the file or the variable, or ask for it in a terminal.

    Raises UsageError, which never contains the password.
    """
    if file is not None and variable is not None:
        raise click.UsageError("Give --password-file or --password-env, not both.")
    if file is not None:
        text = _read_file(file)
    elif variable is not None:
        if variable not in os.environ:
            raise click.UsageError(f"The environment has no variable {variable}.")
        text = os.environ[variable]
    elif default is not None:
        text = default
    elif sys.stdin.isatty():
        text = click.prompt("Password", hide_input=True, err=True)
    else:
        raise click.UsageError("The password is missing. Give --password-file or --password-env.")
    try:
        return Password(text)
    except ValueError:
        raise click.UsageError("A password cannot contain line breaks or NUL.") from None


def _read_file(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            return stream.read(_LONGEST_PASSWORD).decode().rstrip("\r\n")
    except UnicodeDecodeError:
        raise click.UsageError(f"{file} is not UTF-8.") from None
    except OSError as error:
        raise click.UsageError(f"{file} cannot be read ({error.strerror}).") from error
