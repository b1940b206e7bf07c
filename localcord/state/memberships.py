"""Changes roles, their holders and the members of a guild, and notifies the bot."""

from typing import TYPE_CHECKING

from localcord.gateway.intents import GUILD_MEMBERS, GUILDS
from localcord.json_codec import JsonObject
from localcord.state.guilds import Guild
from localcord.state.members import Member, Role, User

if TYPE_CHECKING:
    from localcord.state.world import World


def add_role(world: "World", guild: Guild, name: str, permissions: int) -> Role:
    """Create a role. As on Discord, its name need not be unique."""
    role = Role(world.snowflakes.mint(), name, permissions)
    guild.roles[role.id] = role
    _tell(world, guild, "GUILD_ROLE_CREATE", {"role": role.json()}, GUILDS)
    return role


def change_role(
    world: "World", guild: Guild, role: Role, name: str, permissions: int | None
) -> None:
    """Change a role; permissions of ``None`` stay as they are."""
    role.name = name
    role.permissions = role.permissions if permissions is None else permissions
    _tell(world, guild, "GUILD_ROLE_UPDATE", {"role": role.json()}, GUILDS)


def delete_role(world: "World", guild: Guild, role: Role) -> None:
    """Delete a role, which all members lose."""
    guild.roles.pop(role.id)
    for member in guild.members.values():
        member.roles = tuple(member_role for member_role in member.roles if member_role is not role)
    _tell(world, guild, "GUILD_ROLE_DELETE", {"role_id": str(role.id)}, GUILDS)


def give_roles(world: "World", guild: Guild, member: Member, roles: tuple[Role, ...]) -> None:
    """Give a member exactly these roles."""
    member.roles = roles
    _tell(world, guild, "GUILD_MEMBER_UPDATE", member.json(), GUILD_MEMBERS)


def join_guild(world: "World", guild: Guild, user: User) -> None:
    """Let a user join a guild; nothing happens if they are a member."""
    if user.id not in guild.members:
        _tell(world, guild, "GUILD_MEMBER_ADD", guild.member(user).json(), GUILD_MEMBERS)


def leave_guild(world: "World", guild: Guild, user: User) -> None:
    """Let a user leave a guild; using a command there makes them a member again."""
    if guild.members.pop(user.id, None) is not None:
        _tell(world, guild, "GUILD_MEMBER_REMOVE", {"user": user.json()}, GUILD_MEMBERS)


def _tell(world: "World", guild: Guild, name: str, payload: JsonObject, intents: int) -> None:
    if guild.bot_joined:
        world.dispatch(name, {**payload, "guild_id": str(guild.id)}, guild.id, intents)
    world.notify_observers()
