"""Defines the JSON types, and encodes and decodes all JSON."""

from typing import Any, TypeAlias

import orjson

# The type of a JSON value is known only at run time.
Json: TypeAlias = Any
JsonObject: TypeAlias = dict[str, Json]


def encode(value: Json) -> bytes:
    """Return ``value`` as compact UTF-8 JSON. ``orjson.Fragment`` parts are copied as they are."""
    return orjson.dumps(value)


def decode(raw: bytes | str) -> Json:
    """Return the value in ``raw``. Raises ``ValueError`` when it is not JSON."""
    return orjson.loads(raw)


def fragment(value: Json) -> Json:
    """Return ``value`` encoded once, for use in many messages."""
    return orjson.Fragment(orjson.dumps(value))
