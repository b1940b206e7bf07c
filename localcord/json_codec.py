"""What travels on the wire: the JSON types and the one encoder and decoder for all of it."""

from typing import Any, TypeAlias

import orjson

# JSON is the one place where the shape of a value is only known by looking.
Json: TypeAlias = Any
JsonObject: TypeAlias = dict[str, Json]


def encode(value: Json) -> bytes:
    """Return ``value`` as compact UTF-8 JSON. ``orjson.Fragment`` parts are copied as they are."""
    return orjson.dumps(value)


def decode(raw: bytes | str) -> Json:
    """Return the value in ``raw``. Raises ``ValueError`` when it is not JSON."""
    return orjson.loads(raw)


def fragment(value: Json) -> Json:
    """Return ``value`` encoded once, to be placed in many later messages at no further cost."""
    return orjson.Fragment(orjson.dumps(value))
