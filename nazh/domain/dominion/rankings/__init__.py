"""Ranks nations on boards, and notifies them of changes among the first places."""
