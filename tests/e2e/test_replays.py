"""Tests that a script of commands gives the same world, computed in any way and interrupted."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import cycle
from pathlib import Path

import pytest

from nazh.adapters.inbound.cli.dominion.script_views import VIEWS
from nazh.adapters.outbound.null.event_publisher import NullPublisher
from nazh.adapters.outbound.rng.dominion.war_secrets import DerivedWarSecrets
from nazh.adapters.outbound.rulesets.toml_rulesets import TomlRulesets
from nazh.adapters.outbound.sql.dominion.world.world import SqlWorld
from nazh.application.dominion.ports import Requester
from nazh.domain.kernel.identity import GuildId, RequestId, UserId
from nazh.wiring.dominion.game import game_commands
from tests import databases
from tests.e2e.forked_programs import PREFIX
from tests.e2e.program import ROOT, launch, run_to_its_end

REPLAY = (*PREFIX, "dominion", "replay")
ENVIRONMENT = {"PATH": "", "PYTHONPATH": str(ROOT)}
START = datetime(2026, 1, 1, tzinfo=UTC)
END = START + timedelta(hours=72)
NATIONS = {1: "Aurelia", 2: "Borealis"}
CITIZENS = 30


def script() -> Iterator[dict[str, object]]:
    """Yield 72 hours of two nations and thirty citizens, in order."""
    steps: list[tuple[timedelta, dict[str, object]]] = []

    def at(after: timedelta, guild: int, user: int, command: str, **more: object) -> None:
        step = {"guild": guild, "user": user, "command": command, **more}
        steps.append((after, step))

    for guild, name in NATIONS.items():
        at(timedelta(minutes=guild), guild, guild, "nation register",
           **{"as": "admin", "options": {"name": name}})  # fmt: skip
    for number in range(CITIZENS):
        guild, user = 1 + (number % 3 == 0), 100 + number
        at(timedelta(minutes=10 + 20 * number), guild, user, "citizen register")
        for turn in range(0, 60, 3 + number % 4):
            at(timedelta(hours=11 + turn, minutes=number), guild, user, "citizen contribute")
    for hour, unit, quantity in ((20, "infantry", 30), (22, "armor", 4), (40, "infantry", 3)):
        for guild in NATIONS:
            options = {"unit": unit, "quantity": quantity}
            at(timedelta(hours=hour, minutes=7), guild, guild, "military build", options=options)
    at(timedelta(hours=30), 1, 1, "treasury allocate",
       options={"category": "economy", "amount": 2_600})  # fmt: skip
    at(timedelta(hours=31), 2, 2, "treasury upgrade")
    at(timedelta(hours=70), 2, 2, "military disband", options={"unit": "armor", "quantity": 4})
    for after, step in sorted(steps, key=lambda timed_step: timed_step[0]):
        yield {"at": (START + after).isoformat(), **step}
    yield {"at": END.isoformat(), "advance": True}


@dataclass
class Realm:
    """A nation of the second implementation."""

    resources: int = 1_000
    capacity: int = 10_000
    people: int = 0
    economy: int = 0
    units: dict[str, int] = field(default_factory=dict)
    orders: list[tuple[datetime, str, int]] = field(default_factory=list)
    unpaid: int = 0
    founded: datetime = START
    snapshot: int = 0
    poor: bool = False
    given: dict[int, tuple[datetime, int]] = field(default_factory=dict)

    def power(self) -> int:
        strength = 10 * self.units.get("infantry", 0) + 100 * self.units.get("armor", 0)
        return (3 * self.resources + 4 * strength + 2 * 100 + self.people) // 10


def computed() -> dict[str, tuple[int, int, dict[str, int]]]:
    """Return resources, population and units by name, from the requirements alone."""
    realms: dict[int, Realm] = {}
    cost, hours = {"infantry": 100, "armor": 500}, {"infantry": 0.5, "armor": 2}
    clock = START

    def pass_time(until: datetime) -> None:
        nonlocal clock
        while clock < until:
            clock += timedelta(minutes=1)
            for realm in realms.values():
                if clock.hour == clock.minute == 0:
                    realm.resources -= realm.unpaid  # nobody is poor enough to lose units
                    realm.unpaid = 0
                if clock.minute == 0 and realm.founded < clock:
                    bonus = 10_000
                    if clock < realm.founded + timedelta(hours=48):
                        bonus = 15_000
                    bonus = bonus * (10_000 + 200 * realm.economy) // 10_000
                    bonus = bonus * (11_000 if realm.poor else 10_000) // 10_000
                    earned = realm.people * 100 * bonus // 10_000
                    realm.resources = min(realm.capacity, realm.resources + earned)
                    upkeep = {"infantry": 1, "armor": 10}
                    realm.unpaid += sum(upkeep[unit] * of for unit, of in realm.units.items())
                for order in [due_order for due_order in realm.orders if due_order[0] == clock]:
                    realm.orders.remove(order)
                    realm.units[order[1]] = realm.units.get(order[1], 0) + order[2]
            if clock.minute == 45:
                powers = [realm.power() for realm in realms.values()]
                for realm, power in zip(realms.values(), powers, strict=True):
                    # In force from the next tick on, which is the next time it is read.
                    realm.poor = len(powers) > 1 and 2 * power < sum(powers)

    for line in script():
        at = datetime.fromisoformat(str(line["at"]))
        pass_time(at)
        if "command" not in line:
            break
        guild, user = int(str(line["guild"])), int(str(line["user"]))
        realm = realms.setdefault(guild, Realm(founded=at))
        options = line.get("options", {})
        assert isinstance(options, dict)
        match line["command"]:
            case "citizen register":
                realm.people += 1
            case "citizen contribute":
                last, streak = realm.given.get(user, (START - timedelta(days=9), 0))
                if at >= last + timedelta(hours=4):
                    days = at.toordinal() - last.toordinal()
                    streak = streak if days == 0 else streak + 1 if days == 1 else 0
                    amount = 50 * (100 + 2 * streak) // 100
                    realm.resources = min(realm.capacity, realm.resources + amount)
                    realm.given[user] = at, streak
            case "military build":
                unit, quantity = str(options["unit"]), int(options["quantity"])
                price = cost[unit] * quantity * (95 if realm.poor else 100) // 100
                batches = -(-quantity // 25)
                if price <= realm.resources:
                    realm.resources -= price
                    due = at + timedelta(hours=hours[unit] * batches)
                    realm.orders.append((due, unit, quantity))
            case "military disband":
                assert realm.units.pop(str(options["unit"])) == options["quantity"]
                realm.resources += cost["armor"] * 4 // 4
            case "treasury allocate":
                realm.resources -= 2_600  # 1,000, 1,500, and 100 towards the third level
                realm.economy = 2
            case "treasury upgrade":
                realm.resources -= 5_000
                realm.capacity += 5_000
            case _:
                realm.founded = at
    return {
        NATIONS[guild]: (realm.resources, realm.people, realm.units)
        for guild, realm in realms.items()
    }


async def replayed(file: Path, *options: str) -> dict[str, object]:
    command = (*REPLAY, str(file), "--json", *options)
    process = await launch(ENVIRONMENT, file.parent, command)
    output, errors = await process.communicate()
    assert process.returncode == 0, errors.decode()
    parsed: dict[str, object] = json.loads(output)
    return parsed


@pytest.fixture
def file(tmp_path: Path) -> Path:
    script_file = tmp_path / "script.jsonl"
    script_file.write_text("".join(f"{json.dumps(line)}\n" for line in script()), "utf-8")
    return script_file


async def test_balances_are_those_of_a_second_implementation(file: Path) -> None:
    world = await replayed(file)

    nations = world["nations"]
    assert isinstance(nations, list)
    balances = {
        nation["name"]: (nation["resources"], nation["population"], nation["units"])
        for nation in nations
    }
    assert balances == computed()
    ledger, refusals = world["ledger"], world["refusals"]
    assert isinstance(ledger, dict)
    assert isinstance(refusals, list)
    assert sum(ledger.values()) == sum(nation["resources"] for nation in nations)
    assert {refused_line["code"] for refused_line in refusals} == {"too_soon"}


@pytest.mark.slow
@pytest.mark.parametrize(
    "options",
    [
        ("--step", "3600s"),
        ("--step", "random:7"),
        *(("--kill-at", str(number)) for number in (1, 19, 40, 1_000)),
    ],
    ids=" ".join,
)
async def test_neither_steps_nor_kills_change_the_world(
    file: Path, options: tuple[str, ...]
) -> None:
    assert (await replayed(file, *options))["state"] == (await replayed(file))["state"]


def script_with_views() -> Iterator[dict[str, object]]:
    """Yield the script with a view after every fourth line, and citizens who leave."""
    values = {"nation": "Aurelia", "war": 1, "battle": 1, "a": "Aurelia"}
    values |= {"text": "It broke.", "category": "other"}
    names, users = cycle(VIEWS), cycle((1, 2, 100, 101, 105, 120, 999))
    for number, step in enumerate(script()):
        yield step
        if "command" in step and number % 4 == 0:
            words = next(names)
            has = {option.name for option in VIEWS[words].options}
            options = {name: value for name, value in values.items() if name in has}
            view = {"guild": 1 + number % 3, "user": next(users), "command": words}
            yield {"at": step["at"], **view, "options": options}
        if "command" in step and number % 60 == 59:
            yield {"at": step["at"], "guild": 1, "user": 101, "command": "citizen leave"}


@pytest.mark.slow
async def test_views_come_to_the_same_in_any_way(tmp_path: Path) -> None:
    file = write(tmp_path, *script_with_views())
    alone = await replayed(file)

    address = f"sqlite:///{tmp_path}/world.sqlite3"
    worlds = [
        await replayed(file, "--kill-at", "2500"),
        await replayed(file, "--step", "random:7"),
        *await asyncio.gather(*(replayed(file, "--database", address) for _ in range(3))),
    ]

    assert worlds == [alone] * 5


@pytest.mark.slow
@pytest.mark.parametrize("create_database", [databases.sqlite, databases.postgresql])
async def test_three_concurrent_processes_give_the_same_world(
    file: Path, tmp_path: Path, create_database: databases.CreateDatabase
) -> None:
    alone = await replayed(file)
    async with create_database(tmp_path) as address:
        together = await asyncio.gather(*(replayed(file, "--database", address) for _ in range(3)))

    assert [world["state"] for world in together] == [alone["state"]] * 3
    assert [world["refusals"] for world in together] == [alone["refusals"]] * 3


def write(folder: Path, *lines: object) -> Path:
    """Write a script."""
    file = folder / "script.jsonl"
    file.write_text("".join(f"{json.dumps(line)}\n" for line in lines), "utf-8")
    return file


def line(at: timedelta, command: str, guild: int = 1, **options: object) -> dict[str, object]:
    """Return a line of an administrator."""
    who = {"guild": guild, "user": guild, "as": "admin"}
    return {"at": (START + at).isoformat(), **who, "command": command, "options": options}


async def refusal(file: Path, *options: str) -> str:
    """Return the message of a replay that ends with status 2."""
    ended = await run_to_its_end(ENVIRONMENT, file.parent, (*REPLAY, str(file), *options))
    assert ended.status == 2
    assert "Traceback" not in ended.errors
    return ended.errors


@pytest.mark.slow
@pytest.mark.parametrize(
    "first",
    [
        {"at": START.isoformat(), "advance": True},
        line(timedelta(), "nation info"),
        line(timedelta(), "nation register", name="!"),
    ],
    ids=["advance", "look", "refused"],
)
async def test_the_season_begins_at_the_first_line(
    tmp_path: Path, first: dict[str, object]
) -> None:
    late = line(timedelta(days=10), "nation register", name="Aurelia")

    world = await replayed(write(tmp_path, first, late))

    nations = world["nations"]
    assert isinstance(nations, list)
    assert [nation["resources"] for nation in nations] == [2_000]  # twice as many after ten days


@pytest.mark.slow
async def test_a_script_changes_no_world_but_its_own(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/world.sqlite3"
    of_database = ("--database", address)
    begin = line(timedelta(), "nation register", name="Aurelia")
    first = await replayed(write(tmp_path, begin), *of_database)

    again = await replayed(write(tmp_path, begin), *of_database)
    foreign = write(tmp_path, line(timedelta(), "nation register", guild=7, name="Zed"))
    refusals = [
        await refusal(foreign, *of_database),
        await refusal(write(tmp_path, begin), *of_database, "--ruleset", "blitz"),
    ]

    assert all("already has a world" in refused_line for refused_line in refusals)
    assert again == first == await replayed(write(tmp_path, begin), *of_database)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("foo://x", "is not the address of a database. Write sqlite:///FILE"),
        ("postgresql://x", "is not the address of a PostgreSQL database."),
        ("memory:", "omit --database to use a temporary file."),
        ("sqlite:////nowhere/at/all", "the folder /nowhere/at does not exist. Create it first."),
    ],
)
async def test_an_address_that_is_none_is_refused(tmp_path: Path, url: str, reason: str) -> None:
    file = write(tmp_path, line(timedelta(), "nation register", name="Aurelia"))

    assert reason in await refusal(file, "--database", url)


@pytest.mark.slow
async def test_nothing_happens_if_a_later_line_is_wrong(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/world.sqlite3"
    begin = line(timedelta(), "nation register", name="Aurelia")

    message = await refusal(
        write(tmp_path, begin, line(timedelta(), "nation register")), "--database", address
    )
    mended = await replayed(write(tmp_path, begin), "--database", address)

    assert 'Line 2 of the script: /nation register needs the option "name", a text.' in message
    assert mended["refusals"] == []


@pytest.mark.slow
async def test_views_are_refused_as_on_discord_and_again_if_run_again(tmp_path: Path) -> None:
    of_database = ("--database", f"sqlite:///{tmp_path}/world.sqlite3")
    guest = {"guild": 1, "user": 9}
    lines = [
        line(timedelta(), "nation register", name="Aurelia"),
        {**line(timedelta(), "treasury history"), **guest},
        {**line(timedelta(hours=1), "citizen register"), **guest},
        {**line(timedelta(hours=1), "treasury history"), **guest},
        *({**line(timedelta(hours=2), "dominion bug", text="It broke."), **guest},) * 4,
    ]
    file = write(tmp_path, *lines)

    world = await replayed(file, *of_database)

    assert world["refusals"] == [
        {"line": 2, "code": "only_citizens"},
        {"line": 8, "code": "too_many_reports"},
    ]
    assert await replayed(file, *of_database) == world


@pytest.mark.slow
async def test_a_script_does_not_change_the_world_of_a_bot(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/world.sqlite3"
    async with databases.opened(address, "dominion") as database:
        secrets, rulesets = DerivedWarSecrets(), TomlRulesets("classic")
        game = game_commands(SqlWorld(database, rulesets, secrets, NullPublisher()))
        requester = Requester(RequestId("5"), GuildId(1), UserId(1), START, START, True)
        await game.register_nation(requester, "Aurelia")

    file = write(tmp_path, line(timedelta(), "nation register", guild=2, name="Zed"))

    assert "already has a world" in await refusal(file, "--database", address)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "Line 1 of the script: this is not JSON"),
        ("[]", "Line 1 of the script: this is not a JSON object."),
        ('{"at": "yesterday"}', '"at" must be an instant'),
        ('{"at": "2026-01-01", "guild": 1, "user": 2, "command": "fleet sail"}',
         "there is no command /fleet sail. There are /nation, /citizen, /treasury, "),
        ('{"at": "2026-01-01", "guild": 1, "user": 2, "command": "/rank board"}',
         '"command" must be the words after the slash, such as "nation register".'),
        ('{"at": "2026-01-01", "guild": 1, "user": 2, "command": "rank up"}',
         "there is no command /rank up. There are /rank board, /rank nation."),
        ('{"at": "2026-01-01", "guild": 0, "user": 2, "command": "citizen leave"}',
         '"guild" must be a whole number from 1 to 9223372036854775807.'),
        ('{"at": "0001-01-01T00:00:00+14:00", "advance": true}', "in the years 2000 to 2999."),
        ('{"at": "9999-12-31T23:00:00Z", "guild": 1, "user": 2, "command": "citizen leave"}',
         "in the years 2000 to 2999."),
        ('{"at": "2026-01-01", "advance": true, "guild": 1, "user": 2, "command": "citizen leave"}',
         'a line that moves the clock has "at" and "advance": true, and nothing else.'),
        ('{"at": "2026-01-01", "advance": "yes"}',
         'a line that moves the clock has "at" and "advance": true, and nothing else.'),
        ('{"at": "2026-01-01", "guild": 1, "user": 2, "command": "nation register"}',
         'needs the option "name", a text.'),
    ],
)  # fmt: skip
async def test_a_script_that_is_wrong_is_refused_with_its_line(
    tmp_path: Path, line: str, reason: str
) -> None:
    file = tmp_path / "script.jsonl"
    file.write_text(f"{line}\n", "utf-8")

    assert reason in await refusal(file)


@pytest.mark.parametrize(
    ("words", "options", "reason"),
    [
        ("war accept", {"war": 2**63}, '"war" must be a whole number from 1 to 1000000000.'),
        ("gov appoint", {"user": 2**63}, f'"user" must be a whole number from 1 to {2**63 - 1}.'),
        ("war decline", {"war": "one"}, '/war decline needs the option "war", a whole number.'),
        ("military cancel", {"id": 1, "foo": 1}, '/military cancel has no option "foo".'),
        ("military fortify", {"foo": 1}, '/military fortify has no option "foo". It has none.'),
    ],
)
async def test_an_option_that_is_wrong_is_refused_with_its_line(
    tmp_path: Path, words: str, options: dict[str, object], reason: str
) -> None:
    file = write(tmp_path, {**line(timedelta(), words), "options": options})

    assert f"Line 1 of the script: {reason}" in await refusal(file)
