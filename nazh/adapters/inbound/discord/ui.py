"""Builds the parts of Discord messages, such as buttons, menus and embeds. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from nazh.adapters.inbound.discord.interactions.responses import NO_MENTIONS, Json

GOLD: Final = 0xF5B942
RED: Final = 0xD83C3E
GREEN: Final = 0x3BA55D
GREY: Final = 0x747F8D
BLUE: Final = 0x3E7BD8
PRIMARY, SECONDARY, SUCCESS, DANGER = 1, 2, 3, 4
LABEL_CHARACTERS: Final = 100
_SHORT_TEXT, _PARAGRAPH = 1, 2


def button(
    label: str, custom_id: str, style: int = SECONDARY, *, is_disabled: bool | None = None
) -> Json:
    """Return a button; ``is_disabled`` is omitted if it is ``None``."""
    button: dict[str, object] = {"type": 2, "style": style, "label": label, "custom_id": custom_id}
    if is_disabled is not None:
        button["disabled"] = is_disabled
    return button


def menu(
    custom_id: str, placeholder: str, options: Sequence[Json], *, is_disabled: bool | None = None
) -> Json:
    """Return a menu with a single choice. Discord accepts 1 to 25 options."""
    disabled = {} if is_disabled is None else {"disabled": is_disabled}
    return {
        "type": 3,
        "custom_id": custom_id,
        "placeholder": placeholder,
        **disabled,
        "options": tuple(options),
    }


def role_menu(custom_id: str, placeholder: str) -> Json:
    """Return a menu with all roles, for a single choice."""
    return {"type": 6, "custom_id": custom_id, "placeholder": placeholder}


def channel_menu(custom_id: str, placeholder: str, types: Sequence[int]) -> Json:
    """Return a menu with all channels of these types, for a single choice."""
    return {
        "type": 8,
        "custom_id": custom_id,
        "placeholder": placeholder,
        "channel_types": tuple(map(int, types)),
    }


def option(
    label: str, value: str, description: str | None = None, *, is_default: bool | None = None
) -> Json:
    """Return an option of a menu; parameters that are ``None`` are omitted."""
    option: dict[str, object] = {"label": label, "value": value}
    if is_default is not None:
        option["default"] = is_default
    if description is not None:
        option["description"] = description
    return option


def text_input(
    custom_id: str,
    label: str,
    max_length: int,
    placeholder: str,
    *,
    is_required: bool,
    value: str = "",
) -> Json:
    """Return a field of one line in a modal, filled with ``value``."""
    field = {
        "type": 4,
        "custom_id": custom_id,
        "style": _SHORT_TEXT,
        "label": label,
        "required": is_required,
        "max_length": max_length,
        "placeholder": placeholder,
    }
    return {**field, "value": value} if value else field


def text_area(
    custom_id: str,
    label: str,
    max_length: int,
    placeholder: str,
    value: str,
    *,
    is_required: bool = False,
) -> Json:
    """Return a field of several lines in a modal, filled with ``value``."""
    field = text_input(custom_id, label, max_length, placeholder, is_required=is_required)
    return {**field, "style": _PARAGRAPH, "value": value}


def embed_body(
    description: str,
    components: Sequence[Json] | None = None,
    *,
    color: int = BLUE,
    title: str | None = None,
    footer: str | None = None,
) -> Json:
    """Return a message with one embed, which mentions nobody.

    An edit without ``components`` keeps those of its message; an empty sequence removes them.
    """
    embed: dict[str, object] = {"description": description, "color": color}
    if title is not None:
        embed["title"] = title
    if footer is not None:
        embed["footer"] = {"text": footer}
    body: dict[str, object] = {"embeds": (embed,)}
    if components is not None:
        body["components"] = tuple(components)
    body["allowed_mentions"] = NO_MENTIONS
    return body
