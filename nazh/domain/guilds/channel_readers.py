"""Models who can read a channel."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ChannelReaders:
    """The readers of a channel other than game masters, either ``everyone`` or ``roles`` roles.

    ``is_here`` is false for a channel of another guild; such a channel is never used.
    """

    everyone: bool = False
    roles: int = 0
    is_here: bool = True
