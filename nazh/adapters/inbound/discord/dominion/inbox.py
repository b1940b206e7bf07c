"""The command ``/inbox``, and the buttons that turn its pages."""

from __future__ import annotations

from typing import Final

import hikari
import lightbulb

from nazh.adapters.inbound.discord.dominion.list_pages import page_buttons, page_option, read_page
from nazh.adapters.inbound.discord.dominion.requesters import requester_of
from nazh.adapters.inbound.discord.embed_responses import edited, private
from nazh.adapters.inbound.discord.guilds.members import UserInteraction
from nazh.adapters.inbound.discord.interactions.commands import IN_GUILDS, handler
from nazh.adapters.inbound.discord.interactions.component_router import ButtonAction
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import Json, Response
from nazh.adapters.inbound.texts.dominion.notices import notices as texts
from nazh.adapters.inbound.texts.dominion.notices.notice_texts import TOPIC_NAMES
from nazh.adapters.inbound.texts.dominion.pages import NEWER, OLDER
from nazh.application.dominion.notices.show_inbox import ChangeInbox, ShowInbox
from nazh.domain.dominion.notices import TOPICS, NoticeKind, NoticeTopic

INBOX: Final = "inbox"
_LAST_PAGE: Final = 1_000
"""The page of the ten-thousandth notice; reading later pages would only take time."""
_EVERYTHING: Final = "everything"
_CHOICES: Final = [
    lightbulb.Choice(_EVERYTHING, _EVERYTHING),
    *(lightbulb.Choice(name, topic.value) for topic, name in TOPIC_NAMES.items()),
]


def inbox_group(show: ShowInbox, change: ChangeInbox) -> lightbulb.Group:
    """Return the command ``/inbox`` with its subcommands."""
    group = lightbulb.Group("inbox", "What has happened to your nation.", **IN_GUILDS)

    @group.register
    class List(
        lightbulb.SlashCommand, name="list", description="Show the nation's news (for citizens)."
    ):
        page = page_option(_LAST_PAGE)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            text, buttons = await _inbox_page(show, interaction, self.page)
            return private(text, *buttons)

    @group.register
    class Settings(
        lightbulb.SlashCommand,
        name="settings",
        description="Choose which direct messages you get (for citizens).",
    ):
        about = lightbulb.string(
            "about",
            "Which messages; leave it out to see the settings",
            choices=_CHOICES,
            default=None,
        )
        direct = lightbulb.boolean("direct_messages", "Whether you want them (yes)", default=True)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            kinds = _kinds_of(self.about)
            settings = await change(requester_of(interaction), kinds, is_on=self.direct)
            return private(texts.inbox_settings_text(settings, private_translator(interaction)))

    return group


def inbox_button(show: ShowInbox) -> ButtonAction:
    """Return the action of Newer and Older, which turns the page of the inbox."""

    async def turn(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        page = read_page(arguments, _LAST_PAGE)
        text, buttons = await _inbox_page(show, interaction, page)
        return edited(text, *buttons)

    return turn


async def _inbox_page(
    show: ShowInbox, interaction: UserInteraction, page: int
) -> tuple[str, tuple[Json, ...]]:
    inbox = await show(requester_of(interaction), page)
    translator = private_translator(interaction)
    is_last = inbox.is_last or page >= _LAST_PAGE
    buttons = page_buttons(INBOX, page, translator, is_last=is_last, labels=(NEWER, OLDER))
    return texts.inbox_text(inbox, translator), tuple(buttons)


def _kinds_of(about: str | None) -> tuple[NoticeKind, ...]:
    if about is None:
        return ()
    return tuple(NoticeKind) if about == _EVERYTHING else TOPICS[NoticeTopic(about)]
