"""Tests which parts of a result are read from its message."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from nazh.adapters.inbound.discord.dice.rolling.shown_message import (
    shown_heading,
    shown_notice,
    shown_proof,
    shown_roller,
    shown_text,
)

NOTICE = "-# Also shown in <#5>"


def message(content: str | None, *descriptions: str | None, footer: str | None = None) -> Any:
    foot = None if footer is None else SimpleNamespace(text=footer)
    embeds = [SimpleNamespace(description=description, footer=foot) for description in descriptions]
    return SimpleNamespace(content=content, embeds=embeds)


def parts(shown: Any) -> tuple[str, str, str | None, str, str]:
    return (
        shown_heading(shown),
        shown_text(shown),
        shown_roller(shown),
        shown_proof(shown),
        shown_notice(shown),
    )


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (message("-# Mira · 16", "`1d20+5`"), ("", "`1d20+5`", None, "", "")),
        (
            message("Bob revealed:\n-# Mira · 16", f"`1d20`\n{NOTICE}", footer="Proof 3 · 1f"),
            ("Bob revealed:", f"`1d20`\n{NOTICE}", None, "Proof 3 · 1f", NOTICE),
        ),
        (message("-# Mira · 16", None), ("", "", None, "", "")),
        (message("**Mira** · 16", "`1d20`"), ("", "`1d20`", None, "", "")),
        (
            message("Bob revealed:\n**M\\*ra** · **16**\n-# `1d20`"),
            ("Bob revealed:", "**M\\*ra** · **16**\n-# `1d20`", "M*ra", "-# `1d20`", ""),
        ),
        (
            message("**\u2068נועה\u2069** · 4\n-# `1d20`"),
            ("", "**\u2068נועה\u2069** · 4\n-# `1d20`", "נועה", "-# `1d20`", ""),
        ),
        (
            message(f"**Mira**\n-# `1d20`\n{NOTICE}"),
            ("", f"**Mira**\n-# `1d20`\n{NOTICE}", "Mira", NOTICE, NOTICE),
        ),
        (
            message("**Mira**\n-# `1d20 # see <#5>`"),
            ("", "**Mira**\n-# `1d20 # see <#5>`", "Mira", "-# `1d20 # see <#5>`", ""),
        ),
        (message(None), ("", "", None, "", "")),
        (message("nothing rolled"), ("nothing rolled", "", None, "nothing rolled", "")),
    ],
)
def test_each_part_is_found_where_a_result_shows_it(
    shown: Any, expected: tuple[str, str, str | None, str, str]
) -> None:
    assert parts(shown) == expected
