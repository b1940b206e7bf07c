"""Serves the registration of commands, globally and per guild."""

from localcord.errors import missing_access, unknown_application, unknown_command
from localcord.json_codec import Json, JsonObject
from localcord.rest.calls import Call, Reply, Route, no_content, ok
from localcord.rules.commands import check_command, check_command_change, check_commands


def _scope(call: Call) -> int | None:
    """Return the guild of the path, or None. Raises if the bot is not a member."""
    if call.number("application_id") != call.world.application.id:
        raise unknown_application()
    if "guild_id" not in call.params:
        return None
    guild = call.world.guilds.get(call.number("guild_id"))
    if guild is None or not guild.bot_joined:
        raise missing_access()
    return guild.id


def _shown(call: Call, command: Json) -> Json:
    """Return a command as listed: translations only on request, as on Discord."""
    if call.method == "GET" and not call.flag("with_localizations"):
        return _untranslated(command)
    return command


def _untranslated(thing: Json) -> Json:
    """Leave the translations out of a command, and of its options and their choices."""
    if isinstance(thing, list):
        return [_untranslated(entry) for entry in thing]
    if not isinstance(thing, dict):
        return thing
    keys = (key for key in thing if not key.endswith("_localizations"))
    return {key: _untranslated(thing[key]) for key in keys}


def _command(call: Call) -> tuple[int | None, JsonObject]:
    scope = _scope(call)
    command = call.world.commands.by_id(scope, call.params["command_id"])
    if command is None:
        raise unknown_command()
    return scope, command


def listed(call: Call) -> Reply:
    return ok([_shown(call, command) for command in call.world.commands.listed(_scope(call))])


def replaced(call: Call) -> Reply:
    scope, bodies = _scope(call), call.list()
    check_commands(call.errors, bodies)
    stored = call.world.commands.replace(scope, bodies)
    call.world.notify_observers()
    return ok(stored)


def created(call: Call) -> Reply:
    scope, body = _scope(call), call.object()
    check_command(call.errors, body, call.world.commands.listed(scope))
    stored, is_new = call.world.commands.put(scope, body)
    call.world.notify_observers()
    return ok(stored, 201 if is_new else 200)


def fetched(call: Call) -> Reply:
    _, command = _command(call)
    return ok(_shown(call, command))


def changed(call: Call) -> Reply:
    scope, command = _command(call)
    body = call.object()
    check_command_change(call.errors, command, body)
    return ok(call.world.commands.change(scope, command, body))


def deleted(call: Call) -> Reply:
    scope, command = _command(call)
    call.world.commands.remove(scope, command)
    return no_content()


_GLOBAL = "/applications/{application_id}/commands"
_GUILD = "/applications/{application_id}/guilds/{guild_id}/commands"

ROUTES = tuple(
    route
    for base in (_GLOBAL, _GUILD)
    for route in (
        Route("GET", base, listed),
        Route("PUT", base, replaced),
        Route("POST", base, created),
        Route("GET", base + "/{command_id}", fetched),
        Route("PATCH", base + "/{command_id}", changed),
        Route("DELETE", base + "/{command_id}", deleted),
    )
)
