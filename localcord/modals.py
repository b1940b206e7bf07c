"""The modal that a user sees, and the payload of its submission."""

from dataclasses import dataclass

from localcord.component_trees import SELECTS, Kind, as_stored, walk
from localcord.errors import CannotUse
from localcord.json_codec import Json, JsonObject


@dataclass(frozen=True, slots=True)
class ModalInput:
    """One field of a modal. ``style`` is 1 for a line, 2 for a paragraph, 0 for a menu."""

    custom_id: str
    label: str
    style: int
    value: str
    placeholder: str | None
    required: bool
    min_length: int
    max_length: int
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
        found: list[ModalInput] = []
        for top in self.components:
            for part in walk([top]):
                if part["type"] == Kind.TEXT_INPUT or part["type"] in SELECTS:
                    label = part.get("label") or top.get("label") or ""
                    found.append(_as_input(part, label))
        return found

    def input(self, name: str) -> ModalInput:
        """Return the field with this custom_id or label. Raises CannotUse when there is none."""
        for one in self.inputs:
            if name in (one.custom_id, one.label):
                return one
        raise CannotUse(f"The modal {self.title!r} has no field {name!r}.")

    def submission(self, values: dict[str, Json]) -> list[Json]:
        """Return the ``components`` of a submit. Fields that are not given keep their value.

        Raises CannotUse for values that Discord's client would not accept.
        """
        filled = {self.input(name).custom_id: value for name, value in values.items()}
        for one in self.inputs:
            _check(one, filled.setdefault(one.custom_id, one.value))
        return [_submitted(top, filled) for top in self.components]

    def __repr__(self) -> str:
        return f"<Modal {self.title!r}>"


def _as_input(part: JsonObject, label: str) -> ModalInput:
    return ModalInput(
        custom_id=part["custom_id"],
        label=label,
        style=part.get("style", 0),
        value=part.get("value") or "",
        placeholder=part.get("placeholder"),
        required=part.get("required", True),
        min_length=part.get("min_length", 0),
        max_length=part.get("max_length", 4000),
        kind=part["type"],
    )


def _check(one: ModalInput, value: Json) -> None:
    if one.required and not value:
        raise CannotUse(f"The field {one.label!r} is required.")
    if one.kind == Kind.TEXT_INPUT and value:
        if len(value) < one.min_length:
            raise CannotUse(f"The field {one.label!r} needs {one.min_length} characters.")
        if len(value) > one.max_length:
            raise CannotUse(f"The field {one.label!r} takes at most {one.max_length} characters.")


def _submitted(component: JsonObject, filled: dict[str, Json]) -> JsonObject:
    kind = component["type"]
    sent: JsonObject = {"type": kind, "id": component["id"]}
    if kind == Kind.ACTION_ROW:
        sent["components"] = [_submitted(child, filled) for child in component["components"]]
    elif kind == Kind.LABEL:
        sent["component"] = _submitted(component["component"], filled)
    elif kind == Kind.TEXT_INPUT:
        sent |= {"custom_id": component["custom_id"], "value": filled[component["custom_id"]]}
    elif kind in SELECTS:
        chosen = filled[component["custom_id"]] or []
        sent |= {"custom_id": component["custom_id"], "values": list(chosen)}
    return sent
