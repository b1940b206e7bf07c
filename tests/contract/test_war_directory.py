"""Tests the contract of ``WarDirectory``: what everyone may know about wars."""

from __future__ import annotations

from nazh.adapters.outbound.sql.dominion.views.war_directory import SqlWarDirectory
from nazh.application.dominion.ports import WarDirectory
from nazh.domain.dominion.combat.sides import Role
from nazh.domain.dominion.wars.war import CasusBelli, Outcome, TruceState, WarState
from nazh.domain.kernel.identity import GuildId
from tests.contract.test_wars import BATTLE, DECLARED, Warring, warring
from tests.contract.test_worlds import HOUR

__all__ = ["warring"]
AURELIA, BOREALIS, STRANGERS = GuildId(1), GuildId(2), GuildId(3)


async def test_an_open_war_is_listed_for_both_nations_and_for_all(warring: Warring) -> None:
    directory: WarDirectory = SqlWarDirectory(warring.database)
    assert await directory.numbered(1) is None

    await warring.to_the_battle()

    war = await directory.numbered(1)
    assert war is not None
    assert (war.aggressor.guild, war.aggressor.name) == (AURELIA, "Aurelia")
    assert (war.defender.guild, war.defender.name) == (BOREALIS, "Borealis")
    assert (war.reason, war.state) == (CasusBelli.RIVALRY, WarState.PREPARATION)
    assert war.battle_at == BATTLE
    assert (war.outcome, war.winner, war.concluded_at, war.truce) == (None, None, None, None)
    for guild in (AURELIA, BOREALIS, None):
        assert await directory.listed(guild, 25, is_open=True) == (war,)
        assert await directory.listed(guild, 25, is_open=False) == ()
    assert await directory.listed(STRANGERS, 25, is_open=True) == ()
    assert await directory.listed(None, 25, 1, is_open=True) == ()
    assert await directory.listed(None, 0, is_open=True) == ()


async def test_strengths_are_those_of_the_newest_ranking(warring: Warring) -> None:
    directory: WarDirectory = SqlWarDirectory(warring.database)
    await warring.to_the_battle()

    async def wars_shown() -> list[int]:
        war = await directory.numbered(1)
        nations = [await warring.directory.of_guild(guild) for guild in (AURELIA, BOREALIS)]
        assert war is not None
        strengths = [nation.strength for nation in nations if nation is not None]
        assert [war.aggressor.strength, war.defender.strength] == strengths
        return strengths

    assert await wars_shown() == [80, 20]  # of now, as there is no ranking yet
    await warring.rankings.update(DECLARED + HOUR)
    options = {"unit": "infantry", "quantity": 3}
    assert await warring.command(DECLARED + 2 * HOUR, 1, "military disband", **options) is None

    before = await wars_shown()
    await warring.rankings.update(DECLARED + 2 * HOUR)

    assert (before, await wars_shown()) == ([80, 20], [50, 20])


async def test_a_war_that_is_over_has_its_outcome_and_truce(warring: Warring) -> None:
    directory: WarDirectory = SqlWarDirectory(warring.database)
    await warring.to_the_battle()

    await warring.advance(BATTLE)

    (war,) = await directory.listed(BOREALIS, 25, is_open=False)
    assert await directory.listed(BOREALIS, 25, is_open=True) == ()
    assert (war.state, war.outcome, war.winner) == (
        WarState.CONCLUDED,
        Outcome.VICTORY,
        Role.AGGRESSOR,
    )
    assert war.concluded_at == BATTLE
    assert war.truce is TruceState.IN_FORCE
    assert war.truce_until is not None
    assert war.truce_until > BATTLE
