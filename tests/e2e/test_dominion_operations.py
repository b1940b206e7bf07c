"""Tests that developers operate Dominion in their server, and that nobody else does."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from localcord import ChannelUser, Message
from nazh.domain.dominion.operations.features import FEATURES
from tests.e2e.conftest import Table
from tests.e2e.program import COMMAND, TIMEOUT, environment, run_bot, run_to_its_end
from tests.e2e.test_chat_bridges import eventually
from tests.e2e.test_dominion import administrator, text_of
from tests.e2e.test_notices import ADMINISTRATOR, PLAYER, hold_job, messages_in, tell
from tests.e2e.test_settings import choose, opened

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("short_periods")]

LONG = timedelta(days=30)

ALL = len(FEATURES)


async def test_developers_switch_change_and_moderate(table: Table, tmp_path: Path) -> None:
    workshop = table.discord.guild("Workshop").channel("operations")
    person = table.discord.user("Devi", age=LONG)
    devi = person.in_(workshop)
    carol = administrator(table, "Carol", table.channel)
    player = table.discord.user("Alice", age=LONG)
    alice = player.in_(table.channel)
    assert workshop.guild is not None
    more = {
        "NAZH_DATABASE_URL": f"sqlite:///{tmp_path / 'nazh.sqlite3'}",
        "NAZH_CONTEXTS": "dominion",
        "NAZH_DOMINION_ADMIN_GUILD": str(workshop.guild.id),
        "NAZH_DOMINION_DEVELOPERS": str(person.id),
    }
    bot = await run_bot(table.discord, tmp_path, **more)

    async def developer(words: str, **options: object) -> str:
        return text_of((await devi.slash(words, **options)).reply)

    async def confirmed(message: Message, reason: str) -> str:
        form = (await person.press(message, "Continue …")).modal
        return text_of((await person.submit(form, {"reason": reason})).reply)

    try:
        guild, commands = workshop.guild.id, table.discord.world.commands
        # The commands of a server are registered after those of all servers.
        assert await table.discord.world.until(
            lambda: "dominion-ops" in commands.names(guild), TIMEOUT
        )
        offered = {
            name: commands.names(guild)
            for name, guild in (("all", None), ("workshop", workshop.guild.id))
        }
        stranger = administrator(table, "Mallory", workshop)
        refused = text_of((await stranger.slash("dominion-ops status")).reply)
        empty = await developer("dominion-ops status")
        early = await developer("dominion-admin balance get", key="resources.rate")
        founded = (await carol.slash("nation register", name="Aurelia")).reply
        await alice.slash("citizen register")

        off = await developer("dominion-admin feature disable", name="treasury", reason="A test")
        without = text_of((await alice.slash("treasury status")).reply)
        again = await developer("dominion-admin feature disable", name="treasury", reason="Again")
        needed = await developer(
            "dominion-admin feature enable", name="development", reason="Too early"
        )
        await developer("dominion-admin feature enable", name="treasury", reason="Done")
        features = await developer("dominion-admin feature list")
        here = str(table.channel.guild.id) if table.channel.guild else ""
        switch = {"name": "treasury", "reason": "A test"}
        no_server = await developer("dominion-admin feature disable", server="Keep", **switch)
        off_here = await developer("dominion-admin feature disable", server=here, **switch)
        without_here = text_of((await alice.slash("treasury status")).reply)
        await developer("dominion-admin feature enable", server=here, **switch)
        feature = await developer("dominion-admin feature status", name="advanced_units")

        assert "Keep is not the id of a server." in no_server
        assert off_here.startswith(f"## treasury: off in server {here}\n")
        assert "is switched off" in without_here
        no_ships = text_of((await carol.slash("military build", unit="naval", quantity=1)).reply)
        await developer("dominion-admin feature enable", name="advanced_units", reason="Ships")
        ships = text_of((await carol.slash("military build", unit="naval", quantity=1)).reply)
        await developer("dominion-admin feature disable", name="advanced_units", reason="Back")

        reply = (await devi.slash("dominion-admin phase set", number=1)).reply
        preview = text_of(reply)
        begun = await confirmed(reply, "We begin")
        later = text_of((await carol.slash("military fortify")).reply)
        await confirmed((await devi.slash("dominion-admin phase set", number=6)).reply, "All")

        await developer("dominion-admin command disable", name="/rank board", reason="Too slow")
        gone = text_of((await alice.slash("rank board")).reply)
        none = await developer("dominion-admin command disable", name="rank bord", reason="x")
        await developer("dominion-admin command enable", name="rank board", reason="Fast now")

        value = await developer("dominion-admin balance get", key="resources.rate")
        wrong = await developer("dominion-admin balance set", key="resources.rate", value="1h")
        reply = (
            await devi.slash("dominion-admin balance set", key="resources.rate", value="200")
        ).reply
        planned = text_of(reply)
        changed = await confirmed(reply, "A festival")
        after = await developer("dominion-admin balance get", key="resources.rate")
        different = await developer("dominion-admin balance validate")
        history = await developer("dominion-admin balance history")
        file = (await devi.slash("dominion-admin balance export")).reply.files["rules.txt"]
        reply = (await devi.slash("dominion-admin balance reset", key="resources.rate")).reply
        await confirmed(reply, "It is over")
        same = await developer("dominion-admin balance validate")

        granted = await developer(
            "dominion-mod nation grant", nation="Aurelia", amount=500, reason="A bug took them"
        )
        inspected = await developer("dominion-mod nation inspect", nation="aurelia")
        frozen = await developer(
            "dominion-mod nation freeze", nation="aurelia", reason="We look at it", days=3
        )
        held = text_of((await alice.slash("citizen contribute")).reply)
        info_text = text_of((await alice.slash("nation info")).reply)
        reply_text = text_of(
            (
                await alice.slash(
                    "dominion report", category="other", text="Why is my **nation** @everyone held?"
                )
            ).reply
        )
        await developer("dominion-mod nation ban", nation="Aurelia", reason="Cheating")
        banned = text_of((await alice.slash("nation info")).reply)
        await developer("dominion-mod nation unban", nation="Aurelia", reason="A mistake")
        for text in ("The board is empty today", "A second error, here"):
            await alice.slash("dominion bug", text=text)
        many = text_of((await alice.slash("dominion suggest", text="One more, please")).reply)
        beyond = (await devi.slash("dominion-mod nation list", page=2)).reply
        nations = text_of((await person.press(beyond, "Previous")).updated)
        reply = (await devi.slash("dominion-mod nation delete", nation="Aurelia")).reply
        loss = text_of(reply)
        ordered = await confirmed(reply, "Cheating *again*")
        final = (await carol.slash("nation delete")).reply
        going = await developer("dominion-mod nation list")
        reply = (await devi.slash("dominion-mod nation delete", nation="Aurelia")).reply
        revoked = await confirmed(reply, "It was another nation")
        own = text_of((await carol.slash("nation delete")).reply)
        news = text_of((await alice.slash("inbox list")).reply)
        reports = await developer("dominion-mod reports list")
        closed = await developer("dominion-mod reports close", number=1, reason="Answered")
        left = await developer("dominion-mod reports list")

        await developer("dominion-ops maintenance", state="on", reason="New version")
        paused = text_of((await alice.slash("nation info")).reply)
        await developer("dominion-ops maintenance", state="off", reason="Done")
        reply = (await devi.slash("dominion-ops emergency-stop")).reply
        stop = text_of(reply)
        stopped = await confirmed(reply, "A bug eats resources")
        halted = text_of((await alice.slash("citizen contribute")).reply)
        pressed = text_of((await player.press(founded, "Join")).reply)
        status = await developer("dominion-ops status")
        resumed = await developer("dominion-ops resume", reason="Corrected")
        contribution_text = text_of((await alice.slash("citizen contribute")).reply)
        tasks = await developer("dominion-ops tasks")
        audit = await developer("dominion-admin audit")
        assert (await bot.stop()).status == 0
    finally:
        bot.kill()
    command = (*COMMAND[:-1], "db", "audit")
    verified = await run_to_its_end(environment(table.discord, **more), tmp_path, command)

    assert not any(name.startswith("dominion-") for name in offered["all"])
    assert {*offered["workshop"]} - {*offered["all"]} == {
        *("dominion-admin", "dominion-mod", "dominion-ops"),
    }
    assert "Only developers of this bot can do that" in refused
    assert empty.startswith(
        f"## Dominion is open\nPhase **6** of 6 · {ALL - 1} of {ALL} features on"
    )
    assert "There is no season yet" in early
    assert off.startswith("## treasury: off")
    assert "development needs it: off" in off
    assert "This part of the game (treasury) is switched off" in without
    assert "That is already the case" in again
    assert "This feature needs treasury, which is off." in needed
    assert features.startswith(f"## {ALL - 1} of {ALL} features on")
    assert feature.startswith("## advanced_units: off")
    assert "There are no naval units on this server." in no_ships
    assert "That costs 1,500 resources" in ships
    assert preview.startswith("## Phase 1 instead of 6?\nSwitches off: `treasury`")
    assert begun.startswith(f"## Phase 1\n3 of {ALL} features are on now.")
    assert "begins in phase 3; it is phase 1" in later
    assert "/rank board is switched off: Too slow" in gone
    assert "The game has no command /rank bord." in none
    assert value.startswith("## 100 resources\n`resources.rate`: Income of a citizen")
    assert "resources.rate cannot be 1h" in wrong
    assert planned.startswith("## 200 instead of 100 resources?")
    assert "That is 200% of the current value." in planned
    assert changed.startswith("## `resources.rate`: 200\nIt was 100.")
    assert "From the next tick on it is **200**." in after
    assert "`resources.rate`: **200**, began with 100" in different
    assert "100 → **200**" in history
    assert "A festival" in history
    assert b"resources.rate = 200\n" in file
    assert same.startswith("## No value has been changed")
    assert granted.startswith("## +500 resources\nAurelia has **1,500** of 10,000.")
    assert "**1,500** of 10,000 resources" in inspected
    assert frozen.startswith("## Aurelia is frozen\nIt ends <t:")
    assert "can only be viewed: We look at it" in held
    assert info_text.startswith("## Aurelia\n")
    assert reply_text.startswith("## Sent: report 1")
    assert "This server is banned from Dominion: Cheating" in banned
    assert "You have sent 3 messages to the operator" in many
    assert nations.startswith("## Nations by their ids, page 1\n**1** Aurelia · server ")
    assert nations.endswith(" · protected")
    assert loss.startswith("## Order the deletion of Aurelia?\nIn 3 days, its **")
    assert ordered.startswith("## Aurelia will be deleted\n")
    assert "The operator of the bot has ordered this" in text_of(final)
    assert not final.buttons
    assert " · protected, deleted <t:" in going
    assert revoked.startswith("## Aurelia stays")
    assert own.startswith("## Delete Aurelia?")
    assert "and only they can cancel this. The reason: Cheating \\*again\\*" in news
    assert "cancelled its deletion. The reason: It was another nation" in news
    assert "Why is my \\*\\*nation\\*\\* @\u2060everyone held?" in reports
    assert closed.startswith("## Closed: report 1")
    assert "**1** report" not in left
    assert "Dominion is under maintenance: New version" in paused
    assert stop.startswith("## Stop the world?\nNations get no income, and all")
    assert "Nations: **1**, citizens: 1." in stop
    assert stopped.startswith("## Dominion is stopped")
    assert "Dominion is stopped: A bug eats resources" in halted
    assert "Dominion is stopped" in pressed
    assert status.startswith("## Dominion is stopped\n<t:")
    assert resumed.startswith("## Dominion is open")
    assert contribution_text.startswith("## +50 resources")
    assert tasks.startswith("## 0 of 3 tasks late")
    assert audit.startswith("## The last 10 changes")
    assert "**mode.open** the game" in audit
    assert verified.status == 0, verified


def one_more(line: str) -> str:
    """Return a line of an export with the next number."""
    key, number = line.split(" = ")
    return f"{key} = {int(number) + 1}"


async def test_developers_import_rules_and_return_to_earlier_ones(
    table: Table, tmp_path: Path
) -> None:
    workshop = table.discord.guild("Workshop").channel("operations")
    assert workshop.guild is not None
    person = table.discord.user("Devi", age=LONG)
    devi, stranger = person.in_(workshop), administrator(table, "Mallory", workshop)
    carol = administrator(table, "Carol", table.channel)
    bot = await run_bot(
        table.discord,
        tmp_path,
        NAZH_DATABASE_URL=f"sqlite:///{tmp_path / 'nazh.sqlite3'}",
        NAZH_CONTEXTS="dominion",
        NAZH_DOMINION_ADMIN_GUILD=str(workshop.guild.id),
        NAZH_DOMINION_DEVELOPERS=str(person.id),
    )

    async def typed(lines: str) -> Message:
        form = (await devi.slash("dominion-admin balance import")).modal
        return (await person.submit(form, {"values": lines})).reply

    async def confirmed(message: Message, reason: str) -> str:
        form = (await person.press(message, "Continue …")).modal
        return text_of((await person.submit(form, {"reason": reason})).reply)

    async def exported() -> str:
        files = (await devi.slash("dominion-admin balance export")).reply.files
        return files["rules.txt"].decode()

    async def offered(writer: ChannelUser) -> list[tuple[object, str]]:
        completion = await writer.complete("dominion-admin balance restore", "change", "")
        return [(choice["value"], choice["name"]) for choice in completion.choices]

    try:
        await carol.slash("nation register", name="Aurelia")
        before = await exported()
        refused = text_of((await stranger.slash("dominion-admin balance import")).reply)
        errors = [
            text_of(await typed(lines))
            for lines in (
                "resources.rate = 120\nwar.truce 48h",
                "resources.rate = 120\nResources.rate = 130",
                "war.luck = 3",
                "war.truce = 5",
                "combat.plunder = 6000",
                "\n".join(before.splitlines()[:99]),
            )
        ]
        reply = await typed("Resources.rate = 120\nwar.truce = 48h # shorter\nseason.length = 60d")
        old = await typed("resources.rate = 130")
        question = text_of(reply)
        confirmation = await confirmed(reply, "A *festival*")
        again = await confirmed(reply, "Twice")
        late = await confirmed(old, "Too late")
        await confirmed(await typed("resources.rate = 150"), "More")
        history = text_of((await devi.slash("dominion-admin balance history")).reply)
        choices, hidden = await offered(devi), await offered(stranger)
        question_to_restore = (await devi.slash("dominion-admin balance restore", change=2)).reply
        unknown = text_of((await devi.slash("dominion-admin balance restore", change=9)).reply)
        back = text_of(question_to_restore)
        returned = await confirmed(question_to_restore, "Enough")
        after = await exported()
        more = [line for line in before.splitlines() if line[-4:].strip().isdecimal()]
        for lines in (more[:40], more[40:]):
            await confirmed(await typed("\n".join(map(one_more, lines))), "Many")
        start = (await devi.slash("dominion-admin balance restore", change=0)).reply
        file = start.files["changes.txt"].decode()
        await confirmed(start, "All of it")
        ended = await exported()
        audit = text_of((await devi.slash("dominion-admin audit")).reply)
        assert (await bot.stop()).status == 0
    finally:
        bot.kill()

    assert "Only developers of this bot can do that" in refused
    for error, expected in zip(
        errors,
        (
            "Line 2 is not a value of the rules.\n```\nwar.truce 48h\n",
            "Line 2 is the second one with resources.rate.",
            "No ruleset value is called war.luck.",
            "war.truce cannot be 5",
            "combat.plunder must not be more than combat.resources\\_lost.",
            "That is already the case",
        ),
        strict=True,
    ):
        assert error.startswith(expected)
    assert question.startswith(
        "## Change 2 values?\n"
        "```\nresources.rate = 120  # was 100\nwar.truce = 48h  # was 72h\n```\n"
    )
    assert confirmation.startswith("## 2 values were changed\nThey apply from the tick ")
    for text in (again, late):
        assert "The rules were changed after this preview, so nothing was changed." in text
    assert history.count("A \\*festival\\*") == 2
    assert [number for number, _ in choices] == [2, 0]
    assert choices[0][1].startswith("2 · 2 values · 20")
    assert choices[0][1].endswith(" UTC · A *festival*")
    assert hidden == []
    assert "The rules of this season have no change 9." in unknown
    assert back.startswith(
        "## Return to earlier rules?\n1 value becomes what it was after change 2.\n"
        "```\nresources.rate = 120  # was 150\n```\n"
    )
    assert returned.startswith("## 1 value was changed\n")
    assert "resources.rate = 120\n" in after
    assert "war.truce = 48h\n" in after
    lines, start_text = file.splitlines(), text_of(start)
    assert set(before.splitlines()) >= {line.partition("  # was ")[0] for line in lines}
    left_out = [line for line in lines if line not in start_text]
    assert f"\n… and {len(left_out)} more; the file has all of them.\n" in start_text
    assert left_out == lines[60:]
    assert ended == before
    assert "**balance.restore** change 0" in audit
    assert "**balance.import** values: 2" in audit


async def test_developers_are_told_of_a_broken_invariant(table: Table, tmp_path: Path) -> None:
    workshop = table.discord.guild("Workshop").channel("operations")
    assert workshop.guild is not None
    devi = table.discord.user("Devi", age=LONG)
    carol = administrator(table, "Carol", table.channel)
    database = tmp_path / "nazh.sqlite3"
    await hold_job(database, "check_invariants")
    more = {
        "NAZH_DATABASE_URL": f"sqlite:///{database}",
        "NAZH_CONTEXTS": "dominion",
        "NAZH_DOMINION_ADMIN_GUILD": str(workshop.guild.id),
        "NAZH_DOMINION_DEVELOPERS": str(devi.id),
    }
    bot = await run_bot(table.discord, tmp_path, **more)
    try:
        await carol.slash("nation register", name="Aurelia")
        assert (await bot.stop()).status == 0
        tell(database, "UPDATE dominion_nation_states SET population = 3")
        tell(database, "UPDATE jobs SET due_at = 0")
        bot = await run_bot(table.discord, tmp_path, **more)
        await eventually(lambda: len(messages_in(table, devi.direct)) == 1)
        status = text_of((await devi.in_(workshop).slash("dominion-ops status")).reply)
        assert (await bot.stop()).status == 0
    finally:
        bot.kill()

    (message,) = messages_in(table, devi.direct)
    assert message.text == (
        "## Dominion needs you\n**The invariant `citizens` is broken**: breaches found: 1. "
        "`nazh dominion status` shows where."
    )
    assert "**1** breach of the invariant `citizens`" in status


async def test_developers_announce_something_to_all_nations(table: Table, tmp_path: Path) -> None:
    workshop = table.discord.guild("Workshop").channel("operations")
    assert workshop.guild is not None
    assert table.channel.guild is not None
    hall = table.channel.guild.channel("hall")
    devi, carol = (table.discord.user(name, age=LONG) for name in ("Devi", "Carol"))
    carol.set_permissions(table.channel.guild, PLAYER | ADMINISTRATOR)
    bot = await run_bot(
        table.discord,
        tmp_path,
        NAZH_DATABASE_URL=f"sqlite:///{tmp_path / 'nazh.sqlite3'}",
        NAZH_CONTEXTS="dominion",
        NAZH_DOMINION_ADMIN_GUILD=str(workshop.guild.id),
        NAZH_DOMINION_DEVELOPERS=str(devi.id),
    )
    try:
        await choose(carol, await opened(table, carol), "dominion_channel", hall)
        await carol.in_(table.channel).slash("nation register", name="Aurelia")
        await eventually(lambda: len(messages_in(table, hall)) == 1)
        text = "A [new](https://example.org) version @everyone"
        reply = (await devi.in_(workshop).slash("dominion-ops announce", message=text)).reply
        form = (await devi.press(reply, "Continue …")).modal
        confirmation = text_of((await devi.submit(form, {"reason": "To warn them"})).reply)
        await eventually(lambda: len(messages_in(table, hall)) == 2)
        form = (await devi.press(reply, "Continue …")).modal
        again = text_of((await devi.submit(form, {"reason": "Once more"})).reply)
        audit = text_of((await devi.in_(workshop).slash("dominion-admin audit")).reply)
        assert (await bot.stop()).status == 0
    finally:
        bot.kill()

    news = messages_in(table, hall)[1].text
    assert text_of(reply).startswith(
        "## Announce this to 1 nation?\n**Announcement of the operator"
    )
    assert confirmation.startswith("## Announced")
    assert news.startswith("## Aurelia\n**Announcement of the operator:** A ")
    assert "[new](" not in news
    assert "@everyone" not in news
    assert "That is already the case" in again
    assert "**announced** announcement 1" in audit


async def test_developers_simulate_a_battle(table: Table, tmp_path: Path) -> None:
    workshop = table.discord.guild("Workshop").channel("operations")
    assert workshop.guild is not None
    devi = table.discord.user("Devi", age=LONG)
    carol = administrator(table, "Carol", table.channel)
    dana = administrator(table, "Dana", table.discord.guild("North").channel("hall"))
    bot = await run_bot(
        table.discord,
        tmp_path,
        NAZH_DATABASE_URL=f"sqlite:///{tmp_path / 'nazh.sqlite3'}",
        NAZH_CONTEXTS="dominion",
        NAZH_DOMINION_ADMIN_GUILD=str(workshop.guild.id),
        NAZH_DOMINION_DEVELOPERS=str(devi.id),
    )
    try:
        await carol.slash("nation register", name="Aurelia")
        await dana.slash("nation register", name="Borealis")
        simulated = await devi.in_(workshop).slash(
            "dominion-mod simulate", aggressor="Aurelia", defender="Borealis"
        )
        assert (await bot.stop()).status == 0
    finally:
        bot.kill()

    assert simulated.reply.ephemeral
    assert text_of(simulated.reply).startswith(
        "## Aurelia wins with 0%\nif it attacks Borealis now, with strength **0** against **0** "
    )
    assert "**Borealis wins: 100%**" in text_of(simulated.reply)


async def test_developers_retry_what_is_parked_and_check_the_world(
    table: Table, tmp_path: Path
) -> None:
    workshop = table.discord.guild("Workshop").channel("operations")
    assert workshop.guild is not None
    person = table.discord.user("Devi", age=LONG)
    devi = person.in_(workshop)
    carol = administrator(table, "Carol", table.channel)
    database = tmp_path / "nazh.sqlite3"
    bot = await run_bot(
        table.discord,
        tmp_path,
        NAZH_DATABASE_URL=f"sqlite:///{database}",
        NAZH_CONTEXTS="dominion",
        NAZH_DOMINION_ADMIN_GUILD=str(workshop.guild.id),
        NAZH_DOMINION_DEVELOPERS=str(person.id),
    )

    async def developer(words: str, **options: object) -> str:
        return text_of((await devi.slash(words, **options)).reply)

    try:
        await carol.slash("nation register", name="Aurelia")
        row = "(1, 1, 4, 1767225600000000, NULL, 'KeyError: 3')"
        tell(database, f"INSERT INTO dominion_failures VALUES {row}")
        parked = await developer("dominion-ops tasks")
        retried = await developer("dominion-ops retry", reason="Corrected")
        again = await developer("dominion-ops retry", reason="Corrected")
        after = await developer("dominion-ops tasks")
        fine = await developer("dominion-ops check")
        tell(database, "UPDATE dominion_nation_states SET population = 3")
        broken = await developer("dominion-ops check")
        audit = await developer("dominion-admin audit")
        assert (await bot.stop()).status == 0
    finally:
        bot.kill()

    assert "upkeep: up to date · " in parked
    assert "· next <t:" in parked
    assert "**1** nation is parked (`KeyError`)\nCorrect the cause, then use `/domin" in parked
    assert retried.startswith("## Retrying 1 nation\n")
    assert again.startswith("## Nothing is parked")
    assert "parked" not in after
    assert fine == "## All 11 invariants hold"
    assert broken.startswith("## 1 of 11 invariants broken\n**1** breach of the invariant `cit")
    assert "**work.retried** parked work" in audit


async def test_developers_are_offered_sanctioned_nations_and_open_reports(
    table: Table, tmp_path: Path
) -> None:
    workshop = table.discord.guild("Workshop").channel("operations")
    away = table.discord.guild("Away").channel("table")
    assert workshop.guild is not None
    person = table.discord.user("Devi", age=LONG)
    devi, stranger = person.in_(workshop), administrator(table, "Mallory", workshop)
    carol, dave = (
        administrator(table, name, channel)
        for name, channel in (("Carol", table.channel), ("Dave", away))
    )
    bot = await run_bot(
        table.discord,
        tmp_path,
        NAZH_DATABASE_URL=f"sqlite:///{tmp_path / 'nazh.sqlite3'}",
        NAZH_CONTEXTS="dominion",
        NAZH_DOMINION_ADMIN_GUILD=str(workshop.guild.id),
        NAZH_DOMINION_DEVELOPERS=str(person.id),
    )

    async def offered(
        user: ChannelUser, words: str, option: str, typed: str = ""
    ) -> list[tuple[object, str]]:
        completion = await user.complete(f"dominion-mod {words}", option, typed)
        return [(choice["value"], choice["name"]) for choice in completion.choices]

    try:
        await carol.slash("nation register", name="Aurelia")
        await dave.slash("nation register", name="Borealis")
        nobody = await offered(devi, "nation unban", "nation")
        await devi.slash("dominion-mod nation freeze", nation="Borealis", reason="A look")
        sanctioned = [
            await offered(devi, "nation unban", "nation", typed) for typed in ("", "bor", "aur")
        ]
        for text in ("The board is empty", "Nothing\nhappens " * 20):
            await carol.slash("dominion bug", text=text)
        reports = await offered(devi, "reports close", "number")
        await devi.slash("dominion-mod reports close", number=1, reason="Answered")
        left = await offered(devi, "reports close", "number")
        hidden = [
            await offered(stranger, "nation unban", "nation"),
            await offered(stranger, "reports close", "number"),
        ]
        assert (await bot.stop()).status == 0
    finally:
        bot.kill()

    assert nobody == []
    assert sanctioned == [[("Borealis", "Borealis")], [("Borealis", "Borealis")], []]
    assert reports[0] == (1, "1 · bug · The board is empty")
    assert [number for number, _ in reports] == [1, 2]
    assert left == reports[1:]
    assert hidden == [[], []]
