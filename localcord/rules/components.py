"""Validates components of messages: layout, labels, custom_ids, and Components V2."""

from localcord.rules.object_validator import ObjectValidator
from localcord.state.component_trees import LINK_STYLE, PREMIUM_STYLE, SELECTS, Kind

MAX_ROWS, MAX_BUTTONS, MAX_V2_COMPONENTS, MAX_V2_TEXT = 5, 5, 40, 4000

_ROW = frozenset(("type", "id", "components"))
_BUTTON = frozenset(
    ("type", "id", "custom_id", "style", "label", "disabled", "url", "sku_id", "emoji")
)
_SELECT = frozenset(
    (
        *("type", "id", "custom_id", "placeholder", "min_values", "max_values", "disabled"),
        *("required", "options", "default_values", "channel_types"),
    )
)
_OPTION = frozenset(("label", "value", "description", "emoji", "default"))
_TOP_V1 = frozenset((Kind.ACTION_ROW,))
_TOP_V2 = frozenset(
    (
        *(Kind.ACTION_ROW, Kind.SECTION, Kind.TEXT_DISPLAY, Kind.MEDIA_GALLERY, Kind.FILE),
        *(Kind.SEPARATOR, Kind.CONTAINER),
    )
)
_IN_CONTAINER = _TOP_V2 - {Kind.CONTAINER}
_IN_ROW = frozenset((Kind.BUTTON, *SELECTS))


