"""Reads and compiles catalogues, which contain the translations of one language.

Babel accepts any ``.po`` file, and takes four times as long; this module reads only what
``script/translations`` writes. All catalogues are read at each start of the bot, while players may
be waiting.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from gettext import GNUTranslations
from io import BytesIO
from itertools import accumulate
from struct import pack
from typing import Final

_FUZZY: Final = re.compile(r"^#,.*\bfuzzy\b", re.MULTILINE)
"""Marks a text whose translation was guessed."""
_PART: Final = re.compile(r'^(?:(msgid|msgstr)\S* )?"(.*)"$', re.MULTILINE)
_ESCAPED: Final = re.compile(r"\\(.)")
_MEANT: Final[Mapping[str, str]] = {"n": "\n", "t": "\t", "r": "\r"}
_MAGIC: Final = 0x950412DE
_HEAD: Final = 28
"""Bytes of a compiled catalogue before its tables, which have 8 bytes for each text."""


def read_catalogue(written: str) -> GNUTranslations:
    """Return the translations in the text of a file, or in the texts of several."""
    texts = dict(_translated(written))
    words = [text.encode() for text in (*texts, *texts.values())]
    count = len(texts)
    starts = accumulate((len(word) + 1 for word in words), initial=_HEAD + 16 * count)
    places = (number for place in zip(map(len, words), starts, strict=False) for number in place)
    head = pack("<7I", _MAGIC, 0, count, _HEAD, _HEAD + 8 * count, 0, 0)
    tables = pack(f"<{4 * count}I", *places)
    return GNUTranslations(BytesIO(b"\0".join((head + tables + words[0], *words[1:], b""))))


def _translated(written: str) -> Iterator[tuple[str, str]]:
    """Yield texts and translations; the plural forms of a text are separated by NUL."""
    for entry in written.split("\n\n"):
        if _FUZZY.search(entry):
            continue
        forms: dict[str, list[str]] = {"msgid": [], "msgstr": []}
        last: list[str] = []
        for what, part in _PART.findall(entry):
            if what:
                last = forms[what]
                last.append(part)
            else:
                last[-1] += part
        if all(forms["msgstr"]) and forms["msgid"]:
            yield _plain("\0".join(forms["msgid"])), _plain("\0".join(forms["msgstr"]))


def _plain(escaped: str) -> str:
    if "\\" not in escaped:
        return escaped
    return _ESCAPED.sub(lambda match: _MEANT.get(match[1], match[1]), escaped)
