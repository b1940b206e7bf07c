"""Declares the ports that measure and trace interactions, and report their crashes."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Final, NamedTuple, Protocol


class HandlerName(NamedTuple):
    """Names a registered handler in metrics: its context, and its command or action.

    ``command`` is unique among all contexts: ``roll``, ``fair open``, ``roll autocomplete``, or
    ``dice.again`` for components and modals.
    """

    context: str
    command: str


UNKNOWN: Final = HandlerName("none", "unknown")
"""Stands for anything that this version has no handler for."""


class InteractionMetrics(Protocol):
    """Measures interactions. No call raises.

    ``context`` and ``command`` are those of a ``HandlerName`` that was registered, or ``UNKNOWN``.
    """

    def register(self, context: str, command: str) -> None:
        """Start the series of a handler at 0. May be called again."""
        ...

    def observe_use_case(self, command: str, seconds: float) -> None:
        """Observe how long a handler took to return its response, or to fail.

        Called once for each admitted interaction: the objectives count them by this.
        """
        ...

    def observe_response(self, command: str, seconds: float) -> None:
        """Observe how long it took from arrival until Discord accepted the response."""
        ...

    def count_refusal(self, context: str, command: str, code: str) -> None:
        """Count a request that was refused, by the code of the refusal."""
        ...

    def count_crash(self, context: str, command: str) -> None:
        """Count a request that ended in a bug."""
        ...

    def count_unavailable(self, context: str, command: str) -> None:
        """Count a request that failed because a store did not answer."""
        ...


class Tracer(Protocol):
    """Opens spans, and sets attributes on the current one. No call raises."""

    def span(
        self, name: str, fields: Mapping[str, str | int | bool] | None = None
    ) -> AbstractContextManager[object]:
        """Return a span to be entered once."""
        ...

    def set_attributes(self, fields: Mapping[str, str | int | bool]) -> None:
        """Set attributes on the current span."""
        ...

    def fail(self) -> None:
        """Mark the current span as failed."""
        ...


class CrashReports(Protocol):
    """Reports crashes to an error tracker. No call raises or waits."""

    def report(self, error: BaseException, reference: str | None) -> None:
        """Report ``error`` with the reference that the user was shown."""
        ...
