"""Serves guilds, their roles and their members."""

from localcord.errors import missing_access, unknown_member, unknown_role
from localcord.json_codec import JsonObject
from localcord.permissions import ALL_PERMISSIONS, MANAGE_ROLES
from localcord.rest.calls import Call, Reply, Route, no_content, ok
from localcord.rest.lookups import guild_of, need_in_guild
from localcord.rules.object_validator import ObjectValidator
from localcord.state.guilds import Guild
from localcord.state.members import Member, Role
from localcord.state.memberships import add_role, change_role, delete_role, give_roles

_MEMBERS_PER_PAGE = 1000
_LONGEST_ROLE = 100
_ROLE_FIELDS = frozenset(
    (
        *("name", "permissions", "color", "colors", "hoist", "icon", "unicode_emoji"),
        *("mentionable",),
    )
)


def guild(call: Call) -> Reply:
    return ok(guild_of(call).with_counts(call.flag("with_counts")))


def roles(call: Call) -> Reply:
    return ok(guild_of(call).roles_json())


def role_created(call: Call) -> Reply:
    """Create a role, by default without permissions of its own."""
    guild = guild_of(call)
    body = _role_body(call)
    _need_roles(call, guild)
    role = add_role(call.world, guild, body.get("name") or "new role", _permissions(body) or 0)
    return ok(role.json())


def role_changed(call: Call) -> Reply:
    guild = guild_of(call)
    role = _role(call, guild)
    body = _role_body(call)
    _need_roles(call, guild)
    change_role(call.world, guild, role, body.get("name") or role.name, _permissions(body))
    return ok(role.json())


def role_deleted(call: Call) -> Reply:
    guild = guild_of(call)
    role = _role(call, guild)
    _need_roles(call, guild)
    delete_role(call.world, guild, role)
    return no_content()


def member(call: Call) -> Reply:
    return ok(_member(call, guild_of(call)).json())


def members(call: Call) -> Reply:
    """Answer with a page of the members, in the order of their ids, for a privileged intent."""
    guild = guild_of(call)
    if not call.world.settings.privileged_intents:
        raise missing_access()
    after = call.asked("after") or 0
    most = max(1, min(_MEMBERS_PER_PAGE, call.asked("limit") or 1))
    later = sorted(id for id in guild.members if id > after)
    return ok([guild.members[id].json() for id in later[:most]])


def role_given(call: Call) -> Reply:
    guild = guild_of(call)
    member, role = _member(call, guild), _role(call, guild)
    _need_roles(call, guild)
    if role not in member.roles:
        give_roles(call.world, guild, member, (*member.roles, role))
    return no_content()


def role_taken(call: Call) -> Reply:
    guild = guild_of(call)
    member, role = _member(call, guild), _role(call, guild)
    _need_roles(call, guild)
    if role in member.roles:
        give_roles(
            call.world,
            guild,
            member,
            tuple(given_role for given_role in member.roles if given_role is not role),
        )
    return no_content()


def _member(call: Call, guild: Guild) -> Member:
    member = guild.members.get(call.number("user_id"))
    if member is None:
        raise unknown_member()
    return member


def _role(call: Call, guild: Guild) -> Role:
    id = call.number("role_id")
    for role in guild.roles.values():
        if role.id == id:
            return role
    raise unknown_role()


def _role_body(call: Call) -> JsonObject:
    validator = ObjectValidator(call.object(), call.errors)
    validator.only(_ROLE_FIELDS)
    validator.text("name", high=_LONGEST_ROLE)
    validator.snowflake("permissions")
    call.errors.raise_any()
    return validator.value


def _permissions(body: JsonObject) -> int | None:
    permissions = body.get("permissions")
    return None if permissions is None else int(permissions) & ALL_PERMISSIONS


def _need_roles(call: Call, guild: Guild) -> None:
    need_in_guild(call, guild, MANAGE_ROLES)


ROUTES = (
    Route("GET", "/guilds/{guild_id}", guild),
    Route("GET", "/guilds/{guild_id}/roles", roles),
    Route("POST", "/guilds/{guild_id}/roles", role_created),
    Route("PATCH", "/guilds/{guild_id}/roles/{role_id}", role_changed),
    Route("DELETE", "/guilds/{guild_id}/roles/{role_id}", role_deleted),
    Route("GET", "/guilds/{guild_id}/members", members),
    Route("GET", "/guilds/{guild_id}/members/{user_id}", member),
    Route("PUT", "/guilds/{guild_id}/members/{user_id}/roles/{role_id}", role_given),
    Route("DELETE", "/guilds/{guild_id}/members/{user_id}/roles/{role_id}", role_taken),
)
