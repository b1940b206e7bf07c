"""Validates modals, which have one to five labelled text inputs or menus."""

from localcord.component_trees import SELECTS, Kind
from localcord.rules.components import ComponentRules
from localcord.rules.object_validator import ObjectValidator

_TEXT_INPUT = frozenset(
    (
        *("type", "id", "custom_id", "style", "label", "value", "placeholder", "required"),
        *("min_length", "max_length"),
    )
)


def check_modal(modal: ObjectValidator) -> None:
    """Check the ``data`` of a modal callback."""
    modal.only(("custom_id", "title", "components"))
    modal.text("custom_id", low=1, high=100, required=True)
    modal.text("title", low=1, high=45, required=True)
    rules = ComponentRules(v2=False)
    for top in modal.items("components", low=1, high=5, required=True):
        match top.kind:
            case Kind.ACTION_ROW:
                top.only(("type", "id", "components"))
                for child in top.items("components", low=1, high=1, required=True):
                    _check_input(child, rules, labelled=False)
            case Kind.LABEL:
                top.only(("type", "id", "label", "description", "component"))
                top.text("label", low=1, high=45, required=True)
                top.text("description", high=100)
                if component := top.child("component", required=True):
                    _check_input(component, rules, labelled=True)
            case Kind.TEXT_DISPLAY:
                top.only(("type", "id", "content"))
                top.text("content", high=4000, required=True)
            case _:
                words = 'Value of field "type" must be one of (1, 10, 18).'
                top.add_error("UNION_TYPE_CHOICES", words, "type")


def _check_input(part: ObjectValidator, rules: ComponentRules, *, labelled: bool) -> None:
    """Check one field. In a Label its own label is not allowed, elsewhere it is required."""
    kind = part.kind
    if kind in SELECTS and labelled:
        rules.check_custom_id(part)
        return
    if kind != Kind.TEXT_INPUT:
        words = 'Value of field "type" must be one of (4,).'
        part.add_error("UNION_TYPE_CHOICES", words, "type")
        return
    part.only(_TEXT_INPUT)
    rules.check_custom_id(part)
    part.choice("style", (1, 2), required=True)
    if not labelled:
        part.text("label", low=1, high=45, required=True)
    elif part.value.get("label") is not None:
        part.add_error("BASE_TYPE_BAD_TYPE", "A text input in a label has no label.", "label")
    part.text("value", high=4000)
    part.text("placeholder", high=100)
    part.flag("required")
    low = part.number("min_length", low=0, high=4000)
    high = part.number("max_length", low=1, high=4000)
    if low is not None and high is not None and low > high:
        words = "min_length must not be greater than max_length"
        part.add_error("TEXT_INPUT_COMPONENT_INVALID_BOUNDS", words, "min_length")
