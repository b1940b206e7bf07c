"""Logs every REST request with its reply, for tests to read or to subscribe to."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from localcord.json_codec import Json, decode


@dataclass(frozen=True, slots=True)
class RecordedRequest:
    """One request. ``path`` has no prefix; ``route`` is its template, "" when there is none.

    ``at`` is Unix seconds, ``duration`` seconds. ``headers`` are without the authorization.
    ``unknown_fields`` are paths in the body that Discord does not document, and ignores.
    ``status`` 0 means that the connection was broken on purpose.
    """

    at: float
    duration: float
    method: str
    path: str
    route: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: Json
    files: tuple[str, ...]
    unknown_fields: tuple[str, ...]
    status: int
    raw_response: bytes

    @property
    def response(self) -> Json:
        """The reply's JSON, or None."""
        return decode(self.raw_response) if self.raw_response else None


Listener = Callable[[RecordedRequest], None]


class RequestLog:
    """The last requests, oldest first, and callbacks for each new one."""

    def __init__(self, most: int) -> None:
        self._requests: deque[RecordedRequest] = deque(maxlen=most)
        self._listeners: list[Listener] = []

    def listen(self, listener: Listener) -> None:
        """Call ``listener`` with every later request, right after it was answered."""
        self._listeners.append(listener)

    def record(self, request: RecordedRequest) -> None:
        self._requests.append(request)
        for listener in self._listeners:
            listener(request)

    def find(self, method: str | None = None, route: str | None = None) -> list[RecordedRequest]:
        """Return the requests with this method and route template, oldest first."""
        return [
            request
            for request in self._requests
            if method in (None, request.method) and route in (None, request.route)
        ]

    def clear(self) -> None:
        self._requests.clear()

    def __iter__(self) -> Iterator[RecordedRequest]:
        return iter(tuple(self._requests))

    def __len__(self) -> int:
        return len(self._requests)
