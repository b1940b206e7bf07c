"""Puts punctuation between texts, with the spaces that a language has around it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from nazh.adapters.inbound.texts.languages import Translator
from nazh.domain.kernel.texts import N_

_SEMICOLON: Final = N_("{first}; {second}")
_COLON: Final = N_("{label}: {text}")


def joined(texts: Iterable[str], translator: Translator) -> str:
    """Return ``texts`` with semicolons between them; empty if there are none."""
    line = ""
    for text in texts:
        line = translator(_SEMICOLON, first=line, second=text) if line else text
    return line


def labelled(label: str, text: str, translator: Translator) -> str:
    """Return ``text`` with a label and a colon before it."""
    return translator(_COLON, label=label, text=text)
