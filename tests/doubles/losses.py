"""Counts lost log records, spans and crash reports by reason."""

from __future__ import annotations

from collections import Counter


class CountedLosses:
    """Satisfies the loss counters of logs, traces and crash reports."""

    def __init__(self) -> None:
        self.lost: Counter[str] = Counter()

    def count_lost_record(self, reason: str) -> None:
        self.lost[reason] += 1

    def count_lost_report(self, reason: str) -> None:
        self.lost[reason] += 1

    def count_lost_spans(self, reason: str, count: int) -> None:
        self.lost[reason] += count
