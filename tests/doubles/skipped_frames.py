"""A double that counts skipped gateway frames."""

from __future__ import annotations


class SkippedFrames:
    """Satisfies ``FrameMetrics``."""

    def __init__(self) -> None:
        self.count = 0

    def count_skipped_frame(self) -> None:
        self.count += 1