class ComponentRules:
    """Checks one tree, with its unique ids and counts."""

    def __init__(self, *, v2: bool) -> None:
        self._v2 = v2
        self._custom_ids: set[str] = set()
        self._ids: set[int] = set()
        self._count = 0
        self._text_length = 0

    def check(self, message: ObjectValidator) -> None:
        """Check the ``components`` of a message body."""
        most = MAX_V2_COMPONENTS if self._v2 else MAX_ROWS
        for top in message.items("components", high=most):
            self._check_one(top, _TOP_V2 if self._v2 else _TOP_V1)
        if self._v2 and self._count > MAX_V2_COMPONENTS:
            words = f"Must be {MAX_V2_COMPONENTS} or fewer in length."
            message.add_error("BASE_TYPE_MAX_LENGTH", words, "components")
        if self._text_length > MAX_V2_TEXT:
            words = f"The text of all components exceeds {MAX_V2_TEXT} characters"
            message.add_error("COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", words, "components")

    def _check_one(self, part: ObjectValidator, allowed: frozenset[int]) -> None:
        self._count += 1
        kind = part.kind
        if kind not in allowed:
            listed = ", ".join(str(int(kind)) for kind in sorted(allowed))
            words = f'Value of field "type" must be one of ({listed},).'
            part.add_error("UNION_TYPE_CHOICES", words, "type")
            return
        self._check_id(part)
        match kind:
            case Kind.ACTION_ROW:
                self._check_row(part)
            case Kind.BUTTON:
                self._check_button(part)
            case Kind.SECTION:
                self._check_section(part)
            case Kind.TEXT_DISPLAY:
                part.only(("type", "id", "content"))
                self._text_length += len(part.text("content", high=4000, required=True) or "")
            case Kind.CONTAINER:
                part.only(("type", "id", "accent_color", "components", "spoiler"))
                part.number("accent_color", low=0, high=0xFFFFFF)
                for child in part.items("components", low=1, high=40, required=True):
                    self._check_one(child, _IN_CONTAINER)
            case Kind.SEPARATOR:
                part.only(("type", "id", "spacing", "divider"))
                part.choice("spacing", (1, 2))
                part.flag("divider")
            case Kind.THUMBNAIL:
                part.only(("type", "id", "description", "spoiler", "media"))
                part.text("description", high=1024)
                self._check_media(part, "media")
            case Kind.FILE:
                part.only(("type", "id", "spoiler", "file"))
                self._check_media(part, "file")
            case Kind.MEDIA_GALLERY:
                part.only(("type", "id", "items"))
                for item in part.items("items", low=1, high=10, required=True):
                    item.text("description", high=1024)
                    self._check_media(item, "media")
            case _:
                self._check_select(part)

    def _check_id(self, part: ObjectValidator) -> None:
        number = part.number("id", low=0, high=(1 << 31) - 1)
        if number and number in self._ids:
            part.add_error("COMPONENT_ID_DUPLICATED", "Component id cannot be duplicated", "id")
        self._ids.add(number or 0)

    def _check_row(self, row: ObjectValidator) -> None:
        row.only(_ROW)
        children = row.items("components", low=1, high=MAX_BUTTONS, required=True)
        kinds = [child.kind for child in children]
        if any(kind in SELECTS for kind in kinds) and len(kinds) > 1:
            words = "A select menu must be alone in its action row"
            row.add_error("COMPONENT_LAYOUT_WIDTH_EXCEEDED", words, "components")
        for child in children:
            self._check_one(child, _IN_ROW)

    def _check_section(self, section: ObjectValidator) -> None:
        section.only(("type", "id", "components", "accessory"))
        for child in section.items("components", low=1, high=3, required=True):
            self._check_one(child, frozenset((Kind.TEXT_DISPLAY,)))
        if accessory := section.child("accessory", required=True):
            self._check_one(accessory, frozenset((Kind.BUTTON, Kind.THUMBNAIL)))

    def _check_media(self, part: ObjectValidator, key: str) -> None:
        if media := part.child(key, required=True):
            media.text("url", high=2048, required=True)

    def _check_button(self, button: ObjectValidator) -> None:
        button.only(_BUTTON)
        style = button.choice("style", range(1, 7), required=True)
        button.text("label", high=80)
        button.flag("disabled")
        url = button.text("url", high=512)
        has_id = button.value.get("custom_id") is not None
        if style == PREMIUM_STYLE:
            return
        if style == LINK_STYLE:
            if not url:
                button.add_error("BASE_TYPE_REQUIRED", "A url is required", "url")
            if has_id:
                words = "A custom id and url cannot both be specified"
                button.add_error("BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", words)
        else:
            self.check_custom_id(button)
            if url:
                words = "A custom id and url cannot both be specified"
                button.add_error("BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", words)
        if not button.value.get("label") and not button.value.get("emoji"):
            words = "A button needs a label or an emoji"
            button.add_error("BUTTON_COMPONENT_INVALID_LABEL", words, "label")

    def _check_select(self, select: ObjectValidator) -> None:
        select.only(_SELECT)
        self.check_custom_id(select)
        select.text("placeholder", high=150)
        select.flag("disabled")
        low = select.number("min_values", low=0, high=25)
        high = select.number("max_values", low=1, high=25)
        if low is not None and low > (1 if high is None else high):
            words = "min_values must not be greater than max_values"
            select.add_error("SELECT_COMPONENT_INVALID_BOUNDS", words, "min_values")
        if select.value["type"] == Kind.STRING_SELECT:
            self._check_options(select)

    def _check_options(self, select: ObjectValidator) -> None:
        used_values: set[str] = set()
        for option in select.items("options", low=1, high=25, required=True):
            option.only(_OPTION)
            option.text("label", low=1, high=100, required=True)
            option.text("description", high=100)
            value = option.text("value", low=1, high=100, required=True)
            if value in used_values:
                words = "The specified option value is already used"
                option.add_error("SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", words, "value")
            used_values.add(value or "")

    def check_custom_id(self, part: ObjectValidator) -> None:
        """Check that a custom_id is there, of 1 to 100 characters, and unique."""
        custom_id = part.text("custom_id", low=1, high=100, required=True)
        if custom_id and custom_id in self._custom_ids:
            words = "Component custom id cannot be duplicated"
            part.add_error("COMPONENT_CUSTOM_ID_DUPLICATED", words, "custom_id")
        self._custom_ids.add(custom_id or "")
