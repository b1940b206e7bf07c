"""Finds the route and its parameters for a method and path."""

from collections.abc import Iterable

from localcord.errors import method_not_allowed, not_found
from localcord.rest.calls import Route

_PREFIXES = ("/api/v10", "/api/v9", "/api")


class Router:
    """Finds routes by method and number of path segments, literal segments first."""

    def __init__(self, routes: Iterable[Route]) -> None:
        self._routes: dict[tuple[str, int], list[tuple[list[str], Route]]] = {}
        self._methods: set[str] = set()
        for route in routes:
            pattern = route.template.strip("/").split("/")
            self._routes.setdefault((route.method, len(pattern)), []).append((pattern, route))
            self._methods.add(route.method)
        for candidates in self._routes.values():
            candidates.sort(
                key=lambda candidate: [segment.startswith("{") for segment in candidate[0]]
            )

    def find(self, method: str, path: str) -> tuple[Route, dict[str, str]]:
        """Return the route for a path without prefix. Raises the 404 or 405 answer."""
        segments = path.strip("/").split("/")
        route = self._match(method, segments)
        if route is not None:
            return route
        if any(self._match(other, segments) for other in self._methods):
            raise method_not_allowed()
        raise not_found()

    def _match(self, method: str, segments: list[str]) -> tuple[Route, dict[str, str]] | None:
        for pattern, route in self._routes.get((method, len(segments)), ()):
            params: dict[str, str] = {}
            for expected, segment in zip(pattern, segments, strict=True):
                if expected[0] == "{":
                    params[expected[1:-1]] = segment
                elif expected != segment:
                    break
            else:
                return route, params
        return None


def without_prefix(path: str) -> str:
    """Return the part of a URL path after ``/api/v10`` (or v9, or no version)."""
    for prefix in _PREFIXES:
        if path.startswith(prefix + "/"):
            return path[len(prefix) :]
    raise not_found()
