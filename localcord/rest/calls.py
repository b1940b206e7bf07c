"""Represents a parsed REST request, and the reply to it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from localcord.errors import ApiError, ErrorCollector, bad_json
from localcord.json_codec import Json, JsonObject, encode

if TYPE_CHECKING:
    from localcord.state.world import World


@dataclass(slots=True)
class Call:
    """One request. ``params`` are the path parameters of the route."""

    world: "World"
    method: str
    path: str
    route: "Route"
    params: dict[str, str]
    query: dict[str, str]
    body: Json = None
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    # Collects the problems of the body's fields.
    errors: ErrorCollector = field(init=False)

    def __post_init__(self) -> None:
        strict = self.world.settings.refuse_unknown_fields
        self.errors = ErrorCollector(refuse_unknown_fields=strict)

    def number(self, name: str) -> int:
        """Return a path parameter that must be a snowflake. Raises the 50035 answer."""
        return _snowflake(name, self.params[name])

    def asked(self, name: str) -> int | None:
        """Return a number from the query string, or None. Raises the 50035 answer."""
        return _snowflake(name, self.query[name]) if name in self.query else None

    def object(self) -> JsonObject:
        """Return the body, which must be a JSON object."""
        if not isinstance(self.body, dict):
            raise bad_json()
        return self.body

    def list(self) -> list[Json]:
        """Return the body, which must be a JSON array."""
        if not isinstance(self.body, list):
            raise bad_json()
        return self.body

    def flag(self, name: str) -> bool:
        """Return whether a query parameter is switched on."""
        return self.query.get(name, "").lower() in ("true", "1")


@dataclass(frozen=True, slots=True)
class Reply:
    """Status and encoded JSON; a 204 has no body."""

    status: int
    body: bytes = b""


def _snowflake(name: str, raw: str) -> int:
    if not raw.isdecimal():
        problem = {"code": "NUMBER_TYPE_COERCE", "message": f'Value "{raw}" is not snowflake.'}
        raise ApiError(400, 50035, "Invalid Form Body", {name: {"_errors": [problem]}})
    return int(raw)


Handle: TypeAlias = Callable[[Call], Reply | Awaitable[Reply]]


@dataclass(frozen=True, slots=True)
class Route:
    """A method and a path template such as ``/channels/{channel_id}``.

    ``open``: no bot token is needed. ``limited``: requests count against a bucket.
    """

    method: str
    template: str
    handle: Handle
    open: bool = False
    limited: bool = True


def ok(value: Json, status: int = 200) -> Reply:
    return Reply(status, encode(value))


def no_content() -> Reply:
    return Reply(204)
