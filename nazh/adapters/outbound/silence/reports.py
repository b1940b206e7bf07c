"""NoReports: crashes of which nobody outside is told; they stand in the log."""

from __future__ import annotations


class NoReports:
    """Tells nobody; satisfies the door's ``CrashReports``."""

    __slots__ = ()

    def report(self, error: BaseException, reference: str | None) -> None:
        """Do nothing."""

    def stop(self, patience: float) -> None:
        """Do nothing: nothing waits."""
