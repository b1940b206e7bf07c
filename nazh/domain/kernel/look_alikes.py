"""Replaces letters with the Latin letters that they look like."""

from __future__ import annotations

import unicodedata
from typing import Final

# ruff: noqa: RUF001  # this module is about look-alike letters A Latin letter, then letters of
# other scripts, small capitals and digits that look like it.
_ALIKE: Final = (
    *("aаαɑᴀ4@", "bвʙƅ8ь", "cсϲᴄ", "dԁᴅ", "eеεєᴇ3", "fꜰƒ", "gɡɢ9", "hнһʜ", "jјᴊ", "kкκᴋ", "mмᴍ"),
    *("lіιıɪӏ1|!iʟǀ", "nпηɴո", "oоοօᴏ0", "pрρᴘ", "rгʀ", "sѕꜱ5$", "tтτᴛ7", "uυᴜս", "vνѵᴠ"),
    *("wԝωᴡ", "xхχ", "yуγʏү", "zᴢ2"),
)
_LATIN: Final = {ord(letter): letters[0] for letters in _ALIKE for letter in letters}


def as_latin(text: str) -> str:
    """Return the letters and digits in ``text`` as lower-case Latin ones, without marks.

    Texts that look alike have the same result.
    """
    plain = unicodedata.normalize("NFKD", text).casefold().translate(_LATIN)
    return "".join(character for character in plain if character.isalnum())
