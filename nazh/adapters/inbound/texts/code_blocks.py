"""Shows lines as they were typed, in code blocks that can be read again."""

from __future__ import annotations

from collections.abc import Sequence


def code_block(lines: Sequence[str]) -> str:
    """Return lines as they were typed, in a block from which they can be copied."""
    return "```\n{}\n```".format("\n".join(lines))


def read_code_block(text: str) -> str | None:
    """Return the lines of a ``code_block``, or ``None`` if ``text`` is none."""
    if not text.startswith("```\n"):
        return None
    return text.removeprefix("```\n").removesuffix("\n```")
