"""Divides long texts into pages, and titles them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from nazh.adapters.inbound.texts.languages import Translator
from nazh.domain.kernel.graphemes import cut, units
from nazh.domain.kernel.texts import N_

PREVIOUS: Final = N_("◀ Back")
NEXT: Final = N_("Next ▶")
NOTHING_TO_SHOW: Final = N_("There is nothing to show.")
IN_FILE: Final = N_("All of it is in the file.")
_NUMBER: Final = N_("Page {page}/{pages}")
_MAX_UNITS: Final = 256
_DASH: Final = " - "


@dataclass(frozen=True, slots=True)
class Paged:
    """A long text as pages in Discord's markdown, each of which fits into an embed.

    ``whole`` is the text of a file, sent under this name instead of too many pages.
    """

    title: str
    pages: tuple[str, ...]
    whole: str
    file_name: str


def page_title(title: str, index: int, count: int, translator: Translator) -> str:
    """Return the title of a page, with its number if there are several. ``index`` is from 0."""
    if count == 1:
        return cut(title, _MAX_UNITS)
    number = translator(_NUMBER, page=index + 1, pages=count)
    return f"{cut(title, _MAX_UNITS - units(number) - len(_DASH))}{_DASH}{number}"
