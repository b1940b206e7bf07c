"""Shows long texts page by page, with buttons that only the user of the command can press.

The custom_ids of the buttons contain the number of the page. The action of a button must read the
text again from where it is stored, and must not repeat what the command did.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import hikari

from nazh.adapters.inbound.discord.errors import InvalidComponent
from nazh.adapters.inbound.discord.interactions.component_signer import ComponentSigner
from nazh.adapters.inbound.discord.interactions.responses import (
    File,
    Json,
    Response,
    ResponseType,
    action_row,
    private_response,
)
from nazh.adapters.inbound.discord.ui import button, embed_body
from nazh.adapters.inbound.texts.languages import Translator
from nazh.adapters.inbound.texts.pages import (
    IN_FILE,
    NEXT,
    NOTHING_TO_SHOW,
    PREVIOUS,
    Paged,
    page_title,
)

MAX_PAGES: Final = 50
"""The maximum number of pages; a longer text is sent as a file."""
_ARGUMENTS: Final = re.compile(r"([0-9]{1,4})([+-])(.*)", re.ASCII)


@dataclass(frozen=True, slots=True)
class RequestedPage:
    """The page that a pressed button leads to, and the ``arguments`` of the context.

    ``index`` is from -1, and may be one past the last page: pages wrap around.
    """

    index: int
    arguments: str


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of one action of a context."""

    signer: ComponentSigner
    context: str
    action: str

    def first(
        self,
        interaction: hikari.PartialInteraction,
        paged: Paged,
        translator: Translator,
        arguments: str | None = "",
    ) -> tuple[Json, tuple[File, ...]]:
        """Return a message with the first page, or with a file if there are too many pages.

        ``arguments`` identify the text for the action. They are ``None`` if it cannot be read
        again; then it is sent as a file unless it has a single page.
        """
        count = len(paged.pages)
        if count > (1 if arguments is None else MAX_PAGES):
            file = File(paged.file_name, paged.whole.encode("utf-8", "replace"))
            footer = translator(IN_FILE)
            return embed_body(paged.pages[0], (), title=paged.title, footer=footer), (file,)
        return self._page(interaction, paged, translator, RequestedPage(0, arguments or "")), ()

    def first_response(
        self,
        interaction: hikari.PartialInteraction,
        paged: Paged,
        translator: Translator,
        arguments: str = "",
    ) -> Response:
        """Return the first page, or the file, as a private message."""
        body, files = self.first(interaction, paged, translator, arguments)
        file = next(iter(files), None)
        return private_response(body, file)

    def requested(self, interaction: hikari.ComponentInteraction, arguments: str) -> RequestedPage:
        """Return the requested page.

        Raises InvalidComponent, OthersComponent and ExpiredComponent.
        """
        verified = self.signer.verify(interaction, self.context, self.action, arguments)
        read = _ARGUMENTS.fullmatch(verified)
        if read is None:
            raise InvalidComponent
        return RequestedPage(int(read[1]) + (1 if read[2] == "+" else -1), read[3])

    def edit(
        self,
        interaction: hikari.ComponentInteraction,
        paged: Paged,
        translator: Translator,
        page: RequestedPage,
    ) -> Response:
        """Return the edit that shows the requested page."""
        return Response(ResponseType.EDIT, self._page(interaction, paged, translator, page))

    def _page(
        self,
        interaction: hikari.PartialInteraction,
        paged: Paged,
        translator: Translator,
        page: RequestedPage,
    ) -> Json:
        count = len(paged.pages)
        if not count:
            return embed_body(translator(NOTHING_TO_SHOW), ())
        index = page.index % count
        title = page_title(paged.title, index, count, translator)
        if count == 1:
            return embed_body(paged.pages[0], (), title=title or None)
        buttons = tuple(
            button(translator(label), self._custom_id(interaction, index, step, page.arguments))
            for label, step in ((PREVIOUS, "-"), (NEXT, "+"))
        )
        return embed_body(paged.pages[index], (action_row(buttons),), title=title)

    def _custom_id(
        self, interaction: hikari.PartialInteraction, index: int, step: str, arguments: str
    ) -> str:
        of_action = f"{index}{step}{arguments}"
        return self.signer.custom_id(interaction, self.context, self.action, of_action)
