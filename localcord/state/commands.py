"""Stores the commands that the bot has registered, globally and per guild."""

from localcord.json_codec import Json, JsonObject
from localcord.snowflakes import Snowflakes

CHAT_INPUT, USER_COMMAND, MESSAGE_COMMAND = 1, 2, 3
GUILD_CONTEXT, BOT_DM_CONTEXT, PRIVATE_CONTEXT = 0, 1, 2
MAX_COMMANDS = {CHAT_INPUT: 100, USER_COMMAND: 15, MESSAGE_COMMAND: 15}

_Key = tuple[int, str]


class CommandRegistry:
    """Registered commands. A scope is a guild id, or None for the global commands."""

    def __init__(self, application_id: int, snowflakes: Snowflakes) -> None:
        self._application_id = application_id
        self._snowflakes = snowflakes
        self._scopes: dict[int | None, dict[_Key, JsonObject]] = {}
        # How often the bot has registered commands; readiness waits for the first time.
        self.writes = 0

    def listed(self, scope: int | None) -> list[Json]:
        """Return the commands of one scope as Discord lists them."""
        return list(self._scopes.get(scope, {}).values())

    def replace(self, scope: int | None, bodies: list[Json]) -> list[Json]:
        """Replace all commands of the scope with these (valid) bodies.

        A command with the same name and type keeps its id. A body may contain the id of the
        command that it renames.
        """
        before = self._scopes.get(scope, {})
        named = {command["id"]: command for command in before.values()}
        fresh: dict[_Key, JsonObject] = {}
        for body in bodies:
            known = named.get(str(body.get("id"))) or before.get(key_of(body))
            fresh[key_of(body)] = self._stored(scope, body, known)
        self._scopes[scope] = fresh
        self.writes += 1
        return list(fresh.values())

    def put(self, scope: int | None, body: JsonObject) -> tuple[JsonObject, bool]:
        """Create or overwrite one command by name; return it and whether it is a new one."""
        commands = self._scopes.setdefault(scope, {})
        before = commands.get(key_of(body))
        stored = commands[key_of(body)] = self._stored(scope, body, before)
        self.writes += 1
        return stored, before is None

    def change(self, scope: int | None, command: JsonObject, body: JsonObject) -> JsonObject:
        """Change the given fields of a registered command."""
        commands = self._scopes[scope]
        del commands[key_of(command)]
        merged = {**command, **body, "type": command["type"]}
        stored = commands[key_of(merged)] = self._stored(scope, merged, command)
        self.writes += 1
        return stored

    def remove(self, scope: int | None, command: JsonObject) -> None:
        del self._scopes[scope][key_of(command)]
        self.writes += 1

    def by_id(self, scope: int | None, command_id: str) -> JsonObject | None:
        """Return the command of the scope with this id."""
        return next(
            (command for command in self.listed(scope) if command["id"] == command_id), None
        )

    def find(self, guild_id: int | None, kind: int, name: str) -> JsonObject | None:
        """Return the command a user in the guild gets; guild commands hide global ones."""
        if guild_id is not None:
            command = self._scopes.get(guild_id, {}).get((kind, name))
            if command is not None:
                return command
        return self._scopes.get(None, {}).get((kind, name))

    def visible(self, guild_id: int | None) -> list[JsonObject]:
        """Return the commands in the guild, by name; guild commands hide global ones."""
        commands = dict(self._scopes.get(None, {}))
        if guild_id is not None:
            commands |= self._scopes.get(guild_id, {})
        return [commands[key] for key in sorted(commands, key=lambda key: (key[1], key[0]))]

    def names(self, guild_id: int | None) -> list[str]:
        """Return the names of all commands that a user in the guild could see."""
        scopes = {None, guild_id}
        return sorted({name for scope in scopes for _, name in self._scopes.get(scope, {})})

    def _stored(self, scope: int | None, body: JsonObject, before: JsonObject | None) -> JsonObject:
        stored: JsonObject = {
            "id": before["id"] if before else str(self._snowflakes.mint()),
            "application_id": str(self._application_id),
            "type": body.get("type") or CHAT_INPUT,
            "name": body["name"],
            "name_localizations": body.get("name_localizations"),
            "description": body.get("description") or "",
            "description_localizations": body.get("description_localizations"),
            "default_member_permissions": _permissions(body.get("default_member_permissions")),
            "nsfw": bool(body.get("nsfw")),
            "integration_types": body.get("integration_types") or [0],
        }
        if scope is None:
            stored["contexts"] = body.get("contexts")
            stored["dm_permission"] = body.get("dm_permission") is not False
        else:
            stored["guild_id"] = str(scope)
        if body.get("options"):
            stored["options"] = body["options"]
        unchanged = before is not None and {**before, "version": ""} == {**stored, "version": ""}
        stored["version"] = (
            before["version"] if before and unchanged else str(self._snowflakes.mint())
        )
        return stored


def key_of(body: JsonObject) -> _Key:
    """Return the unique key of a command in its scope: type and name."""
    return (body.get("type") or CHAT_INPUT, body["name"])


def _permissions(value: Json) -> str | None:
    return None if value is None else str(value)
