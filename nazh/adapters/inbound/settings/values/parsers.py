"""Parses the text of a setting into its value, or refuses it and says what to write.

Each parser takes a text that is not empty and has no space around it. A ``ValueError`` carries the
rest of a sentence that begins with the setting's name; it never repeats the text.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from ipaddress import ip_address
from pathlib import Path
from stat import S_ISREG
from typing import Final, TypeVar
from urllib.parse import urlsplit

from nazh.adapters.inbound.settings.values.secrets import Secret
from nazh.application.shared.key_ring import parse_key_ring
from nazh.application.shared.rate_limits import RateLimit

Value = TypeVar("Value")

MAX_DIGITS: Final = 20
"""As many digits as 2**64 - 1 has, the greatest number of any setting."""
MAX_NAME_LENGTH: Final = 253
_LABEL: Final = re.compile(r"[A-Za-z0-9_-]{1,63}")
"""The parts of a host name (RFC 1035), and the underscore that containers use."""
MAX_WINDOW_SECONDS: Final = 60
"""Seconds. Users over the limit should have to wait for seconds, not for a quarter of an hour."""
_SECONDS: Final = {"second": 1, "seconds": 1, "minute": 60, "minutes": 60}
_RATE_LIMIT: Final = re.compile(
    rf"(?P<times>[0-9]{{1,9}})\s*(?:/|per\b)\s*(?P<span>[0-9]{{1,2}})?\s*(?P<unit>{'|'.join(_SECONDS)})",
    re.IGNORECASE,
)
_CONTEXT: Final = re.compile(r"[a-z][a-z0-9_]{0,19}", re.ASCII)
_RATIO: Final = re.compile(r"0(\.[0-9]{1,6})?|1(\.0{1,6})?", re.ASCII)
_PUBLIC_KEY: Final = re.compile(r"[0-9a-fA-F]{64}", re.ASCII)
_DSN: Final = re.compile(
    r"(?P<scheme>https?://)\w{1,64}(:\w{1,64})?@(?P<place>[^@]+/[0-9]{1,20})", re.ASCII
)
"""A key, possibly a second one as in older DSNs, the host, and the number of the project."""
FORBIDDEN_IN_URL: Final = " @?#\\"
"""These begin a user, a query or a fragment, or are read differently by different programs."""


def one_of(choices: Mapping[str, Value]) -> Callable[[str], Value]:
    """Return a parser for the names of ``choices``, in upper or lower case."""
    by_name = {name.casefold(): value for name, value in choices.items()}

    def parse(text: str) -> Value:
        if text.casefold() not in by_name:
            known = ", ".join(choices)
            raise ValueError(f"is not one of {known}. Choose one, or leave it out.")
        return by_name[text.casefold()]

    return parse


def parse_contexts(text: str) -> tuple[str, ...]:
    """Return the names in a list such as ``dice,dominion``, each once, in lower case."""
    names = tuple(name.strip().lower() for name in text.split(","))
    if not all(map(_CONTEXT.fullmatch, names)):
        raise ValueError("is not a list of contexts. Write their names with commas, such as dice.")
    return tuple(dict.fromkeys(names))


def whole_number(least: int, most: int) -> Callable[[str], int]:
    """Return a parser for whole numbers from ``least`` to ``most``."""

    def parse(text: str) -> int:
        number = _parse_whole_number(text)
        if number is None or not least <= number <= most:
            raise ValueError(f"is not a whole number from {least} to {most}. Write one.")
        return number

    return parse


def parse_ip_address(text: str) -> str:
    """Return an IPv4 or IPv6 address."""
    try:
        return str(ip_address(text))
    except ValueError:
        raise ValueError("is not an IP address. Write one, such as 0.0.0.0 or 127.0.0.1.") from None


def parse_channel_id(text: str) -> int:
    """Return the id of a channel."""
    number = _parse_whole_number(text)
    if number is None or not 0 < number < 2**64:
        raise ValueError(
            "is not the id of a channel. In Discord, switch on Developer "
            "Mode, open the channel's menu and choose Copy Channel ID."
        )
    return number


def parse_public_key(text: str) -> str:
    """Return the public key of an application, in lower case."""
    if not _PUBLIC_KEY.fullmatch(text):
        raise ValueError(
            "is not a public key. Copy its 64 digits from the Developer Portal "
            "(your application, General Information), or leave it out."
        )
    return text.casefold()


def parse_keys(text: str) -> Secret:
    """Return a list of keys such as ``NAZH_KEEP_KEYS``, whose text stays secret."""
    try:
        parse_key_ring(text)
    except ValueError as error:
        raise ValueError(f"is not a list of keys. {error}") from None
    return Secret(text)


def parse_rate_limit(text: str) -> RateLimit | None:
    """Return a limit such as ``30 per 10 seconds``; ``None`` for no limit."""
    if text.casefold() in ("off", "0"):
        return None
    limit = _RATE_LIMIT.fullmatch(text)
    times = int(limit["times"]) if limit else 0
    seconds = int(limit["span"] or 1) * _SECONDS[limit["unit"].casefold()] if limit else 0
    if not times or not 1 <= seconds <= MAX_WINDOW_SECONDS:
        raise ValueError(
            "is not a rate limit. Write how many in how long, at most a minute, "
            "as in 30 per 10 seconds; or off."
        )
    return RateLimit(times, seconds)


def parse_ratio(text: str) -> float:
    """Return a share from 0 to 1."""
    if not _RATIO.fullmatch(text):
        raise ValueError("is not a share. Write a number from 0 to 1, such as 0.1.")
    return float(text)


def parse_commit(text: str) -> str:
    """Return the name of a commit."""
    if not re.fullmatch(r"[\w.+/-]{1,64}", text, re.ASCII):
        raise ValueError("is not the name of a commit. Write its hash, or leave it out.")
    return text


def parse_new_file(text: str) -> Path:
    """Return the path of a file that this process can write, and may have to create."""
    path = Path(text)
    if not text.isprintable():
        raise ValueError("is not the name of a file. Write one without control characters.")
    try:
        is_free = S_ISREG(path.stat().st_mode)
    except FileNotFoundError:
        is_free = True
    except OSError:  # such as a name that is too long
        is_free = False
    if not is_free or not path.parent.is_dir() or not os.access(path.parent, os.W_OK):
        raise ValueError(
            "does not name a file that can be written. "
            "Name one in a directory that exists and that this user can write to."
        )
    return path


def parse_api_url(text: str) -> str:
    """Return an address to which a token may be sent, without a slash at its end."""
    if not _is_fit_for_tokens(text.rstrip("/")):
        raise ValueError(
            "is not an address that may see a token. "
            "Write https://…, or http://127.0.0.1:…/api/v10 for a Discord on this machine."
        )
    return text.rstrip("/")


def parse_public_url(text: str) -> str:
    """Return an address that users can open, without a slash at its end."""
    if not _is_web_address(text) or any(sign in text for sign in "()<>"):
        raise ValueError(
            "is not a web address. Write it with https://, such as https://dice.example.org."
        )
    return text.rstrip("/")


def parse_collector_url(text: str) -> str:
    """Return the URL of a trace collector."""
    if not _is_web_address(text) or urlsplit(text).path in ("", "/"):
        raise ValueError(
            "is not the address of a trace collector. "
            "Write it with its path, such as http://collector:4318/v1/traces."
        )
    return text


def parse_sentry_dsn(text: str) -> str:
    """Return the DSN of a Sentry project."""
    match = _DSN.fullmatch(text)
    if match is None or not _is_web_address(match["scheme"] + match["place"]):
        raise ValueError(
            "is not a DSN. Copy it whole from Sentry (your project, Settings, Client Keys): "
            "https://, a key, @, the host, /, a number."
        )
    return text


def _parse_whole_number(text: str) -> int | None:
    if not (text.isascii() and text.isdigit()):
        return None
    digits = text.lstrip("0") or "0"
    return int(digits) if len(digits) <= MAX_DIGITS else None


def _is_fit_for_tokens(url: str) -> bool:
    """Return whether a token may be sent there: encrypted, or only within this machine."""
    if not _is_web_address(url):
        return False
    parts = urlsplit(url)
    host = parts.hostname or ""
    return parts.scheme == "https" or host == "localhost" or _is_loopback(host)


def _is_web_address(url: str) -> bool:
    if not (url.isascii() and url.isprintable()) or any(sign in url for sign in FORBIDDEN_IN_URL):
        return False
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and (_is_name(host) or _is_numeric(host))


def _is_name(host: str) -> bool:
    name = host.removesuffix(".")
    return len(name) <= MAX_NAME_LENGTH and all(map(_LABEL.fullmatch, name.split(".")))


def _is_numeric(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
