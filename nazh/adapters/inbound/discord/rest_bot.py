"""Creates the bot without a gateway, which makes requests and decodes interactions."""

from __future__ import annotations

from functools import cached_property

import hikari
from hikari.impl.config import HTTPSettings

from nazh.adapters.inbound.discord.interactions.lazy_interactions import LazyEntityFactory
from nazh.adapters.inbound.discord.interactions.sending.rest_rate_limits import pace_rate_limits


class RestBot(hikari.RESTBot):
    """A bot that decodes commands lazily."""

    @cached_property
    def entity_factory(self) -> LazyEntityFactory:
        """Decodes Discord's payloads."""
        return LazyEntityFactory(self)


def new_rest_bot(token: str, rest_url: str | None) -> hikari.RESTBot:
    """Return a bot whose own server is never started; ``rest_url`` is ``None`` for Discord itself.

    Its server would answer each interaction by another request, and would not drop late ones
    (docs/adr/0025-interactions-over-http.md).
    """
    return RestBot(
        token,
        hikari.TokenType.BOT,
        banner=None,
        logs=None,
        suppress_optimization_warning=True,
        http_settings=HTTPSettings(force_close_transports=False),
        rest_url=rest_url,
    )


def start_rest_client(bot: hikari.RESTAware) -> None:
    """Let ``bot`` make requests, without a gateway connection. Call it within an event loop."""
    assert isinstance(bot.rest, hikari.impl.RESTClientImpl)
    bot.rest.start()
    pace_rate_limits(bot.rest)
