"""Faults of the REST API: the next requests that match get an error, a delay, or no answer."""

from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase

from localcord.observable import Observable


@dataclass(frozen=True, slots=True)
class FaultEffect:
    """What happens to a request. Seconds for ``delay`` and ``retry_after``.

    ``after``: the request takes effect first and only its answer is lost or wrong.
    """

    status: int | None = None
    retry_after: float | None = None
    is_global: bool = False
    delay: float = 0.0
    reset: bool = False
    after: bool = False


class Fault(Observable):
    """A trouble waiting for its requests. ``hits`` counts those it met."""

    __slots__ = ("effect", "hits", "method", "path", "times")

    def __init__(self, method: str, path: str, times: int, effect: FaultEffect) -> None:
        super().__init__()
        self.method, self.path, self.times, self.effect = method, path, times, effect
        self.hits = 0

    def matches(self, method: str, path: str) -> bool:
        """Return whether a request falls under it; ``*`` in the path stands for anything."""
        return self.method in ("*", method) and fnmatchcase(path, self.path)

    async def spent(self, timeout: float = 10.0) -> bool:
        """Wait until it has met all its requests; return whether it did in ``timeout`` seconds."""
        return await self.until(lambda: self.hits >= self.times, timeout)


FaultListener = Callable[[str, str, FaultEffect], None]


class Faults(Observable):
    """The faults in waiting. Paths are without the ``/api/v10`` prefix and may contain ``*``."""

    __slots__ = ("_listeners", "_waiting")

    def __init__(self) -> None:
        super().__init__()
        self._waiting: list[Fault] = []
        self._listeners: list[FaultListener] = []

    @property
    def waiting(self) -> tuple[Fault, ...]:
        """The faults that have not met all their requests, oldest first."""
        return tuple(self._waiting)

    def listen(self, listener: FaultListener) -> None:
        """Call ``listener(method, path, trouble)`` whenever a fault strikes."""
        self._listeners.append(listener)

    def too_many_requests(
        self,
        method: str = "*",
        path: str = "*",
        *,
        retry_after: float = 0.1,
        is_global: bool = False,
        times: int = 1,
    ) -> Fault:
        """Answer the next ``times`` matching requests with 429."""
        effect = FaultEffect(status=429, retry_after=retry_after, is_global=is_global)
        return self._add(Fault(method, path, times, effect))

    def error(
        self,
        method: str = "*",
        path: str = "*",
        *,
        status: int = 500,
        times: int = 1,
        after: bool = False,
    ) -> Fault:
        """Answer the next ``times`` matching requests with a status such as 500, 502 or 503."""
        return self._add(Fault(method, path, times, FaultEffect(status=status, after=after)))

    def reset(
        self, method: str = "*", path: str = "*", *, times: int = 1, after: bool = False
    ) -> Fault:
        """Break the connection instead of answering."""
        return self._add(Fault(method, path, times, FaultEffect(reset=True, after=after)))

    def delay(
        self,
        seconds: float,
        method: str = "*",
        path: str = "*",
        *,
        times: int = 1,
        after: bool = False,
    ) -> Fault:
        """Answer properly, but later; ``after`` holds back only the answer."""
        return self._add(Fault(method, path, times, FaultEffect(delay=seconds, after=after)))

    def clear(self) -> None:
        """Forget all faults that have not struck yet."""
        self._waiting.clear()
        self.notify_observers()

    def withdraw(self, fault: Fault) -> None:
        """Forget one fault; nothing happens when it is spent."""
        if fault in self._waiting:
            self._waiting.remove(fault)
            self.notify_observers()

    def take(self, method: str, path: str) -> FaultEffect | None:
        """Return the trouble of this request, using up one time of the oldest matching fault."""
        for fault in self._waiting:
            if fault.matches(method, path):
                fault.hits += 1
                if fault.hits >= fault.times:
                    self._waiting.remove(fault)
                fault.notify_observers()
                for listener in self._listeners:
                    listener(method, path, fault.effect)
                self.notify_observers()
                return fault.effect
        return None

    def _add(self, fault: Fault) -> Fault:
        self._waiting.append(fault)
        self.notify_observers()
        return fault
