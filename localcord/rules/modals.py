"""Validates modals, which have one to five text inputs, menus, file uploads or checkboxes."""

from localcord.rules.components import ComponentRules
from localcord.rules.object_validator import ObjectValidator
from localcord.state.component_trees import INPUTS, Kind

_TEXT_INPUT = frozenset(
    (
        *("type", "id", "custom_id", "style", "label", "value", "placeholder", "required"),
        *("min_length", "max_length"),
    )
)
_CHECKBOX = frozenset(("type", "id", "custom_id", "default"))
_FILE_UPLOAD = frozenset(("type", "id", "custom_id", "min_values", "max_values", "required"))
_RADIO_GROUP = frozenset(("type", "id", "custom_id", "options", "required"))
_OPTION = frozenset(("label", "value", "description", "default"))
MAX_VALUES = 10


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
    allowed = INPUTS if labelled else (Kind.TEXT_INPUT,)
    if part.kind not in allowed:
        listed = ", ".join(str(int(kind)) for kind in sorted(allowed))
        words = f'Value of field "type" must be one of ({listed},).'
        part.add_error("UNION_TYPE_CHOICES", words, "type")
        return
    rules.check_custom_id(part)
    match part.kind:
        case Kind.TEXT_INPUT:
            _check_text_input(part, labelled=labelled)
        case Kind.FILE_UPLOAD:
            part.only(_FILE_UPLOAD)
            part.flag("required")
            _check_counts(part)
        case Kind.RADIO_GROUP:
            part.only(_RADIO_GROUP)
            part.flag("required")
            _check_options(part, low=2)
        case Kind.CHECKBOX_GROUP:
            part.only(_FILE_UPLOAD | {"options"})
            part.flag("required")
            _check_counts(part)
            _check_options(part, low=1)
        case Kind.CHECKBOX:
            part.only(_CHECKBOX)
            part.flag("default")
        case _:
            return


def _check_counts(part: ObjectValidator) -> None:
    low = part.number("min_values", low=0, high=MAX_VALUES)
    high = part.number("max_values", low=1, high=MAX_VALUES)
    if low is not None and high is not None and low > high:
        words = "min_values must not be greater than max_values"
        part.add_error("COMPONENT_INVALID_BOUNDS", words, "min_values")


def _check_options(part: ObjectValidator, *, low: int) -> None:
    """Check the options of a radio group or checkbox group, whose values are unique."""
    used_values: set[str] = set()
    for option in part.items("options", low=low, high=MAX_VALUES, required=True):
        option.only(_OPTION)
        option.text("label", low=1, high=100, required=True)
        option.text("description", high=100)
        option.flag("default")
        value = option.text("value", low=1, high=100, required=True)
        if value in used_values:
            words = "The specified option value is already used"
            option.add_error("COMPONENT_OPTION_VALUE_DUPLICATED", words, "value")
        used_values.add(value or "")


def _check_text_input(part: ObjectValidator, *, labelled: bool) -> None:
    part.only(_TEXT_INPUT)
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
