"""Reads the parts of a result from its message, which has an embed, or only text.

The text of a result begins with the roller in bold, perhaps below a heading; the summary above an
embed is small.
"""

from __future__ import annotations

import re
from typing import Final

import hikari

from nazh.adapters.inbound.texts.dice import unescape_markdown
from nazh.adapters.inbound.texts.directions import without_isolates

_ROLLER: Final = re.compile(r"\*\*((?:\\.|[^*\\\n])+)\*\*(?: · |$)")
# User text never mentions a channel outside of a notation.
_NOTICE: Final = re.compile(r"-# [^`]*<#[0-9]+>[^`]*$")
_SUMMARY_STARTS: Final = ("-# ", "**")


def shown_text(message: hikari.Message) -> str:
    """Return the text with the notation of a result."""
    if message.embeds:
        return message.embeds[0].description or ""
    return "\n".join(_below_heading(message))


def shown_proof(message: hikari.Message) -> str:
    """Return the text that may contain the line of a proof."""
    if message.embeds:
        footer = message.embeds[0].footer
        return "" if footer is None else footer.text or ""
    return (message.content or "").rpartition("\n")[2]


def shown_roller(message: hikari.Message) -> str | None:
    """Return the name in a result without an embed, or ``None``."""
    lines = _below_heading(message)
    match = _ROLLER.match(lines[0]) if lines and not message.embeds else None
    return None if match is None else without_isolates(unescape_markdown(match[1]))


def shown_heading(message: hikari.Message) -> str:
    """Return the heading of a result, such as who revealed it; empty for most."""
    lines = (message.content or "").split("\n")
    return "\n".join(lines[: len(lines) - len(_below_heading(message))])


def shown_notice(message: hikari.Message) -> str:
    """Return the line about where else a secret roll is shown; empty if nowhere."""
    text = message.embeds[0].description if message.embeds else message.content
    last = (text or "").rpartition("\n")[2]
    return last if _NOTICE.match(last) else ""


def _below_heading(message: hikari.Message) -> list[str]:
    lines = (message.content or "").split("\n")
    for place, line in enumerate(lines):
        if line.startswith(_SUMMARY_STARTS):
            return lines[place:]
    return []
