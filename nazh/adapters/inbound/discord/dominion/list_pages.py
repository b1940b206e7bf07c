"""Declares the page of a list as an option, and builds and reads the buttons that turn pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import lightbulb

from nazh.adapters.inbound.discord.dominion.buttons import action_button
from nazh.adapters.inbound.discord.errors import InvalidComponent
from nazh.adapters.inbound.discord.interactions.component_router import read_number
from nazh.adapters.inbound.discord.interactions.responses import Json
from nazh.adapters.inbound.texts.dominion.pages import NEXT, PREVIOUS
from nazh.adapters.inbound.texts.languages import Translator


def page_option(last: int) -> int:
    """Declare the option ``page`` of a command, from 1 to ``last``."""
    return lightbulb.integer("page", "Which page (1)", default=1, min_value=1, max_value=last)


def read_page(written: str, last: int) -> int:
    """Return the page that a button leads to, from 1 to ``last``. Raises InvalidComponent."""
    page = read_number(written)
    if not 1 <= page <= last:
        raise InvalidComponent
    return page


def page_buttons(
    action: str,
    page: int,
    translator: Translator,
    *,
    is_last: bool,
    arguments: Callable[[int], str] = str,
    labels: tuple[str, str] = (PREVIOUS, NEXT),
) -> Iterator[Json]:
    """Yield the buttons that lead to the pages before and after this one, as far as they exist.

    ``arguments`` returns those of the button for a page. Pages are numbered from 1.
    """
    before, after = labels
    if page > 1:
        yield action_button(translator(before), action, arguments(page - 1))
    if not is_last:
        yield action_button(translator(after), action, arguments(page + 1))
