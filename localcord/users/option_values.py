"""Converts a test's option values to those that Discord's client would send."""

from localcord.errors import CannotUse
from localcord.json_codec import Json, JsonObject
from localcord.rules.commands import (
    ATTACHMENT,
    BOOLEAN,
    CHANNEL,
    INTEGER,
    MENTIONABLE,
    NUMBER,
    ROLE,
    STRING,
    SUB_COMMAND,
    SUB_COMMAND_GROUP,
    USER,
)
from localcord.state.channels import Channel
from localcord.state.guilds import Guild
from localcord.state.members import Role, User

Resolved = dict[str, dict[str, Json]]


def follow_path(command: JsonObject, path: list[str]) -> tuple[list[JsonObject], list[Json]]:
    """Return the subcommand options along ``path`` and the schema of the options at its end.

    Raises CannotUse when the path ends early or leads nowhere.
    """
    steps: list[JsonObject] = []
    schema: list[Json] = command.get("options") or []
    for name in path:
        step = next((option for option in schema if option["name"] == name), None)
        if step is None or step["type"] not in (SUB_COMMAND, SUB_COMMAND_GROUP):
            raise CannotUse(f"/{command['name']} has no subcommand {name!r}.")
        steps.append(step)
        schema = step.get("options") or []
    if any(option["type"] in (SUB_COMMAND, SUB_COMMAND_GROUP) for option in schema):
        names = ", ".join(option["name"] for option in schema)
        raise CannotUse(f"/{command['name']} needs one of its subcommands: {names}.")
    return steps, schema


def fill_in(
    schema: list[Json], values: dict[str, Json], guild: Guild | None, *, focused: str | None = None
) -> tuple[list[Json], Resolved]:
    """Return the ``options`` of an interaction and the objects that they mention.

    With ``focused`` (autocomplete) nothing is required or checked, as on Discord. Raises
    CannotUse for values that Discord's client would not send.
    """
    known = {option["name"]: option for option in schema}
    for name in values:
        if name not in known:
            offered = ", ".join(known) or "none"
            raise CannotUse(f"There is no option {name!r}; the options are: {offered}.")
    options: list[Json] = []
    resolved: Resolved = {}
    for name, option in known.items():
        value = values.get(name)
        if value is None:
            if option.get("required") and focused is None:
                raise CannotUse(f"The option {name!r} is required.")
            continue
        if focused is None:
            value = _checked(option, value, guild, resolved)
        option_values: JsonObject = {"name": name, "type": option["type"], "value": value}
        if name == focused:
            option_values["focused"] = True
        options.append(option_values)
    return options, resolved


def nested(steps: list[JsonObject], options: list[Json]) -> list[Json]:
    """Wrap filled-in options into the subcommands that lead to them."""
    for step in reversed(steps):
        options = [{"name": step["name"], "type": step["type"], "options": options}]
    return options


def resolve_user(user: User, guild: Guild | None, resolved: Resolved) -> str:
    """Add a user (and their membership) to ``resolved``; return their id."""
    resolved.setdefault("users", {})[str(user.id)] = user.json()
    if guild is not None and user.id in guild.members:
        member = guild.member(user).interaction_json()
        del member["user"]
        resolved.setdefault("members", {})[str(user.id)] = member
    return str(user.id)


def _checked(option: JsonObject, value: Json, guild: Guild | None, resolved: Resolved) -> Json:
    kind, name = option["type"], option["name"]
    choices = option.get("choices")
    if choices and value not in [choice["value"] for choice in choices]:
        by_name = {choice["name"]: choice["value"] for choice in choices}
        if value not in by_name:
            raise CannotUse(f"{value!r} is not a choice of {name!r}: {', '.join(by_name)}.")
        return by_name[value]
    if kind == STRING:
        return _text(option, value)
    if kind in (INTEGER, NUMBER):
        return _number(option, value)
    if kind != BOOLEAN:
        return _mention(option, value, guild, resolved)
    if not isinstance(value, bool):
        raise CannotUse(f"The option {name!r} is true or false, not {value!r}.")
    return value


def _text(option: JsonObject, value: Json) -> str:
    if not isinstance(value, str):
        raise CannotUse(f"The option {option['name']!r} is text, not {value!r}.")
    low, high = option.get("min_length") or 0, option.get("max_length") or 6000
    if not low <= len(value) <= high:
        raise CannotUse(f"The option {option['name']!r} takes {low} to {high} characters.")
    return value


def _number(option: JsonObject, value: Json) -> int | float:
    wanted = int if option["type"] == INTEGER else (int, float)
    if not isinstance(value, wanted) or isinstance(value, bool):
        raise CannotUse(f"The option {option['name']!r} is a number, not {value!r}.")
    low, high = option.get("min_value"), option.get("max_value")
    if (low is not None and value < low) or (high is not None and value > high):
        raise CannotUse(f"The option {option['name']!r} must be within {low} and {high}.")
    return value


def _mention(option: JsonObject, value: Json, guild: Guild | None, resolved: Resolved) -> str:
    kind, name = option["type"], option["name"]
    account = getattr(value, "account", value)
    if kind in (USER, MENTIONABLE) and isinstance(account, User):
        return resolve_user(account, guild, resolved)
    if kind == CHANNEL and isinstance(value, Channel):
        resolved.setdefault("channels", {})[str(value.id)] = value.resolved_json(0)
        return str(value.id)
    if kind in (ROLE, MENTIONABLE) and isinstance(value, Role):
        resolved.setdefault("roles", {})[str(value.id)] = value.json()
        return str(value.id)
    if kind in (ROLE, MENTIONABLE) and guild is not None and value == "@everyone":
        resolved.setdefault("roles", {})[str(guild.id)] = guild.everyone()
        return str(guild.id)
    if kind == ATTACHMENT:
        raise CannotUse(f"The option {name!r} is a file; files cannot be uploaded here.")
    raise CannotUse(f"{value!r} does not fit the option {name!r}.")
