"""Refusals as people read them: a sentence, the place with a caret, and how to put it right."""

from __future__ import annotations

from typing import Final

from nazh.domain.kernel.errors import Refusal

_WIDTH: Final = 60


def refusal_lines(refusal: Refusal) -> tuple[str, ...]:
    """Return the sentence, then the place with a caret below it if known, then the hint."""
    hint = () if refusal.hint is None else (refusal.hint,)
    return (refusal.sentence, *caret_lines(refusal), *hint)


def refusal_text(refusal: Refusal) -> str:
    """Return the refusal in Discord's markdown: the place in a code block of fixed width."""
    caret = caret_lines(refusal)
    place = f"\n```\n{chr(10).join(caret)}\n```" if caret else "\n"
    # A sentence may name a word of the player's: letters, digits, @, $, - and _ at the most.
    sentence = refusal.sentence.replace("_", r"\_").replace("@", "@\u200b")
    return f"{sentence}{place}{refusal.hint or ''}".rstrip()


def caret_lines(refusal: Refusal) -> tuple[str, ...]:
    """Return the part of the text around the trouble, and a caret below it; or nothing."""
    source, at = refusal.source, refusal.at
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
