"""The responder: answers to interactions over a few connections that stay open.

hikari's own client asks Discord for the message that comes of each answer and builds objects from
it, which nobody here needs. So an answer is one POST of bytes; only where Discord is troubled
(429, 5xx, a broken connection) does hikari's client take over, with its patience and its limits.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping, Sequence
from http import HTTPStatus
from importlib.metadata import version
from typing import Final, Protocol

import aiohttp
import hikari
import orjson

from nazh.adapters.inbound.discord.answers import Answer, Json, Kind

CONNECTIONS: Final = 50
DISCORD_API: Final = "https://discord.com/api/v10"
_LOST: Final = {10062: "too_late", 40060: "answered_already"}
_HEADERS: Final = {
    "Content-Type": "application/json",
    "User-Agent": f"DiscordBot (nazh, {version('nazh')})",
}


class LossCounter(Protocol):
    """Counts answers that Discord did not take."""

    def lost_answer(self, reason: str) -> None:
        """Count one; ``reason`` is ``too_late``, ``answered_already`` or ``discord_failed``."""
        ...


class AnswerRejected(Exception):
    """Discord understood an answer and did not like it: a bug of ours."""


class Responder:
    """Sends answers. Between ``start`` and ``stop`` only."""

    def __init__(self, bot: hikari.GatewayBot, api_url: str | None, losses: LossCounter) -> None:
        self._bot = bot
        self._api_url = api_url or DISCORD_API
        self._losses = losses
        self._session: aiohttp.ClientSession | None = None

    async def start(self) -> None:
        """Get ready; no connection is made before the first answer."""
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=CONNECTIONS, keepalive_timeout=60),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers=_HEADERS,
            timeout=aiohttp.ClientTimeout(total=10),
            skip_auto_headers=("Accept", "Accept-Encoding"),
        )

    async def stop(self) -> None:
        """Close the connections. May be called twice, and without a start."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def answer(self, interaction: hikari.PartialInteraction, answer: Answer) -> bool:
        """Send the answer; whether Discord took it. Raises AnswerRejected for a malformed one."""
        assert self._session is not None, "the responder has not started"
        url = f"{self._api_url}/interactions/{interaction.id}/{interaction.token}/callback"
        try:
            async with self._session.post(url, data=orjson.dumps(answer.body)) as response:
                if response.status == HTTPStatus.NO_CONTENT:
                    return True
                status, text = response.status, await response.read()
        except (aiohttp.ClientError, TimeoutError, OSError):
            return await self._insist(interaction, answer)
        if status < HTTPStatus.BAD_REQUEST:
            return True
        if status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return await self._insist(interaction, answer)
        return self._lost(_code_in(text), text.decode("utf-8", "replace"))

    async def _insist(self, interaction: hikari.PartialInteraction, answer: Answer) -> bool:
        """Let hikari's patient client try the same once more."""
        try:
            await self._send_patiently(interaction, answer)
        except hikari.ClientHTTPResponseError as error:
            return self._lost(getattr(error, "code", 0), str(error))
        except (hikari.HTTPError, hikari.RateLimitTooLongError, OSError):
            self._losses.lost_answer("discord_failed")
            return False
        return True

    async def _send_patiently(self, interaction: hikari.PartialInteraction, answer: Answer) -> None:
        data = answer.data or {}
        rest, token = self._bot.rest, interaction.token
        components = [_Ready(part) for part in _objects(data.get("components"))]
        if answer.kind is Kind.MODAL:
            await rest.create_modal_response(
                interaction,
                token,
                title=str(data["title"]),
                custom_id=str(data["custom_id"]),
                components=components,
            )
            return
        factory = self._bot.entity_factory
        embeds = [factory.deserialize_embed(dict(part)) for part in _objects(data.get("embeds"))]
        flags = data.get("flags")
        await rest.create_interaction_response(
            interaction,
            token,
            int(answer.kind),
            data.get("content", hikari.UNDEFINED),
            flags=flags if isinstance(flags, int) else hikari.UNDEFINED,
            embeds=embeds or hikari.UNDEFINED,
            components=components or hikari.UNDEFINED,
            mentions_everyone=False,
            user_mentions=False,
            role_mentions=False,
        )

    def _lost(self, code: int, text: str) -> bool:
        if code not in _LOST:
            raise AnswerRejected(text)
        self._losses.lost_answer(_LOST[code])
        return False


class _Ready(hikari.api.ComponentBuilder):
    """A component that is built already."""

    __slots__ = ("_part",)

    def __init__(self, part: Json) -> None:
        self._part = part

    @property
    def type(self) -> int:
        """Discord's number for this kind of component."""
        number = self._part["type"]
        assert isinstance(number, int)
        return number

    @property
    def id(self) -> hikari.UndefinedType:
        """Left for Discord to give."""
        return hikari.UNDEFINED

    def build(
        self,
    ) -> tuple[
        MutableMapping[str, object], Sequence[hikari.files.Resource[hikari.files.AsyncReader]]
    ]:
        """Return the JSON object as it is; nothing is attached."""
        return dict(self._part), ()


def _objects(value: object) -> Sequence[Json]:
    return value if isinstance(value, (list, tuple)) else ()


def _code_in(text: bytes) -> int:
    try:
        answer = orjson.loads(text)
    except orjson.JSONDecodeError:
        return 0
    code = answer.get("code", 0) if isinstance(answer, Mapping) else 0
    return code if isinstance(code, int) else 0
