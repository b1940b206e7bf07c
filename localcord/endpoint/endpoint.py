"""Posts interactions to the application, and validates its endpoint as Discord does."""

import asyncio
from collections import deque
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING

import aiohttp

from localcord.endpoint.deliveries import NOTHING, Delivery, DeliveryFault
from localcord.endpoint.pings import ping_payload, ping_problem
from localcord.endpoint.responses import accept_response
from localcord.json_codec import encode
from localcord.observable import Observable
from localcord.rest.bodies import MULTIPART
from localcord.users.conversations import Conversation

if TYPE_CHECKING:
    from localcord.state.world import World

SIGNATURE, TIMESTAMP = "X-Signature-Ed25519", "X-Signature-Timestamp"
USER_AGENT = "Discord-Interactions/1.0 (+https://discord.com)"
# Shorter than servers keep an idle connection, so that none is found closed.
KEEP_ALIVE = 15.0
FORGED = "00" * 64


class Endpoint(Observable):
    """Posts to the application over HTTP. The methods of the second half inject faults.

    Like Discord, it does not repeat failed deliveries.
    """

    __slots__ = ("_delivery_faults", "_session", "_under_way", "_world", "deliveries")

    def __init__(self, world: "World") -> None:
        super().__init__()
        self._world = world
        # The last requests, oldest first.
        self.deliveries: deque[Delivery] = deque(maxlen=world.settings.keep_requests)
        self._delivery_faults: deque[DeliveryFault] = deque()
        self._under_way: set[asyncio.Task[None]] = set()
        self._session: aiohttp.ClientSession | None = None
        world.post_interaction = self.post
        world.verify_endpoint = self.verify

    # Calling

    def post(self, conversation: Conversation, payload: bytes) -> None:
        """Start posting an interaction (``world.Post``)."""
        task = asyncio.ensure_future(self._deliver(conversation, payload))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def verify(self, url: str) -> str | None:
        """Return the problem of an endpoint, or None (``world.Verify``).

        It must answer a signed PING with PONG, and one with a wrong signature with 401.
        Raises CannotSign.
        """
        return await self.ping(url) or await self.ping(url, spoiled=True)

    async def ping(self, url: str, *, spoiled: bool = False) -> str | None:
        """Send one PING; return the problem of the reply, or None. Raises CannotSign."""
        max_wait = self._world.settings.answer_within
        payload = encode(ping_payload(self._world))
        headers = self._headers(payload, DeliveryFault(spoiled=spoiled))
        try:
            async with (
                asyncio.timeout(max_wait),
                self._request(url, payload, headers) as response,
            ):
                return ping_problem(response.status, await response.read(), spoiled=spoiled)
        except TimeoutError:
            return f"no answer within {max_wait:g} s"
        except aiohttp.ClientError as error:
            return f"broken connection: {str(error) or type(error).__name__}"

    async def close(self) -> None:
        """Cancel deliveries in flight and close all connections."""
        for task in tuple(self._under_way):
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _deliver(self, conversation: Conversation, payload: bytes) -> None:
        """Post once, or as an injected fault requires, and record problems in the conversation."""
        delivery_fault = self._delivery_faults.popleft() if self._delivery_faults else NOTHING
        headers = self._headers(payload, delivery_fault)
        async with asyncio.TaskGroup() as posts:
            if delivery_fault.again_after is not None:
                posts.create_task(self._post(conversation, payload, headers, is_reply_read=False))
                await asyncio.sleep(delivery_fault.again_after)
            problem = await self._post(conversation, payload, headers, delay=delivery_fault.delay)
            if problem is not None:
                conversation.refusals.append(f"interactions endpoint: {problem}")
                conversation.notify_observers()

    async def _post(
        self,
        conversation: Conversation,
        payload: bytes,
        headers: dict[str, str],
        *,
        delay: float = 0.0,
        is_reply_read: bool = True,
    ) -> str | None:
        """Post one request and return the problem, if any. The reply is lost unless it is read."""
        world, max_wait = self._world, self._world.settings.answer_within
        url = world.application.interactions_url or ""
        at, status, answer, problem = world.clock.now(), 0, b"", None
        try:
            async with asyncio.timeout(max_wait):
                await asyncio.sleep(delay)
                async with self._request(url, payload, headers) as response:
                    status = response.status
                    if response.content_type != MULTIPART:
                        answer = await response.read()
                    if is_reply_read:
                        problem = await accept_response(world, conversation, response)
        except TimeoutError:
            problem = f"no answer within {max_wait:g} s"
        except aiohttp.ClientError as error:
            problem = f"broken connection: {str(error) or type(error).__name__}"
        duration = world.clock.now() - at
        transport_problem = problem if problem and not status else ""
        self.deliveries.append(
            Delivery(
                at, duration, conversation.id, headers, payload, status, answer, transport_problem
            )
        )
        self.notify_observers()
        return problem

    def _headers(self, payload: bytes, delivery_fault: DeliveryFault) -> dict[str, str]:
        timestamp = str(int(self._world.clock.real() - delivery_fault.age))
        signature = self._world.application.keys.sign(timestamp, payload)
        return {
            "Content-Type": "application/json",
            "User-Agent": USER_AGENT,
            SIGNATURE: FORGED if delivery_fault.spoiled else signature,
            TIMESTAMP: timestamp,
        }

    def _request(
        self, url: str, payload: bytes, headers: dict[str, str]
    ) -> AbstractAsyncContextManager[aiohttp.ClientResponse]:
        # Discord does not follow redirects.
        return self._open_session().post(url, data=payload, headers=headers, allow_redirects=False)

    def _open_session(self) -> aiohttp.ClientSession:
        """Return the session, whose connections are kept alive and have no limit."""
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=KEEP_ALIVE)
            self._session = aiohttp.ClientSession(
                connector=connector,
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=aiohttp.ClientTimeout(total=None),
            )
        return self._session

    # For tests

    async def wait_for_deliveries(self, times: int = 1, *, timeout: float = 10.0) -> bool:
        """Wait for this many deliveries; return whether there are that many."""
        return await self.until(lambda: len(self.deliveries) >= times, timeout)

    def spoil_signatures(self, times: int = 1) -> None:
        """Sign the next deliveries wrongly."""
        self._delivery_faults.extend([DeliveryFault(spoiled=True)] * times)

    def backdate(self, seconds: float, times: int = 1) -> None:
        """Sign the next deliveries with a timestamp this old, as in a replay attack."""
        self._delivery_faults.extend([DeliveryFault(age=seconds)] * times)

    def delay(self, seconds: float, times: int = 1) -> None:
        """Delay the next deliveries, while their three seconds run."""
        self._delivery_faults.extend([DeliveryFault(delay=seconds)] * times)

    def repeat(self, times: int = 1, *, apart: float = 0.0) -> None:
        """Deliver the next interactions twice, like a proxy that lost the first reply.

        The same bytes are sent again ``apart`` seconds later; 0 means immediately. Only the reply
        to the second counts.
        """
        self._delivery_faults.extend([DeliveryFault(again_after=apart)] * times)
