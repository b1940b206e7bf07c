"""The rules of interaction callbacks: which answer fits which question, and its data."""

from localcord.conversations import Answer, Asked
from localcord.errors import Complaints
from localcord.jsons import JsonObject
from localcord.rules.forms import Form
from localcord.rules.messages import ANSWER_FIELDS, check_edit, check_message
from localcord.rules.modals import check_modal
from localcord.rules.translations import check_names

_MESSAGES = frozenset((Answer.MESSAGE, Answer.DEFERRED_MESSAGE))
_UPDATES = frozenset((Answer.UPDATE, Answer.DEFERRED_UPDATE))
_ALLOWED: dict[Asked, frozenset[int]] = {
    Asked.COMMAND: _MESSAGES | {Answer.MODAL},
    Asked.COMPONENT: _MESSAGES | _UPDATES | {Answer.MODAL},
    Asked.AUTOCOMPLETE: frozenset((Answer.CHOICES,)),
    Asked.MODAL: _MESSAGES,
}


def check_answer(
    body: JsonObject, kind: Asked, source: JsonObject | None, has_files: bool
) -> Answer:
    """Check a callback body and return its type.

    ``source`` is the message whose component (or whose modal) is being answered.
    """
    complaints = Complaints()
    form = Form(body, complaints)
    form.only(("type", "data"))
    allowed = _ALLOWED[kind]
    if kind is Asked.MODAL and source is not None:
        allowed |= _UPDATES
    number = form.choice("type", allowed, required=True)
    given = form.child("data")
    complaints.raise_any()
    answer = Answer(number or 0)
    data: JsonObject = given.value if given else {}
    match answer:
        case Answer.MESSAGE:
            check_message(data, ANSWER_FIELDS, has_files=has_files, under=("data",))
        case Answer.UPDATE:
            assert source is not None, "updates are allowed only where there is a message"
            check_edit(data, source, ANSWER_FIELDS, has_files=has_files, under=("data",))
        case Answer.DEFERRED_MESSAGE:
            deferral = Form(data, complaints, ("data",))
            deferral.only(ANSWER_FIELDS)
            deferral.number("flags", low=0, high=(1 << 31) - 1)
        case Answer.MODAL:
            if modal := form.child("data", required=True):
                check_modal(modal)
        case Answer.DEFERRED_UPDATE:
            Form(data, complaints, ("data",)).only(ANSWER_FIELDS)
        case Answer.CHOICES:
            if choices := form.child("data", required=True):
                _check_choices(choices)
    complaints.raise_any()
    return answer


def _check_choices(data: Form) -> None:
    data.only(("choices",))
    for choice in data.items("choices", high=25, required=True):
        choice.only(("name", "name_localizations", "value"))
        choice.text("name", low=1, high=100, required=True)
        check_names(choice, high=100, typed=False)
        value = choice.value.get("value")
        if isinstance(value, str):
            choice.text("value", high=100, required=True)
        elif not isinstance(value, int | float):
            choice.complain("BASE_TYPE_REQUIRED", "This field is required", "value")
