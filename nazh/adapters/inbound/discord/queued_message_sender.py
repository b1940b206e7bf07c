"""Sends queued messages to channels and users through hikari, and finds messages already sent."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

import hikari

from nazh.adapters.inbound.discord.interactions.sending.raw_components import RawComponent
from nazh.adapters.inbound.discord.requests import within
from nazh.application.shared.messages.queued_messages import (
    ComposedMessage,
    Recipient,
    RecipientKind,
    Rejection,
)
from nazh.domain.kernel.errors import Unavailable

TIMEOUT: Final = 5.0
"""Seconds for one message; hikari would retry for minutes, while other recipients wait."""
MAX_REMEMBERED: Final = 4_096
"""Recipients whose channel is remembered."""
CLOCK_SKEW: Final = timedelta(minutes=1)
"""By how much this machine's clock may be ahead of Discord's."""
_LOOKED_THROUGH: Final = 500
"""The number of a channel's messages that are searched for an earlier one."""
_LOG: Final = logging.getLogger(__name__)


class DiscordMessageSender:
    """Satisfies ``MessageSender``.

    ``bot`` returns the client, which cannot be built before the commands are known.
    """

    def __init__(self, bot: Callable[[], hikari.RESTAware], timeout: float = TIMEOUT) -> None:
        self._bot = bot
        self._timeout = timeout
        self._channels: dict[Recipient, hikari.Snowflake] = {}
        self._me: hikari.Snowflake | None = None

    async def send(
        self, recipient: Recipient, message: ComposedMessage, nonce: str
    ) -> Rejection | None:
        """Send a message, or return why it can never be sent."""
        try:
            # What is sent after the time is up has the nonce of the next attempt.
            await within(self._timeout, self._create(recipient, message, nonce))
        except (hikari.NotFoundError, _OtherGuildError):
            return Rejection.NOT_FOUND
        except hikari.ForbiddenError:
            return Rejection.NO_ACCESS
        except hikari.BadRequestError as error:
            _LOG.error("Discord rejects a message, which is dropped: %s", error)
            return Rejection.INVALID
        except (hikari.HikariError, OSError) as error:
            raise Unavailable("Discord") from error
        return None

    async def find(self, recipient: Recipient, text: str, since: datetime) -> bool | None:
        """Return whether the bot has sent this text since an instant."""
        try:
            return await within(self._timeout, self._find(recipient, text, since - CLOCK_SKEW))
        except hikari.UnauthorizedError as error:  # the token was reset
            raise Unavailable("Discord") from error
        except (hikari.ClientHTTPResponseError, _OtherGuildError):
            return None
        except (hikari.HikariError, OSError) as error:
            raise Unavailable("Discord") from error

    async def _create(self, recipient: Recipient, message: ComposedMessage, nonce: str) -> None:
        bot = self._bot()
        await bot.rest.create_message(
            await self._channel_of(recipient),
            message.text,
            embeds=[bot.entity_factory.deserialize_embed(embed) for embed in message.embeds],
            components=[RawComponent(component) for component in message.components],
            nonce=nonce,
            mentions_everyone=False,
            user_mentions=False,
            role_mentions=[hikari.Snowflake(role) for role in message.roles],
        )

    async def _find(self, recipient: Recipient, text: str, since: datetime) -> bool:
        rest = self._bot().rest
        if self._me is None:
            self._me = (await rest.fetch_my_user()).id
        messages = rest.fetch_messages(await self._channel_of(recipient), after=since)
        async for message in messages.limit(_LOOKED_THROUGH):
            if message.author.id == self._me and message.content == text:
                return True
        return False

    async def _channel_of(self, recipient: Recipient) -> hikari.Snowflake:
        """Return the channel of a recipient. Raises _OtherGuildError."""
        known = self._channels.get(recipient)
        if known is not None:
            return known
        rest = self._bot().rest
        if recipient.kind is RecipientKind.USER:
            channel = (await rest.create_dm_channel(recipient.id)).id
        else:
            fetched = await rest.fetch_channel(recipient.id)
            if (
                not isinstance(fetched, hikari.GuildChannel)
                or int(fetched.guild_id) != recipient.guild
            ):
                raise _OtherGuildError
            channel = fetched.id
        self._channels[recipient] = channel
        if len(self._channels) > MAX_REMEMBERED:
            del self._channels[next(iter(self._channels))]
        return channel


class _OtherGuildError(Exception):
    """The channel is not in the guild that the message is about."""
