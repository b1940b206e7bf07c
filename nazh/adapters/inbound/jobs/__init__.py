"""The scheduler: time calls us."""
