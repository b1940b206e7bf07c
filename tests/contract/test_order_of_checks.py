"""Tests in which order a command is refused (SEC-02), if several things speak against it.

What operators have switched comes before what the game decides (ADR 59).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nazh.adapters.inbound.cli.dominion.script_views import GameViews
from nazh.domain.dominion.operations.controls import (
    Controls,
    Mode,
    ModeSetting,
    Sanction,
    SanctionKind,
)
from nazh.domain.dominion.operations.features import Feature
from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.identity import GuildId
from tests.contract.test_permissions import (
    CITIZEN,
    COMMANDER,
    GUEST,
    LEADER,
    START,
    game,
    run,
)

__all__ = ("game",)
HERE: Final = GuildId(1)
OPERATIONS: Final = (Path(__file__).parents[2] / "docs/dominion-operations.md").read_text("utf-8")
COMMAND: Final = "military fortify"
LATER: Final = START + timedelta(days=2)
Switch = Callable[[Controls], Controls]
ORDER: Final[tuple[tuple[str, Switch], ...]] = (
    ("world_stopped", lambda on: replace(on, mode_setting=ModeSetting(Mode.STOPPED, START, "x"))),
    (
        "maintenance",
        lambda on: _calm(on, replace(on, mode_setting=ModeSetting(Mode.MAINTENANCE, START, "x"))),
    ),
    ("nation_banned", lambda on: replace(on, sanctions={HERE: _sanction(SanctionKind.BAN)})),
    (
        "nation_frozen",
        lambda on: replace(on, sanctions={HERE: _sanction(SanctionKind.FREEZE), **on.sanctions}),
    ),
    ("command_off", lambda on: replace(on, commands={COMMAND: "x"})),
    ("not_in_this_phase", lambda on: replace(on, phase=2)),
    (
        "feature_off",
        lambda on: replace(on, features={(Feature.WAR_PREPARATIONS, None): False}),
    ),
)
"""What refuses a command, the first to be named first."""


def _sanction(kind: SanctionKind) -> Sanction:
    return Sanction(kind, START, None, "x")


def _calm(before: Controls, after: Controls) -> Controls:
    """Return ``after``, unless the world is stopped already; there is one mode at a time."""
    return before if before.mode_setting.mode is Mode.STOPPED else after


@given(st.sets(st.sampled_from([code for code, _ in ORDER]), min_size=1))
def test_what_operators_have_switched_refuses_in_the_documented_order(chosen: set[str]) -> None:
    controls = Controls()
    for code, switch in ORDER:
        if code in chosen:
            controls = switch(controls)

    with pytest.raises(Refusal) as refused:
        controls.check(COMMAND, HERE, START)

    assert refused.value.code == next(code for code, _ in ORDER if code in chosen)


def test_the_page_names_the_order() -> None:
    assert (
        "The reasons are checked in this order: stop, maintenance, ban, freeze, single command, "
        "phase, feature, and then the rules of the game."
    ) in OPERATIONS


async def test_the_game_refuses_by_nation_level_status_feature_and_then_by_its_rules(
    game: GameViews,
) -> None:
    await run(game, "nation vacation", LEADER, days=3)
    back = LATER + timedelta(days=4)

    async def ordered(
        role: str, at: datetime = LATER, guild: int = 1, unit: str = "naval"
    ) -> str | None:
        return await run(game, "military build", role, guild=guild, at=at, unit=unit, quantity=0)

    codes = [
        await ordered(GUEST, guild=2),
        await ordered(GUEST),
        await ordered(CITIZEN),
        await ordered(COMMANDER),
        await ordered(COMMANDER, back),
        await ordered(COMMANDER, back, unit="armor"),
    ]

    assert codes == [
        "no_nation",
        "only_delegates",
        "only_delegates",
        "on_vacation",
        "units_not_available",
        "invalid_quantity",
    ]


async def test_a_cooldown_is_named_last(
    game: GameViews,
) -> None:
    await run(game, "nation vacation", LEADER, days=3)
    before, since = START + timedelta(hours=23), START + timedelta(hours=25)
    assert await run(game, "citizen contribute", CITIZEN, at=before) is None

    codes = [
        await run(game, "citizen contribute", GUEST, at=since),
        await run(game, "citizen contribute", CITIZEN, at=since),
        await run(game, "citizen contribute", CITIZEN, at=before),
    ]

    assert codes == ["only_citizens", "on_vacation", "too_soon"]
