"""Marks names that read like those of a game's staff."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Final

from nazh.domain.kernel.graphemes import cut_graphemes

MARK: Final = "*"
"""Behind a name; a cleaned name has none of its own."""
STAFF_NAMES: Final = (
    *("Admin", "Admins", "Administrator", "Mod", "Mods", "Moderator", "Owner", "Staff", "Support"),
    *("Server", "System", "Console", "Discord", "Bot", "GM", "Game Master", "Gamemaster", "Nazh"),
)
_LONGEST: Final = 31
"""Grapheme clusters of a marked name, without its mark."""
# ruff: noqa: RUF001  # letters that look alike are what this is about
# Letters of other scripts, small capitals and digits, behind the Latin letter that they look like.
_ALIKE: Final = (
    *("aаαɑᴀ4@", "bвʙƅ8ь", "cсϲᴄ", "dԁᴅ", "eеεєᴇ3", "fꜰƒ", "gɡɢ9", "hнһʜ", "jјᴊ", "kкκᴋ", "mмᴍ"),
    *("lіιıɪӏ1|!iʟǀ", "nпηɴո", "oоοօᴏ0", "pрρᴘ", "rгʀ", "sѕꜱ5$", "tтτᴛ7", "uυᴜս", "vνѵᴠ"),
    *("wԝωᴡ", "xхχ", "yуγʏү", "zᴢ2"),
)
_SKELETONS: Final = {ord(one): letters[0] for letters in _ALIKE for one in letters}
_PAIRS: Final = (("rn", "m"), ("vv", "w"))


def skeleton(name: str) -> str:
    """Return what names have in common that look alike: letters and digits, without marks."""
    plain = unicodedata.normalize("NFKD", name).casefold().translate(_SKELETONS)
    letters = "".join(one for one in plain if one.isalnum())
    for pair, one in _PAIRS:
        letters = letters.replace(pair, one)
    return letters


_STAFF: Final = frozenset(map(skeleton, STAFF_NAMES))


def marked_name(name: str, others: Iterable[str] = ()) -> str:
    """Return a cleaned name, with MARK behind it if it looks like a name of the staff.

    ``others`` are more of those names, such as that of the game server.
    """
    alike = skeleton(name)
    if alike in _STAFF or any(alike == skeleton(other) for other in others):
        return f"{cut_graphemes(name, _LONGEST).strip()}{MARK}"
    return name
