"""Validates names, descriptions, options, choices and counts of application commands."""

from localcord.errors import ErrorCollector, too_many_commands
from localcord.json_codec import Json, JsonObject
from localcord.rules.object_validator import ObjectValidator
from localcord.rules.translations import check_descriptions, check_name, check_names, check_size
from localcord.state.commands import CHAT_INPUT, MAX_COMMANDS, key_of

SUB_COMMAND, SUB_COMMAND_GROUP = 1, 2
STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER, ATTACHMENT = range(3, 12)
_WITH_CHOICES = frozenset((STRING, INTEGER, NUMBER))

_COMMAND = frozenset(
    (
        *("id", "application_id", "guild_id", "version", "type", "name", "name_localizations"),
        *("description", "description_localizations", "options", "default_member_permissions"),
        *("dm_permission", "default_permission", "nsfw", "integration_types", "contexts"),
        "handler",
    )
)
_OPTION = frozenset(
    (
        *("type", "name", "name_localizations", "description", "description_localizations"),
        *("required", "choices", "options", "channel_types", "min_value", "max_value"),
        *("min_length", "max_length", "autocomplete"),
    )
)


def check_commands(collector: ErrorCollector, bodies: list[Json]) -> None:
    """Check a bulk overwrite. Raises the 50035 answer, or 30032 when there are too many."""
    used_names: set[tuple[str, str]] = set()
    for index, body in enumerate(bodies):
        if not isinstance(body, dict):
            collector.add((index,), "MODEL_TYPE_CONVERT", "Only dictionaries may be used")
            continue
        validator = ObjectValidator(body, collector, (index,))
        _check_command(validator)
        key = (str(body.get("type") or CHAT_INPUT), str(body.get("name")))
        if key in used_names:
            _name_taken(validator)
        used_names.add(key)
    collector.raise_any()
    _check_count(bodies)


def check_command(collector: ErrorCollector, body: JsonObject, others: list[Json]) -> None:
    """Check one command that joins (or replaces one of) the ``others`` of its scope."""
    _check_command(ObjectValidator(body, collector))
    collector.raise_any()
    _check_count([body, *(other for other in others if key_of(other) != key_of(body))])


def check_command_change(collector: ErrorCollector, command: JsonObject, body: JsonObject) -> None:
    """Check the changed fields of a registered command."""
    _check_command(ObjectValidator({**command, **body, "type": command["type"]}, collector))
    collector.raise_any()


def _name_taken(validator: ObjectValidator) -> None:
    words = "Application command names must be unique"
    validator.add_error("APPLICATION_COMMANDS_DUPLICATE_NAME", words, "name")


def _check_count(bodies: list[Json]) -> None:
    for kind, most in MAX_COMMANDS.items():
        if sum(key_of(body)[0] == kind for body in bodies) > most:
            raise too_many_commands(most)


def _check_command(validator: ObjectValidator) -> None:
    validator.only(_COMMAND)
    absent = validator.value.get("type") is None
    kind = CHAT_INPUT if absent else validator.choice("type", (1, 2, 3, 4))
    name = validator.text("name", low=1, high=32, required=True)
    if kind == CHAT_INPUT:
        check_name(validator, "name", name)
        validator.text("description", low=1, high=100, required=True)
        _check_options(validator, depth=0)
    else:
        if validator.value.get("description"):
            words = "Context menu commands cannot have description"
            validator.add_error(
                "APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION", words, "description"
            )
        if validator.value.get("options"):
            words = "Context menu commands cannot have options"
            validator.add_error("APPLICATION_COMMAND_CONTEXT_MENU_OPTIONS", words, "options")
    check_names(validator, high=32, typed=kind == CHAT_INPUT)
    check_descriptions(validator)
    check_size(validator)


def _check_options(validator: ObjectValidator, depth: int) -> None:
    """Check the options of a command (depth 0), a group (1) or a subcommand (2)."""
    names: set[str] = set()
    optional_seen = False
    options = validator.items("options", high=25)
    for option in options:
        _check_option(option, depth)
        name = option.value.get("name")
        if name in names:
            words = "Option name already exists"
            option.add_error("APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", words, "name")
        names.add(str(name))
        if option.kind in (SUB_COMMAND, SUB_COMMAND_GROUP):
            continue
        if not option.value.get("required"):
            optional_seen = True
        elif optional_seen:
            words = "Required options must be placed before non-required options"
            option.add_error("APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", words)
    kinds = {option.kind in (SUB_COMMAND, SUB_COMMAND_GROUP) for option in options}
    if len(kinds) > 1:
        words = (
            "Sub-command and sub-command group option types are mutually exclusive to all others"
        )
        validator.add_error("APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", words, "options")


def _check_option(option: ObjectValidator, depth: int) -> None:
    option.only(_OPTION)
    allowed = {0: range(1, 12), 1: range(1, 2), 2: range(3, 12)}[depth]
    kind = option.choice("type", allowed, required=True)
    check_name(option, "name", option.text("name", low=1, high=32, required=True))
    option.text("description", low=1, high=100, required=True)
    check_names(option, high=32, typed=True)
    check_descriptions(option)
    option.flag("required")
    if kind == SUB_COMMAND_GROUP:
        _check_options(option, depth=1)
    elif kind == SUB_COMMAND:
        _check_options(option, depth=2)
    choices = option.items("choices", high=25)
    if choices and kind not in _WITH_CHOICES:
        words = "Choices are for string, integer and number options only"
        option.add_error("APPLICATION_COMMAND_OPTIONS_CHOICES_INVALID", words, "choices")
    if option.flag("autocomplete") and choices:
        words = "Autocomplete and choices are mutually exclusive"
        option.add_error("APPLICATION_COMMAND_AUTOCOMPLETE_WITH_CHOICES", words, "autocomplete")
    for choice in choices:
        _check_choice(choice, kind)
    option.number("min_length", low=0, high=6000)
    option.number("max_length", low=1, high=6000)


def _check_choice(choice: ObjectValidator, kind: int | None) -> None:
    choice.only(("name", "name_localizations", "value"))
    choice.text("name", low=1, high=100, required=True)
    check_names(choice, high=100, typed=False)
    if kind == STRING:
        choice.text("value", high=100, required=True)
    elif not isinstance(choice.value.get("value"), int | float):
        choice.add_error("NUMBER_TYPE_COERCE", "Value must be a number.", "value")
