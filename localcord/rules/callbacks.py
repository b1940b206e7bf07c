"""Validates the types of interaction callbacks, and their data."""

from localcord.errors import ErrorCollector
from localcord.json_codec import JsonObject
from localcord.rules.messages import RESPONSE_FIELDS, check_edit, check_message
from localcord.rules.modals import check_modal
from localcord.rules.object_validator import ObjectValidator
from localcord.rules.translations import check_names
from localcord.users.conversations import InteractionKind, ResponseKind

_MESSAGES = frozenset((ResponseKind.MESSAGE, ResponseKind.DEFERRED_MESSAGE))
_UPDATES = frozenset((ResponseKind.UPDATE, ResponseKind.DEFERRED_UPDATE))
_ALLOWED: dict[InteractionKind, frozenset[int]] = {
    InteractionKind.COMMAND: _MESSAGES | {ResponseKind.MODAL},
    InteractionKind.COMPONENT: _MESSAGES | _UPDATES | {ResponseKind.MODAL},
    InteractionKind.AUTOCOMPLETE: frozenset((ResponseKind.CHOICES,)),
    InteractionKind.MODAL: _MESSAGES,
}


def check_callback(
    collector: ErrorCollector,
    body: JsonObject,
    kind: InteractionKind,
    source: JsonObject | None,
    has_files: bool,
) -> ResponseKind:
    """Check a callback body and return its type.

    ``source`` is the message whose component (or whose modal) is being answered.
    """
    validator = ObjectValidator(body, collector)
    validator.only(("type", "data"))
    allowed = _ALLOWED[kind]
    if kind is InteractionKind.MODAL and source is not None:
        allowed |= _UPDATES
    number = validator.choice("type", allowed, required=True)
    data_validator = validator.child("data")
    collector.raise_any()
    answer = ResponseKind(number or 0)
    data: JsonObject = data_validator.value if data_validator else {}
    match answer:
        case ResponseKind.MESSAGE:
            check_message(collector, data, RESPONSE_FIELDS, has_files=has_files, under=("data",))
        case ResponseKind.UPDATE:
            assert source is not None, "updates are allowed only where there is a message"
            check_edit(
                collector, data, source, RESPONSE_FIELDS, has_files=has_files, under=("data",)
            )
        case ResponseKind.DEFERRED_MESSAGE:
            deferral = ObjectValidator(data, collector, ("data",))
            deferral.only(RESPONSE_FIELDS)
            deferral.number("flags", low=0, high=(1 << 31) - 1)
        case ResponseKind.MODAL:
            if modal := validator.child("data", required=True):
                check_modal(modal)
        case ResponseKind.DEFERRED_UPDATE:
            ObjectValidator(data, collector, ("data",)).only(RESPONSE_FIELDS)
        case ResponseKind.CHOICES:
            if choices := validator.child("data", required=True):
                _check_choices(choices)
    collector.raise_any()
    return answer


def _check_choices(data: ObjectValidator) -> None:
    data.only(("choices",))
    for choice in data.items("choices", high=25, required=True):
        choice.only(("name", "name_localizations", "value"))
        choice.text("name", low=1, high=100, required=True)
        check_names(choice, high=100, typed=False)
        value = choice.value.get("value")
        if isinstance(value, str):
            choice.text("value", high=100, required=True)
        elif not isinstance(value, int | float):
            choice.add_error("BASE_TYPE_REQUIRED", "This field is required", "value")
