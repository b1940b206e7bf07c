"""Records posts to the endpoint with their replies, and the faults requested for them."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Delivery:
    """One request to the endpoint. ``at`` is Unix seconds, ``took`` seconds.

    ``status`` 0 means that nothing came back; ``problem`` then says why, and is "" otherwise.
    ``answer`` is the body that came back, except for one with files.
    """

    at: float
    took: float
    interaction_id: int
    headers: Mapping[str, str]
    body: bytes
    status: int
    answer: bytes
    problem: str


@dataclass(frozen=True, slots=True)
class DeliveryFault:
    """What happens to one delivery on its way. Seconds.

    ``age``: how old its signed timestamp is. ``again_after``: the answer is lost, and after this
    long the same bytes are sent again; None means that they are sent once.
    """

    spoiled: bool = False
    age: float = 0.0
    delay: float = 0.0
    again_after: float | None = None


NOTHING = DeliveryFault()
