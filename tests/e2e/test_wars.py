"""Tests that two servers fight a war on Discord: every command, every button, and the news."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from localcord import Channel, Person
from tests.e2e.conftest import Table
from tests.e2e.program import Program, run_bot
from tests.e2e.test_dominion import ADMINISTRATOR, LONG, PLAYER, labels, text_of

MANAGER: Final = ADMINISTRATOR | 1 << 5
SPEED: Final = 600
HOUR: Final = 3_600
READY: Final = (
    "UPDATE dominion_nation_states SET protected_until = 0, is_protected = false",
    "UPDATE dominion_build_orders SET due_at = started_at",
)
"""Ends the protection of all nations, and finishes what they build."""


def leader(table: Table, name: str, channel: Channel) -> Person:
    person = table.discord.user(name, age=LONG)
    assert channel.guild is not None
    person.set_permissions(channel.guild, PLAYER | MANAGER)
    return person


def news(table: Table, channel: Channel) -> str:
    return "\n".join(message.text for message in table.discord.world.messages.in_channel(channel))


def make_ready(file: Path) -> None:
    with closing(sqlite3.connect(file, timeout=30)) as opened, opened:
        for statement in READY:
            opened.execute(statement)


async def started(table: Table, folder: Path, **variables: str) -> Program:
    address = f"sqlite:///{folder / 'nazh.sqlite3'}"
    more = {"NAZH_DATABASE_URL": address, "NAZH_CONTEXTS": "dominion", **variables}
    return await run_bot(table.discord, folder, **more)


async def found(person: Person, channel: Channel, name: str, quantity: int) -> None:
    user = person.in_(channel)
    await user.slash("nation register", name=name)
    await user.slash("military build", unit="infantry", quantity=quantity)


async def test_a_page_offers_what_its_user_can_do_also_after_a_restart(
    table: Table, tmp_path: Path
) -> None:
    away = table.discord.guild("Away").channel("table")
    carol, dave = leader(table, "Carol", table.channel), leader(table, "Dave", away)
    person = table.discord.user("Alice", age=LONG)
    here, there, alice = carol.in_(table.channel), dave.in_(away), person.in_(table.channel)
    stranger = table.discord.user("Steve", age=LONG)
    guest = stranger.in_(table.channel)
    bot = await started(table, tmp_path)
    try:
        await found(carol, table.channel, "Aurelia", 8)
        await found(dave, away, "Borealis", 4)
        make_ready(tmp_path / "nazh.sqlite3")
        await alice.slash("citizen register")
        refused = (await alice.slash("war declare", nation="Borealis")).reply
        await there.slash("military status")
        predicted = (await here.slash("war predict", nation="Borealis")).reply
        rivals = [
            (await user.slash("nation info", nation="Borealis")).reply
            for user in (guest, alice, here)
        ]
        compared = (await carol.press(rivals[2], "Compare")).reply
        asked = (await carol.press(rivals[2], "Declare War")).reply
        reply = (await here.slash("war declare", nation="Borealis", reason="rivalry")).reply
        declared = (await carol.press(reply, "Declare War")).reply
        pages = [
            labels((await carol.press(declared, "War")).reply),
            labels((await person.press(declared, "War")).reply),
        ]
        foreign = [
            text_of((await stranger.press(declared, "War")).reply),
            text_of((await guest.slash("war list", filter="world")).reply),
            text_of((await guest.slash("nation compare", a="Borealis")).reply),
        ]
        rivals.append((await here.slash("nation info", nation="Borealis")).reply)
        similar = await guest.complete("nation info", "nation", "Boraelis")
        hidden = await guest.complete("war info", "war", "")
        defending = (await there.slash("war info", war=1)).reply
        pages.append(labels(defending))
        answering = [
            [choice["value"] for choice in (await user.complete(f"war {words}", "war", "")).choices]
            for user in (here, there)
            for words in ("accept", "decline", "withdraw", "surrender", "stance")
        ]
        declining = (await dave.press(defending, "Decline")).updated
        question = text_of(declining)
        defending = (await dave.press(declining, "Not Now")).updated
        assert (await bot.stop()).status == 0
        bot = await started(table, tmp_path)
        accepted = (await dave.press(defending, "Accept")).reply
        await here.slash("gov delegate", office="commander", user=person.account)
        commanding = (await alice.slash("war info", war=1)).reply
        pages.append(labels(commanding))
        orders = (await person.press(commanding, "Orders")).updated
        orders = (await person.press(orders, "Defensive")).updated
        form = (await person.press(orders, "Nonce")).modal
        typed = (await person.submit(form, {"nonce": "*dice*"})).reply
        refilled = (await person.press(orders, "Nonce")).modal
        stance = (await here.slash("war stance", war=1, stance="aggressive")).reply
        nonce = (await there.slash("war nonce", war=1, text="mine")).reply
        offered = await there.complete("war surrender", "war", "1")
        listed = (await there.slash("war list", filter="world")).reply
        surrendering = (await there.slash("war surrender", war=1)).reply
        surrendered = (await dave.press(surrendering, "Surrender")).reply
        again = (await dave.press(surrendering, "Surrender")).reply
        history = (await alice.slash("war history", nation="borealis")).reply
        own = (await here.slash("nation settings")).reply
        assert (await bot.stop()).status == 0
    finally:
        bot.kill()

    assert "Only the leader of Aurelia and its commander can do that." in text_of(refused)
    assert text_of(predicted).startswith("## 100% if you attack")
    assert "- −5 reputation\n- your next declaration: <t:" in text_of(reply)
    assert reply.ephemeral
    assert not declared.ephemeral
    assert pages == [["Orders", "Withdraw"], [], ["Accept", "Orders", "Decline"], ["Orders"]]
    assert all(
        "You need to be a citizen of Aurelia to do that." in reply_text for reply_text in foreign
    )
    assert not hidden.choices
    assert [choice["value"] for choice in similar.choices] == ["Borealis"]
    assert question.startswith("## −10 reputation\nDecline war 1 of Aurelia?")
    assert text_of(accepted).startswith("## War 1 is accepted")
    assert all(message.ephemeral for message in (typed, stance, nonce))
    assert text_of(typed).startswith("## Defensive\nis your stance in war 1 against Borealis.")
    assert r"Your nonce: \*dice\*" in text_of(typed)
    assert text_of(stance).startswith("## Aggressive")
    assert "Your nonce: mine" in text_of(nonce)
    assert [field.value for field in refilled.inputs] == ["*dice*"]
    assert [labels(page) for page in rivals] == [
        [],
        ["Compare"],
        ["Compare", "Declare War"],
        ["Compare"],
    ]
    assert "Aurelia with strength" in text_of(compared)
    assert labels(asked) == ["Declare War", "Not Now"]
    assert answering == [[], [], [1], [], [1], [1], [1], [], [], [1]]
    assert [choice["value"] for choice in offered.choices] == [1]
    assert "`1` Aurelia → Borealis · battle <t:" in text_of(listed)
    assert "−20 land" in text_of(surrendering)
    assert text_of(surrendered).startswith("## War 1 is lost\nby surrendering to Aurelia")
    assert "War 1 is over." in text_of(again)
    assert "Borealis has surrendered to Aurelia <t:" in text_of(history)
    assert text_of(own).startswith("## 20:00 UTC\nis the battle hour of Aurelia")


async def test_the_sides_of_a_war_make_peace(table: Table, tmp_path: Path) -> None:
    away = table.discord.guild("Away").channel("table")
    carol, dave = leader(table, "Carol", table.channel), leader(table, "Dave", away)
    here, there = carol.in_(table.channel), dave.in_(away)
    bot = await started(table, tmp_path)
    try:
        await found(carol, table.channel, "Aurelia", 4)
        await found(dave, away, "Borealis", 2)
        make_ready(tmp_path / "nazh.sqlite3")
        reply = (await here.slash("war declare", nation="Borealis")).reply
        await carol.press(reply, "Declare War")
        early = (await there.slash("war peace accept", war=1)).reply
        offered = (await here.slash("war peace propose", war=1, give_resources=100)).reply
        answering = [
            len((await user.complete(f"war peace {words}", "war", "")).choices)
            for user in (here, there)
            for words in ("propose", "accept", "reject")
        ]
        again = (await here.slash("war peace propose", war=1)).reply
        taken_back = (await here.slash("war peace reject", war=1)).reply
        rejectable = (await there.complete("war peace reject", "war", "")).choices
        await here.slash("war peace propose", war=1, give_resources=50, ask_territory=10)
        own_page = (await here.slash("war info", war=1)).reply
        withdrawn = (await carol.press(own_page, "Take Back Offer")).reply
        await here.slash("war peace propose", war=1)
        refused = (await there.slash("war peace accept", war=1)).reply
        rejected = (await dave.press(refused, "Reject")).reply
        await here.slash("war peace propose", war=1, give_resources=50, ask_territory=10)
        page = (await there.slash("war info", war=1)).reply
        replaced = (await dave.press(page, "Peace Offer")).reply
        await here.slash("war peace reject", war=1)
        await here.slash("war peace propose", war=1, give_resources=50, ask_territory=10)
        changed = (await dave.press(replaced, "Make Peace")).reply
        question = (await dave.press(page, "Peace Offer")).reply
        made_peace = (await dave.press(question, "Make Peace")).reply
        late = (await dave.press(question, "Make Peace")).reply
        assert (await bot.stop()).status == 0
    finally:
        bot.kill()

    assert answering == [1, 0, 1, 1, 1, 1]
    assert rejectable == []
    assert "There is no open offer of peace in war 1." in text_of(early)
    assert text_of(offered).startswith(
        "## Peace is offered to Borealis\nin war 1. You give **100 resources"
    )
    assert "There is an open offer of peace in war 1." in text_of(again)
    for ended in (taken_back, withdrawn):
        assert text_of(ended).startswith("## No peace with Borealis")
    assert text_of(rejected).startswith("## No peace with Aurelia")
    assert "The offer of peace in war 1 is no longer the one that you saw." in text_of(changed)
    assert "You offer **peace**: you give 50 resources and ask for 10 land." in text_of(own_page)
    assert "Take Back Offer" in [button.label for button in own_page.buttons]
    assert "Aurelia offers **peace**: you give 10 land and get 50 resources." in text_of(page)
    assert question.ephemeral
    assert [button.label for button in question.buttons] == ["Make Peace", "Reject", "Not Now"]
    assert text_of(question).startswith("## You give 10 land\nMake peace with Aurelia")
    assert "You get **50 resources**, and" in text_of(question)
    assert text_of(made_peace).startswith("## Peace with Aurelia\nWar 1 is over.")
    assert "War 1 is over." in text_of(late)
