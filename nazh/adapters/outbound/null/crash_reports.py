"""Ignores crash reports; crashes are logged in any case."""

from __future__ import annotations


class NullCrashReports:
    """Does nothing; satisfies ``CrashReports``."""

    __slots__ = ()

    def report(self, error: BaseException, reference: str | None) -> None:
        """Do nothing."""

    def stop(self, timeout: float) -> None:
        """Do nothing."""
