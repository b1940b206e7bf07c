"""Tests that a nation is governed, takes a vacation and is deleted, on Discord."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from localcord import Channel, Conversation, Person, Role
from nazh.domain.dominion.government.administrators import ADMINISTRATORS
from tests.e2e.conftest import Table
from tests.e2e.program import run_bot
from tests.e2e.test_dominion import ADMINISTRATOR, LONG, PLAYER, text_of

MANAGE_GUILD: Final = 1 << 5


async def test_a_nation_gets_delegates_and_another_leader(table: Table, tmp_path: Path) -> None:
    assert table.channel.guild is not None
    administrator = table.discord.user("Carol")
    administrator.set_permissions(table.channel.guild, PLAYER | ADMINISTRATOR)
    carol = administrator.in_(table.channel)
    voters = table.channel.guild.role("Voters")
    person = table.discord.user("Alice", age=LONG)
    alice = person.in_(table.channel)
    database = f"sqlite:///{tmp_path / 'nazh.sqlite3'}"
    bot = await run_bot(
        table.discord, tmp_path, NAZH_DATABASE_URL=database, NAZH_CONTEXTS="dominion"
    )
    try:
        await carol.slash("nation register", name="Aurelia")
        await alice.slash("citizen register")
        announced = (await carol.slash("gov announce", message="**Join** us, @everyone")).reply
        again = (await carol.slash("gov announce", message="Once more", ping=voters)).reply
        inbox = (await alice.slash("inbox list")).reply
        dashboard = (await carol.slash("gov dashboard")).reply
        secret = (await alice.slash("gov dashboard")).reply
        refused = (await alice.slash("military build", unit="infantry", quantity=1)).reply
        delegated = (
            await carol.slash("gov delegate", office="commander", user=person.account)
        ).reply
        built = (await alice.slash("military build", unit="infantry", quantity=1)).reply
        usurped = (await alice.slash("gov appoint", user=person.account)).reply
        question = (await carol.slash("gov appoint", user=person.account)).reply
        appointed = (await administrator.press(question, "Appoint")).reply
        reappointed = (await carol.slash("gov appoint", user=administrator.account)).reply
        twice = (await carol.slash("gov appoint", user=person.account)).reply
        unpinged = (await alice.slash("gov announce", message="Vote", ping=voters)).reply
        file = (await alice.slash("treasury history", export=True)).reply.files
        ordered = (await alice.slash("treasury history", reason="build")).reply
        resting = (await alice.slash("nation vacation", days=3)).reply
        rested = (await person.press(resting, "Take the Vacation")).reply
        deleting = (await carol.slash("nation delete")).reply
        scheduled = (await administrator.press(deleting, "Delete the Nation")).reply
        canceled = (await person.press(scheduled, "Cancel the Deletion")).reply
        citizen_page = (await alice.slash("citizen info")).reply
        top = (await alice.slash("citizen contributors")).reply
        offices = (await alice.slash("gov offices")).reply
        assert (await bot.stop()).status == 0
    finally:
        bot.kill()

    assert announced.ephemeral
    assert text_of(announced).startswith("## Announced to Aurelia")
    assert "It is too soon for another announcement. It can be done again <t:" in text_of(again)
    assert "You are not allowed to mention this role." in text_of(unpinged)
    ((name, content),) = file.items()
    assert name.startswith("treasury-")
    assert content.decode().startswith("at,reason,amount,balance\r\n")
    assert "\n**−100** units ordered\n**−100** <t:" in text_of(ordered)
    assert "**Announcement:** \\*\\*Join\\*\\* us, @\u2060everyone" in text_of(inbox)
    assert dashboard.ephemeral
    assert text_of(dashboard).startswith("## 1,000 resources\nof 10,000 in Aurelia")
    assert "- Nothing is being built: `/military build`." in text_of(dashboard)
    assert [button.label for button in dashboard.buttons] == [
        "Join",
        "Tutorial",
        "Treasury",
        "Military",
        "Ranking",
    ]
    assert "Only the leader of Aurelia can do that." in text_of(secret)
    assert "Only the leader of Aurelia and its commander can do that." in text_of(refused)
    assert text_of(delegated).startswith("## Commander of Aurelia")
    assert text_of(built).startswith("## 1 infantry")
    assert "Only the leader of Aurelia and administrators of this server" in text_of(usurped)
    assert usurped.ephemeral
    assert usurped.buttons == []
    assert "This user is not a citizen of Aurelia." in text_of(reappointed)
    assert "This user is already the leader of Aurelia." in text_of(twice)
    assert reappointed.buttons == twice.buttons == []
    assert text_of(question).startswith(f"## Make <@{person.account.id}> the leader of Aurelia?")
    assert text_of(appointed).startswith("## Aurelia has another leader")
    assert text_of(resting).startswith("## 3 days of vacation for Aurelia?")
    assert text_of(rested).startswith("## Aurelia takes a vacation")
    assert "its **900** resources" in text_of(deleting)
    assert text_of(scheduled).startswith("## Aurelia will be deleted")
    assert text_of(canceled).startswith("## Aurelia stays")
    assert text_of(citizen_page).startswith(
        f"## 0 points\n<@{person.account.id}> is a citizen of Aurelia"
    )
    assert "\nLeads the nation.\nHas not contributed yet." in text_of(citizen_page)
    assert text_of(top).startswith("## Nobody has contributed to Aurelia yet")
    assert "**Commander** vacant" in text_of(offices)
    assert "who founded it <t:" in text_of(offices)


async def test_an_administrator_chooses_a_role_that_administers_the_nation(
    table: Table, tmp_path: Path
) -> None:
    guild = table.channel.guild
    assert guild is not None
    stewards = guild.role("Stewards")
    carol, mallory = table.discord.user("Carol", age=LONG), table.discord.user("Mallory", age=LONG)
    carol.set_permissions(guild, PLAYER | ADMINISTRATOR)
    mallory.set_permissions(guild, PLAYER | MANAGE_GUILD)
    person = table.discord.user("Stewart", age=LONG)
    person.set_roles(guild, stewards)
    steward = person.in_(table.channel)
    database = f"sqlite:///{tmp_path / 'nazh.sqlite3'}"
    bot = await run_bot(
        table.discord, tmp_path, NAZH_DATABASE_URL=database, NAZH_CONTEXTS="dominion"
    )
    try:
        before = (await steward.slash("nation register", name="Aurelia")).reply
        usurped = (await choose_role(mallory, table.channel, stewards)).reply
        chosen = (await choose_role(carol, table.channel, stewards)).updated
        founded = (await steward.slash("nation register", name="Aurelia")).reply
        await carol.in_(table.channel).slash("citizen register")
        question = (await steward.slash("gov appoint", user=carol.account)).reply
        appointed = (await person.press(question, "Appoint")).reply
        announced = (await steward.slash("gov announce", message="I am the steward")).reply
        deleting = (await steward.slash("nation delete")).reply
        person.set_roles(guild)
        after = (await person.press(deleting, "Delete the Nation")).reply
        assert (await bot.stop()).status == 0
    finally:
        bot.kill()

    assert "or the role that this server has chosen" in text_of(before)
    assert "You need the Administrator permission to change this setting." in text_of(usurped)
    assert f"**Administrators of the nation**: <@&{stewards.id}>, and members" in text_of(chosen)
    assert text_of(founded).startswith("## Aurelia is founded")
    assert text_of(appointed).startswith("## Aurelia has another leader")
    assert "Only the leader of Aurelia can do that." in text_of(announced)
    assert "or the role that this server has chosen" in text_of(after)


async def choose_role(by: Person, channel: Channel, role: Role) -> Conversation:
    """Choose the role in ``/settings``, and return how that was answered."""
    opened = (await by.in_(channel).slash("settings")).reply
    name = ADMINISTRATORS.name
    setting_page = (await by.choose(opened, name, menu="nz2:guilds.setting")).updated
    return await by.choose(setting_page, role, menu=f"nz2:guilds.choice:{name}")
