"""Parses the browser's request bodies into values."""

from localcord.json_codec import Json, JsonObject, decode
from localcord.locales import known

MAX_BYTES = 256 * 1024


class BadRequest(Exception):
    """The browser sent an invalid request; the message says what is wrong."""


class Body:
    """One posted JSON object."""

    __slots__ = ("_value",)

    def __init__(self, value: JsonObject) -> None:
        self._value = value

    def text(self, key: str) -> str:
        """Return a string. Raises BadRequest when there is none."""
        value = self._value.get(key)
        if not isinstance(value, str):
            raise BadRequest(f"{key} must be text.")
        return value

    def id(self, key: str) -> int:
        """Return a snowflake as text, because it exceeds a browser's integers."""
        raw = self.text(key)
        if not (raw.isascii() and raw.isdecimal() and len(raw) <= 20):
            raise BadRequest(f"{key} must be an id.")
        return int(raw)

    def locale(self, key: str) -> str:
        """Return one of Discord's locales. Raises BadRequest for any other."""
        try:
            return known(self.text(key))
        except ValueError as problem:
            raise BadRequest(str(problem)) from None

    def flag(self, key: str) -> bool:
        """Return a boolean; absent is false."""
        value = self._value.get(key, False)
        if not isinstance(value, bool):
            raise BadRequest(f"{key} must be true or false.")
        return value

    def number(self, key: str, *, low: float, high: float) -> float:
        """Return a number between ``low`` and ``high``, both included."""
        value = self._value.get(key)
        if not isinstance(value, (int, float)) or isinstance(value, bool):
            raise BadRequest(f"{key} must be a number.")
        if not low <= value <= high:
            raise BadRequest(f"{key} must be between {low:g} and {high:g}.")
        return value

    def texts(self, key: str) -> list[str]:
        """Return a list of strings."""
        value = self._value.get(key)
        if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
            raise BadRequest(f"{key} must be a list of texts.")
        return value

    def object(self, key: str) -> JsonObject:
        """Return an object; absent is empty."""
        value = self._value.get(key, {})
        if not isinstance(value, dict):
            raise BadRequest(f"{key} must be an object.")
        return value


def read_body(raw: bytes) -> Body:
    """Return the posted object. Raises BadRequest."""
    try:
        value: Json = decode(raw)
    except ValueError:
        raise BadRequest("The body must be JSON.") from None
    if not isinstance(value, dict):
        raise BadRequest("The body must be a JSON object.")
    return Body(value)
