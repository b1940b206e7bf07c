"""Records posts to the endpoint with their replies and injected faults."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Delivery:
    """One request to the endpoint. ``at`` is Unix seconds, ``duration`` seconds.

    ``status`` 0 means that there was no reply; ``problem`` then has the reason, otherwise it is "".
    ``answer`` is the reply's body, except for one with files.
    """

    at: float
    duration: float
    interaction_id: int
    headers: Mapping[str, str]
    body: bytes
    status: int
    answer: bytes
    problem: str


@dataclass(frozen=True, slots=True)
class DeliveryFault:
    """The faults of one delivery, in seconds.

    ``age`` is the age of its signed timestamp. With ``again_after`` the reply is lost, and the same
    bytes are sent again after that time; None means that they are sent once.
    """

    spoiled: bool = False
    age: float = 0.0
    delay: float = 0.0
    again_after: float | None = None


NOTHING = DeliveryFault()
