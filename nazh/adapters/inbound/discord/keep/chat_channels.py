"""Posts the chat of games to channels through hikari's client."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Final

import hikari

from nazh.adapters.inbound.discord.errors import DiscordUnavailable
from nazh.adapters.inbound.discord.requests import within
from nazh.application.keep.bridges.ports import ChatPost
from nazh.application.shared.messages.send_budget import SendBudget
from nazh.domain.keep.bridges import StopReason
from nazh.domain.kernel.identity import ChannelId

TIMEOUT: Final = 5.0
"""Seconds for one post; hikari would retry for minutes, while other bridges wait."""
_FILE: Final = "chat.txt"
_THREAD_LOCKED: Final = 50_083
_LOG: Final = logging.getLogger(__name__)


class DiscordChatChannels:
    """Satisfies ``ChatChannels``.

    ``bot`` returns the client, which cannot be built before the commands that use this are known.
    """

    def __init__(
        self,
        bot: Callable[[], hikari.RESTAware],
        budget: SendBudget,
        timeout: float = TIMEOUT,
    ) -> None:
        self._bot = bot
        self._budget = budget
        self._timeout = timeout

    async def post(self, channel: ChannelId, post: ChatPost, nonce: str) -> StopReason | None:
        """Post when it is the channel's turn, or return why the post can never be sent.

        Raises DiscordUnavailable.
        """
        await self._budget.wait(channel)
        try:
            # What is sent after the time is up has the nonce of the next attempt.
            await within(self._timeout, self._create(channel, post, nonce))
        except hikari.NotFoundError:
            return StopReason.NO_CHANNEL
        except hikari.ForbiddenError:
            return StopReason.NO_PERMISSION
        except hikari.BadRequestError as error:
            if error.code == _THREAD_LOCKED:  # one that is only archived opens itself
                return StopReason.LOCKED
            _LOG.error("Discord rejects a message with chat, which is dropped: %s", error)
        except (hikari.HikariError, OSError) as error:
            raise DiscordUnavailable from error
        return None

    async def _create(self, channel: ChannelId, post: ChatPost, nonce: str) -> None:
        file = hikari.UNDEFINED if post.file is None else hikari.Bytes(post.file, _FILE)
        await self._bot().rest.create_message(
            channel,
            post.text,
            attachment=file,
            nonce=nonce,
            mentions_everyone=False,
            user_mentions=False,
            role_mentions=False,
        )
