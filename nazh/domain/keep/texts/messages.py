"""Converts a Discord message into a line of game chat."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from nazh.domain.kernel.identity import UserId

_USER: Final = re.compile(r"<@!?(?P<id>[0-9]{1,20})>")
_ROLE: Final = re.compile(r"<@&[0-9]{1,20}>")
_CHANNEL: Final = re.compile(r"<#[0-9]{1,20}>")
_EMOJI: Final = re.compile(r"<a?(?P<name>:[A-Za-z0-9_]{1,32}:)[0-9]{1,20}>")
_TIME: Final = re.compile(r"<t:-?[0-9]{1,15}(?::[a-zA-Z])?>")
IMAGE: Final = "[image]"
FILE: Final = "[file]"
STICKER: Final = "[sticker]"


@dataclass(frozen=True, slots=True)
class MessageContent:
    """The content of a message in a channel.

    ``names`` are the names of mentioned users, and ``bot`` is the reading bot, whose mention may
    only serve to make the message readable. ``reply_to`` is the name of the author replied to, and
    ``parts`` stand for attachments, such as IMAGE.
    """

    text: str
    bot: UserId
    names: Mapping[UserId, str] = field(default_factory=dict)
    reply_to: str | None = None
    parts: tuple[str, ...] = ()


def message_line(content: MessageContent) -> str:
    """Return the content as one line, with ``> name`` before a reply, and mentions as names."""

    def named(match: re.Match[str]) -> str:
        user = UserId(int(match["id"]))
        return "" if user == content.bot else f"@{content.names.get(user, 'user')}"

    text = _USER.sub(named, content.text)
    for pattern, shown in ((_ROLE, "@role"), (_CHANNEL, "#channel"), (_TIME, "[time]")):
        text = pattern.sub(shown, text)
    text = _EMOJI.sub(r"\g<name>", text)
    text_and_parts = " ".join(filter(None, (*text.split(), *content.parts)))
    return (
        f"> {content.reply_to} {text_and_parts}"
        if text_and_parts and content.reply_to is not None
        else text_and_parts
    )
