"""Names the channels through which Discord reaches a process of the program."""

from __future__ import annotations

from typing import Final

GATEWAY: Final = "gateway"
HTTP: Final = "http"
WORK: Final = "work"
"""The channel of a process that only runs jobs, and neither answers nor sends anything."""
MESSAGES: Final = "messages"
"""The channel of a process that reads messages on the gateway, and answers no interactions."""
ANSWERING: Final = (GATEWAY, HTTP)
"""The channels of processes that answer interactions."""
