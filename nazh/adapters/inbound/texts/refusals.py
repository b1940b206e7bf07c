"""Formats refusals with a sentence, the position marked by a caret, and a remedy."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from nazh.adapters.inbound.texts.languages import Translator
from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.texts import Fact

MAX_WIDTH: Final = 60
"""Characters of a text that are shown around an error."""
_FORMATTING: Final = re.compile(r"([\\*_~|<>`\[\]])")


def refusal_lines(
    refusal: Refusal, translator: Translator, width: int = MAX_WIDTH
) -> tuple[str, ...]:
    """Return the sentence, then the position with a caret below it if known, then the hint.

    ``width`` characters around the position are shown.
    """
    sentence, hint = _with_facts(refusal, translator, refusal.facts)
    places = (*caret_lines(refusal, width), *quoted_lines(refusal, translator, width))
    return (sentence, *places, *((hint,) if hint else ()))


def refusal_text(refusal: Refusal, translator: Translator) -> str:
    """Return the refusal in Discord's markdown, with the position in a code block."""
    caret = (*caret_lines(refusal), *quoted_lines(refusal, translator))
    place = f"\n```\n{chr(10).join(caret)}\n```" if caret else "\n"
    # A fact may be text that a user typed, such as a name or a part of a roll.
    facts = {name: _in_markdown(fact) for name, fact in refusal.facts.items()}
    sentence, hint = _with_facts(refusal, translator, facts)
    return f"{sentence}{place}{hint}".rstrip()


def _with_facts(
    refusal: Refusal, translator: Translator, facts: Mapping[str, Fact]
) -> tuple[str, str]:
    remedy = "" if refusal.remedy is None else translator.fill(refusal.remedy, facts)
    return translator.fill(refusal.says, facts), remedy


def _in_markdown(fact: Fact) -> Fact:
    if isinstance(fact, datetime):
        return f"<t:{int(fact.timestamp())}:R>"
    return fact if isinstance(fact, int) else escape_text(fact)


def escape_text(fact: str) -> str:
    """Return a text that Discord shows as it is, without formatting, links or mentions.

    Escaped brackets prevent a link from showing another text than its address. An address alone
    stays a link, because it hides nothing.
    """
    return _FORMATTING.sub(r"\\\1", fact).replace("@", "@\u2060")


def caret_lines(refusal: Refusal, width: int = MAX_WIDTH) -> tuple[str, ...]:
    """Return the text around the error with a caret below it, or nothing without a position."""
    return _caret(refusal.source, refusal.at, width)


def quoted_lines(
    refusal: Refusal, translator: Translator, width: int = MAX_WIDTH
) -> tuple[str, ...]:
    """Return the name of the saved text with the error, the text, and a caret below it, if any."""
    quoted = refusal.quoted
    if quoted is None:
        return ()
    place = _caret(quoted.text, quoted.at, width)
    return (translator("In {name}:", name=quoted.name), *place) if place else ()


def _caret(source: str | None, at: int | None, width: int) -> tuple[str, ...]:
    if source is None or at is None or not source.strip():
        return ()
    start = max(0, min(at - width // 2, len(source) - width))
    # Each character takes one column, and none can end the code block or hide the position.
    shown = "".join(
        character if character.isprintable() and character != "`" else "�"
        for character in source[start : start + width]
    )
    ahead, behind = ("…" if start else ""), ("…" if start + width < len(source) else "")
    return f"{ahead}{shown}{behind}", f"{' ' * (at - start + len(ahead))}^"
