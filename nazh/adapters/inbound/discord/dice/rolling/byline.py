"""Names the roller above a result, with their avatar."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import hikari
from hikari import urls

from nazh.adapters.inbound.discord.dice.rolling.shown_message import shown_roller
from nazh.adapters.inbound.discord.guilds.members import UserInteraction
from nazh.adapters.inbound.discord.interactions.responses import Json

_AVATAR_PIXELS: Final = 64
_DEFAULT_AVATARS: Final = 6
_NAME_CHARACTERS: Final = 256
"""The most that Discord accepts as the author of an embed."""


@dataclass(frozen=True, slots=True)
class Byline:
    """The roller of a result, with display name and the URL of the avatar."""

    name: str
    avatar: str | None = None

    @property
    def author(self) -> Json:
        """The author of an embed, in which Discord shows a name literally."""
        if self.avatar is None:
            return {"name": self.name}
        return {"name": self.name, "icon_url": self.avatar}


def byline_of(interaction: UserInteraction, character: str | None) -> Byline:
    """Return the user of an interaction, after the ``character`` that they play, if any."""
    roller = interaction.member or interaction.user
    player = _name(roller)
    name = player if character is None else f"{character} · {player}"
    return Byline(name[:_NAME_CHARACTERS], _avatar(roller))


def shown_byline(interaction: hikari.ComponentInteraction) -> Byline:
    """Return the roller of the message whose button was pressed."""
    message = interaction.message
    author = message.embeds[0].author if message.embeds else None
    if author is not None and author.name:
        return Byline(author.name, None if author.icon is None else author.icon.url)
    name = shown_roller(message)
    if name is not None:
        return Byline(name)
    # Results of earlier versions name only characters.
    metadata = message.interaction_metadata
    roller = interaction.user if metadata is None else metadata.user
    return Byline(_name(roller), _avatar(roller))


def _name(roller: hikari.User) -> str:
    nickname = roller.nickname if isinstance(roller, hikari.Member) else None
    return nickname or roller.global_name or roller.username


def _avatar(roller: hikari.User) -> str:
    """Return the URL as hikari does, which takes up to 30 µs of every roll to check each part."""
    if isinstance(roller, hikari.Member) and roller.guild_avatar_hash is not None:
        place = f"guilds/{roller.guild_id}/users/{roller.id}/avatars/{roller.guild_avatar_hash}"
    elif roller.avatar_hash is not None:
        place = f"avatars/{roller.id}/{roller.avatar_hash}"
    else:
        return f"{urls.CDN_URL}/embed/avatars/{(roller.id >> 22) % _DEFAULT_AVATARS}.png"
    return f"{urls.CDN_URL}/{place}.png?size={_AVATAR_PIXELS}"
