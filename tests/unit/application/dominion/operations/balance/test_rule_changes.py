"""Tests that rules are imported as they are exported, and that a return undoes any changes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nazh.adapters.outbound.rulesets.toml_rulesets import RULESETS as NAMES
from nazh.adapters.outbound.rulesets.toml_rulesets import TomlRulesets
from nazh.application.dominion.operations.balance.balance import Balance
from nazh.application.dominion.operations.balance.import_rules import MAX_IMPORTED, ImportRules
from nazh.application.dominion.operations.balance.planned_rules import RuleWriter
from nazh.application.dominion.operations.balance.restore_rules import START, RestoreRules
from nazh.application.dominion.operations.developers import Developers
from nazh.application.dominion.ports import Requester
from nazh.application.dominion.ports.controls import RuleChange, RulePlan, RulePoint
from nazh.application.shared.audit.audit_log import AuditEntry
from nazh.domain.dominion.errors.controls import (
    AlreadySo,
    InconsistentRules,
    InvalidRuleValue,
    NoSuchRuleChange,
    RulesChanged,
    TooManyRules,
    UnknownRule,
)
from nazh.domain.dominion.rules.written_values import read_values, write_values
from nazh.domain.kernel.identity import GuildId, RequestId, UserId

NOW: Final = datetime(2026, 1, 1, tzinfo=UTC)
DEVELOPER: Final = Requester(RequestId("1"), GuildId(9), UserId(7), NOW, NOW)
RULESETS: Final = TomlRulesets("classic")
CHOICES: Final = {
    "resources.rate": ("1", "100", "10000"),
    "war.truce": ("9h", "48h", "3d"),
    "combat.plunder": ("0", "1500", "9000"),
    "combat.resources_lost": ("9000", "10000"),
    "military.naval.build_time": ("90m", "1s"),
    "season.length": ("7d", "168h"),
}
"""Keys with values that fit together, with the other ones of each ruleset, in most cases."""
IMPORTS: Final = st.lists(
    st.fixed_dictionaries(
        {}, optional={key: st.sampled_from(values) for key, values in CHOICES.items()}
    ),
    max_size=5,
)


class KeptRules:
    """Satisfies ``RuleBook`` for one season, in memory, with one row for each ruleset."""

    def __init__(self, first: str) -> None:
        self.rulesets = [first]
        self.changes_made: list[tuple[RuleChange, ...]] = []
        self.entries: list[AuditEntry] = []

    def _plan(self) -> RulePlan:
        return RulePlan(
            first=self.rulesets[0],
            current=self.rulesets[0],
            planned=self.rulesets[-1],
            next_hour=5,
            version=f"1.{len(self.changes_made)}",
        )

    async def plan(self, at: datetime) -> RulePlan:
        return self._plan()

    async def change(
        self,
        at: datetime,
        decide: Callable[[RulePlan], tuple[tuple[RuleChange, ...], str, AuditEntry]],
    ) -> tuple[RuleChange, ...]:
        changes, ruleset, entry = decide(self._plan())
        self.changes_made.append(changes)
        self.rulesets.append(ruleset)
        self.entries.append(entry)
        return changes

    async def history(self, key: str | None, most: int) -> tuple[RuleChange, ...]:
        matching = [
            change
            for changes in self.changes_made
            for change in changes
            if key in (None, change.key)
        ]
        return tuple(matching[::-1][:most])

    async def points(self, most: int) -> tuple[RulePoint, ...]:
        numbered = list(enumerate(self.changes_made, start=1))[::-1][:most]
        return tuple(
            RulePoint(number=number, changes=len(changes), last=changes[-1])
            for number, changes in numbered
        )

    async def ruleset_after(self, number: int) -> str | None:
        return self.rulesets[number] if number < len(self.rulesets) else None


class Game:
    def __init__(self, name: str = "classic") -> None:
        rulesets = TomlRulesets(name)
        self.book = KeptRules(rulesets.current())
        writer = RuleWriter(Developers(GuildId(9), frozenset({UserId(7)})), rulesets, self.book)
        self.balance = Balance(writer)
        self.imports, self.restore = ImportRules(writer), RestoreRules(writer)

    async def change(self, text: str, reason: str = "r") -> tuple[RuleChange, ...]:
        version = (await self.imports.preview(DEVELOPER, text)).version
        return await self.imports(DEVELOPER, text, version, reason)

    async def return_to(self, number: int) -> tuple[RuleChange, ...]:
        version = (await self.restore.preview(DEVELOPER, number)).version
        return await self.restore(DEVELOPER, number, version, "r")

    async def values(self) -> dict[str, str]:
        return read_values(await self.balance.export(DEVELOPER))


async def play(game: Game, imports: list[dict[str, str]]) -> list[dict[str, str]]:
    """Make the changes that are possible, and return all values after each of them."""
    states = [await game.values()]
    for values in imports:
        try:
            await game.change(write_values(values))
        except (AlreadySo, InconsistentRules):
            continue
        states.append(await game.values())
    return states


@given(st.sampled_from(NAMES), IMPORTS)
def test_an_export_changes_nothing_when_it_is_imported(
    name: str, imports: list[dict[str, str]]
) -> None:
    async def check() -> None:
        game = Game(name)
        await play(game, imports)
        exported = await game.balance.export(DEVELOPER)

        with pytest.raises(AlreadySo):
            await game.imports.preview(DEVELOPER, exported)

    asyncio.run(check())


@given(st.sampled_from(NAMES), IMPORTS, st.integers(0, 5))
def test_a_return_undoes_whatever_was_changed_since(
    name: str, imports: list[dict[str, str]], chosen: int
) -> None:
    async def check() -> None:
        game = Game(name)
        states = await play(game, imports)
        number = chosen % len(states)
        try:
            changes = await game.return_to(number)
        except AlreadySo:
            assert states[number] == states[-1]
        else:
            was, became = states[-1], states[number]
            assert {change.key: (change.before, change.after) for change in changes} == {
                key: (was[key], became[key]) for key in was if was[key] != became[key]
            }

        assert await game.values() == states[number]

    asyncio.run(check())


@given(IMPORTS)
def test_an_import_makes_the_changes_that_were_shown(imports: list[dict[str, str]]) -> None:
    async def check() -> None:
        game = Game()
        for values in imports:
            try:
                plan_shown = await game.imports.preview(DEVELOPER, write_values(values))
            except (AlreadySo, InconsistentRules):
                continue
            lines = write_values({change.before.key: change.after for change in plan_shown.changes})
            changes = await game.imports(DEVELOPER, lines, plan_shown.version, "r")
            assert [
                (change.key, change.before, change.after, change.hour) for change in changes
            ] == [
                (change.before.key, change.before.written, change.after, change.hour)
                for change in plan_shown.changes
            ]

    asyncio.run(check())


async def test_all_values_change_in_one_hour_with_one_entry() -> None:
    game = Game()

    changes = await game.change("war.truce = 48h\nresources.rate = 1,200  # was 100", "A festival")

    assert changes == tuple(
        RuleChange(
            hour=5, key=key, before=before, after=after, reason="A festival", requested_at=NOW
        )
        for key, before, after in (
            ("resources.rate", "100", "1200"),
            ("war.truce", "72h", "48h"),
        )
    )
    (entry,) = game.book.entries
    assert (entry.action, entry.target) == ("dominion.balance.import", "values: 2")
    assert entry.before == {"resources.rate": "100", "war.truce": "72h"}
    assert entry.after == {
        "resources.rate": "1200",
        "war.truce": "48h",
        "hour": 5,
        "reason": "A festival",
    }


async def test_a_return_to_the_start_has_one_entry() -> None:
    game = Game()
    await game.change("resources.rate = 120")

    await game.return_to(START)

    entry = game.book.entries[-1]
    assert (entry.action, entry.target) == ("dominion.balance.restore", "change 0")
    assert entry.after == {"resources.rate": "100", "hour": 5, "reason": "r"}


async def test_values_that_fit_only_together_are_imported_together() -> None:
    game = Game()

    with pytest.raises(InconsistentRules):
        await game.change("combat.plunder = 6000")
    await game.change("combat.plunder = 6000\ncombat.resources_lost = 7000")

    assert (await game.values())["combat.plunder"] == "6000"


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("combat.luck = 1", UnknownRule),
        ("name = blitz", UnknownRule),
        ("combat = 1", UnknownRule),
        ("resources.rate = 48h", InvalidRuleValue),
        ("resources.rate = 0", InvalidRuleValue),
        ("resources.rate = 100", AlreadySo),
        ("# nothing", AlreadySo),
    ],
)
async def test_an_import_with_an_error_is_refused_as_a_whole(
    text: str, refusal: type[Exception]
) -> None:
    game = Game()

    with pytest.raises(refusal):
        await game.change(text if refusal is AlreadySo else f"war.truce = 48h\n{text}")

    assert game.book.changes_made == []


async def test_an_import_changes_at_most_so_many_values() -> None:
    game = Game()
    numbers = {key: value for key, value in (await game.values()).items() if value.isdecimal()}
    other = {key: str(int(value) + 1) for key, value in numbers.items() if int(value) < 1_000}
    too_many = dict(list(other.items())[: MAX_IMPORTED + 1])

    with pytest.raises(TooManyRules) as refused:
        await game.change(write_values(too_many))
    too_many.popitem()
    changes = await game.change(write_values(too_many))

    assert refused.value.facts == {"count": MAX_IMPORTED + 1, "most": MAX_IMPORTED}
    assert len(changes) == MAX_IMPORTED


async def test_a_confirmation_after_another_change_is_refused() -> None:
    game = Game()
    await game.change("resources.rate = 120")
    imported = await game.imports.preview(DEVELOPER, "war.truce = 48h")
    returned = await game.restore.preview(DEVELOPER, START)
    await game.change("season.length = 7d")

    with pytest.raises(RulesChanged):
        await game.imports(DEVELOPER, "war.truce = 48h", imported.version, "r")
    with pytest.raises(RulesChanged):
        await game.restore(DEVELOPER, START, returned.version, "r")

    assert len(game.book.changes_made) == 2


async def test_a_change_that_was_never_made_is_refused() -> None:
    game = Game()
    version = (await game.book.plan(NOW)).version

    with pytest.raises(NoSuchRuleChange):
        await game.restore.preview(DEVELOPER, 1)
    with pytest.raises(NoSuchRuleChange):
        await game.restore(DEVELOPER, 1, version, "r")


async def test_values_that_are_newer_than_a_ruleset_become_those_of_classic() -> None:
    game = Game()
    await game.change("resources.rate = 120")
    table = game.book.rulesets[0].replace('"rate": 100, ', "")
    game.book.rulesets[0] = table

    await game.return_to(START)

    assert '"rate"' not in table
    assert (await game.values())["resources.rate"] == "100"


async def test_points_are_for_developers() -> None:
    game = Game()
    await game.change("resources.rate = 120")

    (point,) = await game.restore.points(DEVELOPER, 25)

    assert (point.number, point.changes, point.last.after) == (1, 1, "120")
    stranger = replace(DEVELOPER, user=UserId(8))
    with pytest.raises(Exception, match="Only developers"):
        await game.restore.points(stranger, 25)
