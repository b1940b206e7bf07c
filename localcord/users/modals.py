"""Represents the modal that a user sees, and builds the payload of its submission."""

from dataclasses import dataclass

from localcord.errors import CannotUse
from localcord.json_codec import Json, JsonObject
from localcord.state.component_trees import INPUTS, SELECTS, Kind, as_stored, walk


@dataclass(frozen=True, slots=True)
class ModalInput:
    """One field of a modal. ``style`` is 1 for a line, 2 for a paragraph, 0 for other fields.

    ``value`` is what is submitted unless the user changes it: a string in text inputs and radio
    groups (None if none is chosen), a bool in checkboxes, and lists of strings elsewhere.
    ``options`` are (label, value) pairs.
    """

    custom_id: str
    label: str
    style: int
    value: Json
    placeholder: str | None
    required: bool
    min_length: int
    max_length: int
    min_values: int
    max_values: int
    options: tuple[tuple[str, str], ...]
    kind: int


class Modal:
    """A modal on one user's screen."""

    __slots__ = ("components", "custom_id", "opened_by", "title")

    def __init__(self, data: JsonObject, opened_by: int) -> None:
        self.custom_id = str(data["custom_id"])
        self.title = str(data["title"])
        self.components: list[Json] = as_stored(data["components"])
        # The id of the interaction that this modal answered.
        self.opened_by = opened_by

    @property
    def inputs(self) -> list[ModalInput]:
        """The fields, top to bottom."""
        inputs: list[ModalInput] = []
        for top in self.components:
            for part in walk([top]):
                if part["type"] in INPUTS:
                    label = part.get("label") or top.get("label") or ""
                    inputs.append(_as_input(part, label))
        return inputs

    def input(self, name: str) -> ModalInput:
        """Return the field with this custom_id or label. Raises CannotUse when there is none."""
        for field in self.inputs:
            if name in (field.custom_id, field.label):
                return field
        raise CannotUse(f"The modal {self.title!r} has no field {name!r}.")

    def submission(self, values: dict[str, Json]) -> list[Json]:
        """Return the ``components`` of a submit. Fields that are not given keep their value.

        Raises CannotUse for values that Discord's client would not accept.
        """
        values_by_id = {self.input(name).custom_id: value for name, value in values.items()}
        filled = {
            field.custom_id: _checked(field, values_by_id.get(field.custom_id, field.value))
            for field in self.inputs
        }
        return [_submitted(top, filled) for top in self.components]

    def __repr__(self) -> str:
        return f"<Modal {self.title!r}>"


def _as_input(part: JsonObject, label: str) -> ModalInput:
    return ModalInput(
        custom_id=part["custom_id"],
        label=label,
        style=part.get("style", 0),
        value=_initial_value(part),
        placeholder=part.get("placeholder"),
        required=part.get("required", True) and part["type"] != Kind.CHECKBOX,
        min_length=part.get("min_length", 0),
        max_length=part.get("max_length", 4000),
        min_values=part.get("min_values", 1),
        max_values=part.get("max_values", _most_values(part)),
        options=tuple((option["label"], option["value"]) for option in part.get("options") or ()),
        kind=part["type"],
    )


def _most_values(part: JsonObject) -> int:
    """Return Discord's default of ``max_values``: all boxes of a checkbox group, otherwise one."""
    return len(part["options"]) if part["type"] == Kind.CHECKBOX_GROUP else 1


def _initial_value(part: JsonObject) -> Json:
    chosen = [option["value"] for option in part.get("options") or () if option.get("default")]
    match part["type"]:
        case Kind.TEXT_INPUT:
            return part.get("value") or ""
        case Kind.CHECKBOX:
            return bool(part.get("default"))
        case Kind.RADIO_GROUP:
            return chosen[0] if chosen else None
        case _:
            return chosen


def _checked(field: ModalInput, value: Json) -> Json:
    """Return the value of a field as Discord's client submits it. Raises CannotUse."""
    if field.required and not value:
        raise CannotUse(f"The field {field.label!r} is required.")
    match field.kind:
        case Kind.TEXT_INPUT:
            return _text(field, value)
        case Kind.CHECKBOX:
            if not isinstance(value, bool):
                raise CannotUse(f"The field {field.label!r} is true or false, not {value!r}.")
            return value
        case Kind.RADIO_GROUP:
            return _option(field, value) if value else None
        case Kind.CHECKBOX_GROUP:
            return _options(field, value or [])
        case Kind.FILE_UPLOAD:
            if value:
                raise CannotUse(f"The field {field.label!r} takes files, which cannot be uploaded.")
            return []
        case _:
            return list(value or [])


def _text(field: ModalInput, value: Json) -> str:
    if not isinstance(value, str):
        raise CannotUse(f"The field {field.label!r} is text, not {value!r}.")
    if value and len(value) < field.min_length:
        raise CannotUse(f"The field {field.label!r} needs {field.min_length} characters.")
    if len(value) > field.max_length:
        raise CannotUse(f"The field {field.label!r} takes at most {field.max_length} characters.")
    return value


def _options(field: ModalInput, values: list[Json]) -> list[str]:
    chosen = [_option(field, value) for value in values]
    least, most = (field.min_values if chosen else 0), field.max_values
    if not least <= len(chosen) <= most:
        raise CannotUse(f"The field {field.label!r} takes {field.min_values} to {most} options.")
    return chosen


def _option(field: ModalInput, value: Json) -> str:
    """Return the value of an option that is given by its value or its label."""
    for label, known in field.options:
        if value in (known, label):
            return known
    labels = ", ".join(label for label, _ in field.options)
    raise CannotUse(f"The field {field.label!r} does not offer {value!r}; it offers: {labels}.")


def _submitted(component: JsonObject, filled: dict[str, Json]) -> JsonObject:
    kind = component["type"]
    component_values: JsonObject = {"type": kind, "id": component["id"]}
    if kind == Kind.ACTION_ROW:
        component_values["components"] = [
            _submitted(child, filled) for child in component["components"]
        ]
    elif kind == Kind.LABEL:
        component_values["component"] = _submitted(component["component"], filled)
    elif kind in INPUTS:
        custom_id = component["custom_id"]
        many = kind in SELECTS or kind in (Kind.FILE_UPLOAD, Kind.CHECKBOX_GROUP)
        component_values |= {
            "custom_id": custom_id,
            "values" if many else "value": filled[custom_id],
        }
    return component_values
