"""Parses bot tokens, and recognizes other texts pasted by mistake. No text is ever repeated."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Final

DEVELOPER_PORTAL: Final = "the Developer Portal (your application, Bot, Reset Token)"
_COPY_HINT: Final = f"Copy it whole from {DEVELOPER_PORTAL}."
_TOKEN_SHAPED: Final = re.compile(r"[MNO][\w-]{16,}\.[\w-]{5,8}\.[\w-]{20,}", re.ASCII)
"""Base64 of digits begins with one of these three letters."""
_QUOTES: Final = "\"'`“”‘’«»"
_MISTAKEN: Final = (
    (r"(?i:bot|bearer)\s.*", "begins with a word before the token. Leave the word and space out."),
    (r".*\s.*", f"has a space or a line break in its middle. {_COPY_HINT}"),
    (r"(?i:https?://.*)", f"holds a link, not a bot token. {_COPY_HINT}"),
    (r"[0-9a-fA-F]{64}", f"holds the application's public key, not the bot token. {_COPY_HINT}"),
    (r"[0-9]{15,20}", f"holds an id, not the bot token. {_COPY_HINT}"),
    (r"[\w-]{32}", f"holds what looks like the client secret, not the bot token. {_COPY_HINT}"),
)


def parse_bot_token(text: str) -> str:
    """Return ``text`` if it is a bot token. Raises ``ValueError`` with what it is instead."""
    if text[0] in _QUOTES or text[-1] in _QUOTES:
        raise ValueError("has quotes around the token. Leave them out.")
    for pattern, sentence in _MISTAKEN:
        if re.fullmatch(pattern, text, re.ASCII | re.DOTALL):
            raise ValueError(sentence)
    if application_id_in(text) is None:
        raise ValueError(
            "does not hold a bot token: three parts with dots between, the first with the "
            f"application id. {_COPY_HINT}"
        )
    return text


def contains_token(text: str) -> bool:
    """Return whether ``text`` contains something like a bot token."""
    return _TOKEN_SHAPED.search(text) is not None


def application_id_in(token: str) -> int | None:
    """Return the application id in a bot token, or ``None`` if it is not a bot token.

    A bot token has three parts separated by dots; the first is the id in base64.
    """
    parts = token.split(".")
    if len(parts) != 3 or not all(parts):
        return None
    if not (token.isascii() and token.isprintable()):
        return None
    try:
        digits = base64.urlsafe_b64decode(parts[0] + "==").decode("ascii")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return int(digits) if digits.isdigit() and len(digits) <= 20 else None
