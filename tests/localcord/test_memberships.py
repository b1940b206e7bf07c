"""Tests roles, who has them, and who is in a guild."""

from localcord import Guild, Server, Settings
from localcord.permissions import MANAGE_ROLES
from tests.localcord.raw_bot import identified, rest_of

MEMBERS = 1 << 1


def let_manage_roles(server: Server, guild: Guild) -> None:
    guild.member(server.world.application.user).permissions |= MANAGE_ROLES


async def test_a_role_is_made_given_renamed_taken_and_deleted() -> None:
    async with Server() as server, rest_of(server) as rest:
        guild = server.guild("The Long Rest")
        mira = server.user("Mira")
        mira.join(guild)
        roles, members = f"/guilds/{guild.id}/roles", f"/guilds/{guild.id}/members"

        denied, _ = await rest.call("POST", roles, {"name": "Nation Leader"})
        let_manage_roles(server, guild)
        _, role = await rest.call("POST", roles, {"name": "Nation Leader", "permissions": "2048"})
        mine = f"{members}/{mira.id}/roles/{role['id']}"
        given_status, _ = await rest.call("PUT", mine)
        _, member = await rest.call("GET", f"{members}/{mira.id}")
        _, renamed = await rest.call("PATCH", f"{roles}/{role['id']}", {"name": "Chancellor"})
        removed, _ = await rest.call("DELETE", mine)
        _, bare = await rest.call("GET", f"{members}/{mira.id}")
        await rest.call("PUT", mine)
        deleted, _ = await rest.call("DELETE", f"{roles}/{role['id']}")
        _, without = await rest.call("GET", f"{members}/{mira.id}")
        unknown, body = await rest.call("PUT", mine)

    assert (denied, given_status, removed, deleted) == (403, 204, 204, 204)
    assert (role["permissions"], renamed["name"]) == ("2048", "Chancellor")
    assert (member["roles"], bare["roles"], without["roles"]) == ([role["id"]], [], [])
    assert (unknown, body["code"]) == (404, 10011)


async def test_a_user_who_is_not_in_the_guild_is_an_unknown_member() -> None:
    async with Server() as server, rest_of(server) as rest:
        guild = server.guild("The Long Rest")
        mira = server.user("Mira")
        path = f"/guilds/{guild.id}/members/{mira.id}"
        mira.join(guild)

        before, _ = await rest.call("GET", path)
        mira.leave(guild)
        after, body = await rest.call("GET", path)

    assert (before, after, body["code"]) == (200, 404, 10007)


async def test_members_are_listed_page_by_page_with_the_privileged_intent() -> None:
    async with Server(Settings(privileged_intents=True)) as server, rest_of(server) as rest:
        guild = server.guild("The Long Rest")
        people = [server.user(name) for name in ("Mira", "Tomas", "Kel")]
        for person in people:
            person.join(guild)
        path = f"/guilds/{guild.id}/members"

        _, first = await rest.call("GET", f"{path}?limit=2&after={people[0].id - 1}")
        _, rest_of_them = await rest.call("GET", f"{path}?limit=1000&after={people[1].id}")

    assert [member["user"]["global_name"] for member in first] == ["Mira", "Tomas"]
    assert "Kel" in [member["user"]["global_name"] for member in rest_of_them]


async def test_members_are_not_listed_without_the_privileged_intent() -> None:
    async with Server() as server, rest_of(server) as rest:
        guild = server.guild("The Long Rest")

        status, body = await rest.call("GET", f"/guilds/{guild.id}/members")

    assert (status, body["code"]) == (403, 50001)


async def test_a_bot_hears_who_joins_and_leaves_with_the_privileged_intent() -> None:
    async with (
        Server(Settings(privileged_intents=True)) as server,
        identified(server, intents=1 | MEMBERS) as (bot, _),
    ):
        guild = server.guild("The Long Rest")
        mira = server.user("Mira")
        mira.join(guild)
        joined = (await bot.hear_event("GUILD_MEMBER_ADD"))["d"]
        mira.leave(guild)
        left = (await bot.hear_event("GUILD_MEMBER_REMOVE"))["d"]

    assert joined["user"]["id"] == left["user"]["id"] == str(mira.id)
    assert joined["guild_id"] == left["guild_id"] == str(guild.id)
