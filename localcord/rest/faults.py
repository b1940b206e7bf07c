"""Injects faults into the REST API: matching requests get an error, a delay, or no reply."""

from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase

from localcord.observable import Observable


@dataclass(frozen=True, slots=True)
class FaultEffect:
    """The effect of a fault. ``delay`` and ``retry_after`` are in seconds.

    With ``after`` the request takes effect first, and only its reply is lost or wrong.
    """

    status: int | None = None
    retry_after: float | None = None
    is_global: bool = False
    delay: float = 0.0
    reset: bool = False
    after: bool = False


class Fault(Observable):
    """A fault that applies to its next requests. ``hits`` counts the affected ones."""

    __slots__ = ("effect", "hits", "method", "path", "times")

    def __init__(self, method: str, path: str, times: int, effect: FaultEffect) -> None:
        super().__init__()
        self.method, self.path, self.times, self.effect = method, path, times, effect
        self.hits = 0

    def matches(self, method: str, path: str) -> bool:
        """Return whether a request matches; ``*`` in the path matches anything."""
        return self.method in ("*", method) and fnmatchcase(path, self.path)

    async def spent(self, timeout: float = 10.0) -> bool:
        """Wait until it has affected all its requests; return False after ``timeout``."""
        return await self.until(lambda: self.hits >= self.times, timeout)


FaultListener = Callable[[str, str, FaultEffect], None]


class Faults(Observable):
    """The pending faults. Paths are without the ``/api/v10`` prefix and may contain ``*``."""

    __slots__ = ("_listeners", "_waiting")

    def __init__(self) -> None:
        super().__init__()
        self._waiting: list[Fault] = []
        self._listeners: list[FaultListener] = []

    @property
    def waiting(self) -> tuple[Fault, ...]:
        """The faults with remaining requests, oldest first."""
        return tuple(self._waiting)

    def listen(self, listener: FaultListener) -> None:
        """Call ``listener(method, path, trouble)`` whenever a fault applies."""
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
        """Delay the request; with ``after`` only its reply."""
        return self._add(Fault(method, path, times, FaultEffect(delay=seconds, after=after)))

    def clear(self) -> None:
        """Remove all pending faults."""
        self._waiting.clear()
        self.notify_observers()

    def withdraw(self, fault: Fault) -> None:
        """Remove one fault, if it is still pending."""
        if fault in self._waiting:
            self._waiting.remove(fault)
            self.notify_observers()

    def take(self, method: str, path: str) -> FaultEffect | None:
        """Return the fault for this request, and count it for the oldest matching one."""
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
