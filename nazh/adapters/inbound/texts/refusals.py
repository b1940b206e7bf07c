"""Refusals as people read them: a sentence, the place with a caret, and how to put it right."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from nazh.adapters.inbound.texts.languages import Translator
from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.texts import Fact

_WIDTH: Final = 60
_FORMATTING: Final = re.compile(r"([\\*_~|<>`])")


def refusal_lines(refusal: Refusal, translator: Translator) -> tuple[str, ...]:
    """Return the sentence, then the place with a caret below it if known, then the hint."""
    sentence, hint = _told(refusal, translator, refusal.facts)
    places = (*caret_lines(refusal), *quoted_lines(refusal, translator))
    return (sentence, *places, *((hint,) if hint else ()))


def refusal_text(refusal: Refusal, translator: Translator) -> str:
    """Return the refusal in Discord's markdown: the place in a code block of fixed width."""
    caret = (*caret_lines(refusal), *quoted_lines(refusal, translator))
    place = f"\n```\n{chr(10).join(caret)}\n```" if caret else "\n"
    # A fact may be a word of the player's: a name, or a piece of a roll.
    facts = {
        name: fact if isinstance(fact, int) else _harmless(fact)
        for name, fact in refusal.facts.items()
    }
    sentence, hint = _told(refusal, translator, facts)
    return f"{sentence}{place}{hint}".rstrip()


def _told(refusal: Refusal, translator: Translator, facts: Mapping[str, Fact]) -> tuple[str, str]:
    remedy = "" if refusal.remedy is None else translator.fill(refusal.remedy, facts)
    return translator.fill(refusal.says, facts), remedy


def _harmless(fact: str) -> str:
    return _FORMATTING.sub(r"\\\1", fact).replace("@", "@\u2060")


def caret_lines(refusal: Refusal) -> tuple[str, ...]:
    """Return the part of the text around the trouble, and a caret below it; or nothing."""
    return _caret(refusal.source, refusal.at)


def quoted_lines(refusal: Refusal, translator: Translator) -> tuple[str, ...]:
    """Return the saved text with the trouble and a caret below it, after its name; or nothing."""
    quoted = refusal.quoted
    if quoted is None:
        return ()
    place = _caret(quoted.text, quoted.at)
    return (translator("In {name}:", name=quoted.name), *place) if place else ()


def _caret(source: str | None, at: int | None) -> tuple[str, ...]:
    if source is None or at is None or not source.strip():
        return ()
    start = max(0, min(at - _WIDTH // 2, len(source) - _WIDTH))
    # One column a character, and nothing that could end the code block or hide the place.
    shown = "".join(
        character if character.isprintable() and character != "`" else "�"
        for character in source[start : start + _WIDTH]
    )
    ahead, behind = ("…" if start else ""), ("…" if start + _WIDTH < len(source) else "")
    return f"{ahead}{shown}{behind}", f"{' ' * (at - start + len(ahead))}^"
