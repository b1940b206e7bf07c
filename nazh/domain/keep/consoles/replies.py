"""Splits console replies into pages, and decides which replies are shown page by page."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final

from nazh.domain.keep.consoles.commands import DIRECTIONS, ConsoleReply
from nazh.domain.kernel.graphemes import PAGE_UNITS, split_pages

MAX_PAGES: Final = 50
"""A longer reply is sent as a file."""
KEPT_FOR: Final = timedelta(minutes=15)
"""How long a reply of several pages is kept for paging."""
_CONTROLS: Final = re.compile(
    f"[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f{''.join(map(chr, DIRECTIONS))}]+"
)


def readable_text(reply: ConsoleReply) -> str:
    """Return the reply without control characters, directions and surrounding empty lines."""
    text = _CONTROLS.sub("", reply.text).strip("\n")
    return text if text.strip() else ""


def reply_pages(text: str) -> tuple[str, ...]:
    """Return the pages of a readable text, at most MAX_PAGES and one more.

    A hostile text takes a quarter of a second, so call it in a thread.
    """
    return split_pages(text[: (MAX_PAGES + 1) * PAGE_UNITS])[: MAX_PAGES + 1]


def has_pages(pages: tuple[str, ...]) -> bool:
    """Return whether a reply is shown page by page, as it has several pages but not too many."""
    return 1 < len(pages) <= MAX_PAGES
