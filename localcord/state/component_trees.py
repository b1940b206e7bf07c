"""Walks and numbers component trees, and finds components in them."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from localcord.json_codec import Json, JsonObject


class Kind(IntEnum):
    """Discord's component types."""

    ACTION_ROW = 1
    BUTTON = 2
    STRING_SELECT = 3
    TEXT_INPUT = 4
    USER_SELECT = 5
    ROLE_SELECT = 6
    MENTIONABLE_SELECT = 7
    CHANNEL_SELECT = 8
    SECTION = 9
    TEXT_DISPLAY = 10
    THUMBNAIL = 11
    MEDIA_GALLERY = 12
    FILE = 13
    SEPARATOR = 14
    CONTAINER = 17
    LABEL = 18
    FILE_UPLOAD = 19
    RADIO_GROUP = 21
    CHECKBOX_GROUP = 22
    CHECKBOX = 23


SELECTS = frozenset((3, 5, 6, 7, 8))
# The inputs of modals. Those after the menus exist only inside a Label.
INPUTS = SELECTS | {
    *(Kind.TEXT_INPUT, Kind.FILE_UPLOAD, Kind.RADIO_GROUP, Kind.CHECKBOX_GROUP, Kind.CHECKBOX)
}
LINK_STYLE, PREMIUM_STYLE = 5, 6

_SHOWN_DEFAULTS: dict[int, JsonObject] = {
    Kind.STRING_SELECT: {"min_values": 1, "max_values": 1, "disabled": False},
    Kind.USER_SELECT: {"min_values": 1, "max_values": 1, "disabled": False},
    Kind.ROLE_SELECT: {"min_values": 1, "max_values": 1, "disabled": False},
    Kind.MENTIONABLE_SELECT: {"min_values": 1, "max_values": 1, "disabled": False},
    Kind.CHANNEL_SELECT: {"min_values": 1, "max_values": 1, "disabled": False},
    Kind.THUMBNAIL: {"description": None, "spoiler": False},
    Kind.FILE: {"spoiler": False},
    Kind.SEPARATOR: {"spacing": 1, "divider": True},
    Kind.CONTAINER: {"accent_color": None, "spoiler": False},
}


@dataclass(frozen=True, slots=True)
class Button:
    """A button as a user sees it. Link buttons have a ``url`` and no ``custom_id``."""

    label: str
    custom_id: str | None
    style: int
    disabled: bool
    url: str | None
    component_id: int


@dataclass(frozen=True, slots=True)
class Select:
    """A select menu as a user sees it. ``options`` are (label, value) pairs of string menus."""

    kind: int
    custom_id: str
    placeholder: str | None
    options: tuple[tuple[str, str], ...]
    min_values: int
    max_values: int
    disabled: bool
    component_id: int


def children(component: JsonObject) -> Iterator[JsonObject]:
    """Yield the components directly inside ``component``."""
    yield from component.get("components") or ()
    for key in ("accessory", "component"):
        if isinstance(component.get(key), dict):
            yield component[key]


def walk(components: list[Json]) -> Iterator[JsonObject]:
    """Yield every component of a tree, parents before children."""
    for component in components:
        yield component
        yield from walk(list(children(component)))


def as_stored(components: list[Json]) -> list[Json]:
    """Return a copy of a tree as Discord returns it: numbered, with defaults and without nulls."""
    used_ids = {part["id"] for part in walk(components) if part.get("id")}
    number = 0

    def copy(component: JsonObject) -> JsonObject:
        nonlocal number
        stored: JsonObject = dict(_SHOWN_DEFAULTS.get(component["type"], ()))
        stored.update({key: value for key, value in component.items() if value is not None})
        if not stored.get("id"):
            number += 1
            while number in used_ids:
                number += 1
            stored["id"] = number
        if stored.get("components"):
            stored["components"] = [copy(child) for child in stored["components"]]
        for key in ("accessory", "component"):
            if isinstance(stored.get(key), dict):
                stored[key] = copy(stored[key])
        for key in ("media", "file"):
            if isinstance(stored.get(key), dict):
                stored[key] = _media(stored[key])
        if stored.get("items"):
            stored["items"] = [{**item, "media": _media(item["media"])} for item in stored["items"]]
        return stored

    return [copy(component) for component in components]


def _media(media: JsonObject) -> JsonObject:
    url = media.get("url", "")
    return {**media, "proxy_url": url, "width": 0, "height": 0, "content_type": None}


def buttons(components: list[Json]) -> list[Button]:
    """Return all buttons of a tree, top to bottom."""
    return [
        Button(
            label=part.get("label") or (part.get("emoji") or {}).get("name") or "",
            custom_id=part.get("custom_id"),
            style=part.get("style", 1),
            disabled=part.get("disabled", False),
            url=part.get("url"),
            component_id=part.get("id", 0),
        )
        for part in walk(components)
        if part["type"] == Kind.BUTTON
    ]


def selects(components: list[Json]) -> list[Select]:
    """Return all select menus of a tree, top to bottom."""
    return [
        Select(
            kind=part["type"],
            custom_id=part["custom_id"],
            placeholder=part.get("placeholder"),
            options=tuple(
                (option["label"], option["value"]) for option in part.get("options") or ()
            ),
            min_values=part.get("min_values", 1),
            max_values=part.get("max_values", 1),
            disabled=part.get("disabled", False),
            component_id=part.get("id", 0),
        )
        for part in walk(components)
        if part["type"] in SELECTS
    ]


def texts(components: list[Json]) -> list[str]:
    """Return the contents of all text displays, top to bottom."""
    return [part["content"] for part in walk(components) if part["type"] == Kind.TEXT_DISPLAY]
