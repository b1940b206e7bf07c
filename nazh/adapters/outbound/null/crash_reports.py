"""NullCrashReports: crashes of which nobody outside is told; they stand in the log."""

from __future__ import annotations


class NullCrashReports:
    """Tells nobody; satisfies the door's ``CrashReports``."""

    __slots__ = ()

    def report(self, error: BaseException, reference: str | None) -> None:
        """Do nothing."""

    def stop(self, timeout: float) -> None:
        """Do nothing: nothing waits."""
