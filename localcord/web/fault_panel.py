"""Serves the fault panel: injects faults from the browser and lists their effects."""

from collections import deque

from localcord.clock import Clock, iso_time
from localcord.gateway.gateway import Gateway
from localcord.json_codec import JsonObject
from localcord.observable import Observable
from localcord.rest.faults import Fault, FaultEffect, Faults
from localcord.web.bodies import BadRequest, Body

UNTIL_CLEARED = 1_000_000_000
MAX_EVENTS = 50


class FaultPanel(Observable):
    """Enables and disables faults of one server, and keeps a short log."""

    __slots__ = ("_clock", "_faults", "_gateway", "_happenings", "_seen", "_slow")

    def __init__(self, faults: Faults, gateway: Gateway, clock: Clock) -> None:
        super().__init__()
        self._faults, self._gateway, self._clock = faults, gateway, clock
        self._happenings: deque[JsonObject] = deque(maxlen=MAX_EVENTS)
        self._slow: Fault | None = None
        # Identified, resumed, connected: the last logged values.
        self._seen = (0, 0, 0)
        faults.listen(self._struck)

    def inject(self, body: Body) -> None:
        """Perform a request of the browser. Raises BadRequest."""
        match body.text("kind"):
            case "drop":
                resumable = body.flag("resumable")
                words = "can be resumed" if resumable else "is forgotten"
                self._note(f"Connection to the gateway cut; the session {words}.")
                self._gateway.drop(resumable=resumable)
            case "too_many_requests":
                times = int(body.number("times", low=1, high=100))
                after = body.number("retry_after", low=0, high=60)
                self._faults.too_many_requests(times=times, retry_after=after)
            case "error":
                times = int(body.number("times", low=1, high=100))
                self._faults.error(times=times, status=500)
            case "slow":
                self._slow_down(body.number("seconds", low=0, high=60))
            case "clear":
                self._faults.clear()
                self._slow = None
                self._note("All faults cleared.")
            case kind:
                raise BadRequest(f"There is no fault {kind!r}.")
        if self._slow is not None and self._slow in self._faults.waiting:
            # The oldest fault applies first; a delay must not hide the others.
            slow = self._slow
            self._faults.withdraw(slow)
            self._slow = self._faults.delay(slow.effect.delay, times=UNTIL_CLEARED)
        self.notify_observers()

    def _slow_down(self, seconds: float) -> None:
        if self._slow is not None:
            self._faults.withdraw(self._slow)
            self._slow = None
        if seconds:
            self._slow = self._faults.delay(seconds, times=UNTIL_CLEARED)
            self._note(f"The network is slow: every request takes {seconds:g} s more.")
        else:
            self._note("The network is as fast as before.")

    def snapshot(self) -> JsonObject:
        """Return what is active and what happened, newest first."""
        gateway = self._gateway
        identifies, resumes, connected = self._seen
        self._seen = (gateway.identifies, gateway.resumes, len(gateway.connected_shards))
        if connected and not self._seen[2]:
            self._note("The bot is not connected.")
        if self._seen[0] > identifies:
            self._note("The bot identified: a new session.")
        if self._seen[1] > resumes:
            self._note("The bot resumed its session.")
        return {
            "active": [_describe(fault) for fault in self._faults.waiting],
            "happenings": list(reversed(self._happenings)),
        }

    def _struck(self, method: str, path: str, effect: FaultEffect) -> None:
        if effect.delay and effect.status is None:
            return
        outcome = "the connection broke" if effect.reset else f"answered with {effect.status}"
        # An interaction token is long and carries no information.
        short = "/".join(part if len(part) <= 32 else "…" for part in path.split("/"))
        self._note(f"{method} {short}: {outcome}.")

    def _note(self, text: str) -> None:
        self._happenings.append({"at": iso_time(self._clock.now()), "text": text})


def _describe(fault: Fault) -> str:
    effect, left = fault.effect, fault.times - fault.hits
    where = "" if (fault.method, fault.path) == ("*", "*") else f" of {fault.method} {fault.path}"
    many = f"the next {left} requests" if left > 1 else "the next request"
    if left > UNTIL_CLEARED // 2:
        many = "every request"
    if effect.reset:
        return f"Broken connection for {many}{where}"
    if effect.retry_after is not None:
        return f"429 Too Many Requests for {many}{where}, retry after {effect.retry_after:g} s"
    if effect.status is not None:
        return f"{effect.status} for {many}{where}"
    return f"{effect.delay:g} s delay for {many}{where}"
