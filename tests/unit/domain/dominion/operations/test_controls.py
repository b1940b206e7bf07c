"""Tests which commands operators' switches refuse, and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nazh.domain.dominion.errors.controls import (
    AlreadySo,
    CommandOff,
    FeatureNeeded,
    FeatureOff,
    NationBanned,
    NationFrozen,
    NotInThisPhase,
    UnderMaintenance,
    WorldStopped,
)
from nazh.domain.dominion.operations.controls import (
    Controls,
    Mode,
    ModeSetting,
    Sanction,
    SanctionKind,
    changed_features,
    lift_sanction,
    sanction_guild,
    set_mode,
    set_phase,
    switch_command,
    switch_feature,
)
from nazh.domain.dominion.operations.features import (
    DEVELOPER_COMMANDS,
    FEATURES,
    FIRST_PHASE,
    LAST_PHASE,
    READ_ONLY_COMMANDS,
    Feature,
    feature_of,
)
from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.identity import GuildId
from tests.unit.domain.dominion.dominion_examples import START

HERE, ELSEWHERE = GuildId(1), GuildId(2)
OPEN = Controls()
FEATURE_NAMES = st.sampled_from(Feature)
SWITCHES = st.dictionaries(st.tuples(FEATURE_NAMES, st.sampled_from([None, HERE])), st.booleans())
PHASES = st.integers(FIRST_PHASE, LAST_PHASE)
COMMANDS = st.sampled_from([words for rule in FEATURES.values() for words in rule.commands])


def refusal(controls: Controls, command: str, guild: GuildId = HERE) -> str | None:
    try:
        controls.check(command, guild, START)
    except Refusal as refused:
        return refused.code
    return None


@given(COMMANDS)
def test_without_changes_everything_may_run(command: str) -> None:
    OPEN.check(command, HERE, START)


def test_only_naval_units_are_off_at_first() -> None:
    assert [feature for feature in Feature if not OPEN.is_on(feature, HERE)] == [
        Feature.ADVANCED_UNITS
    ]
    on = switch_feature(OPEN, Feature.ADVANCED_UNITS, HERE, is_on=True)
    assert on.is_on(Feature.ADVANCED_UNITS, HERE)
    assert not on.is_on(Feature.ADVANCED_UNITS, ELSEWHERE)


@given(SWITCHES, PHASES, COMMANDS)
def test_a_command_runs_if_its_feature_is_on(
    switches: dict[tuple[Feature, GuildId | None], bool], phase: int, command: str
) -> None:
    controls = Controls(phase=phase, features=switches)
    feature = feature_of(command)
    assert feature is not None

    assert (refusal(controls, command) is None) == controls.is_on(feature, HERE)


@given(SWITCHES, PHASES, FEATURE_NAMES)
def test_a_feature_is_never_on_without_the_one_that_it_needs(
    switches: dict[tuple[Feature, GuildId | None], bool], phase: int, feature: Feature
) -> None:
    controls = Controls(phase=phase, features=switches)
    needs = FEATURES[feature].needs

    assert not controls.is_on(feature) or needs is None or controls.is_on(needs)
    assert not controls.is_on(feature) or FEATURES[feature].phase <= phase


@given(PHASES, PHASES)
def test_a_later_phase_only_adds_features(first: int, second: int) -> None:
    before, after = Controls(phase=min(first, second)), Controls(phase=max(first, second))

    assert all(changed_features(before, after).values())


@pytest.mark.parametrize("mode", [Mode.MAINTENANCE, Mode.STOPPED])
@pytest.mark.parametrize("command", DEVELOPER_COMMANDS)
def test_developers_commands_always_run(command: str, mode: Mode) -> None:
    closed = Controls(
        phase=1, mode_setting=ModeSetting(mode, START, "A test"), commands={command: "off"}
    )

    closed.check(f"{command} status", HERE, START)


def test_a_feature_can_be_on_in_one_guild_only() -> None:
    off = switch_feature(OPEN, Feature.LEADERBOARDS, None, is_on=False)
    here = switch_feature(off, Feature.LEADERBOARDS, HERE, is_on=True)

    assert refusal(here, "rank board", HERE) is None
    assert refusal(here, "rank board", ELSEWHERE) == FeatureOff.code


def test_a_feature_is_not_switched_on_before_the_one_that_it_needs() -> None:
    off = switch_feature(OPEN, Feature.TREASURY, None, is_on=False)

    with pytest.raises(FeatureNeeded):
        switch_feature(off, Feature.DEVELOPMENT, None, is_on=True)
    with pytest.raises(AlreadySo):
        switch_feature(off, Feature.TREASURY, None, is_on=False)


@pytest.mark.parametrize(
    ("controls", "code"),
    [
        (set_mode(OPEN, Mode.STOPPED, "A bug", START), WorldStopped.code),
        (set_mode(OPEN, Mode.MAINTENANCE, "A new version", START), UnderMaintenance.code),
        (switch_command(OPEN, "treasury allocate", "Slow", is_on=False), CommandOff.code),
        (set_phase(OPEN, 2), NotInThisPhase.code),
        (switch_feature(OPEN, Feature.TREASURY, None, is_on=False), FeatureOff.code),
        (
            sanction_guild(OPEN, HERE, Sanction(SanctionKind.BAN, START, None, "Cheating")),
            NationBanned.code,
        ),
        (
            sanction_guild(OPEN, HERE, Sanction(SanctionKind.FREEZE, START, None, "A look")),
            NationFrozen.code,
        ),
    ],
)
def test_each_switch_has_its_refusal(controls: Controls, code: str) -> None:
    assert refusal(controls, "treasury allocate") == code


@pytest.mark.parametrize("command", sorted(READ_ONLY_COMMANDS))
def test_a_frozen_nation_can_be_looked_at_and_a_banned_one_not(command: str) -> None:
    frozen = Sanction(SanctionKind.FREEZE, START, None, "A look")
    banned = replace(frozen, kind=SanctionKind.BAN)

    assert refusal(sanction_guild(OPEN, HERE, frozen), command) is None
    assert refusal(sanction_guild(OPEN, HERE, banned), command) == NationBanned.code
    assert refusal(sanction_guild(OPEN, HERE, banned), command, ELSEWHERE) is None


def test_a_sanction_expires_or_is_lifted() -> None:
    until = START + timedelta(days=1)
    banned = sanction_guild(OPEN, HERE, Sanction(SanctionKind.BAN, START, until, "Cheating"))

    with pytest.raises(NationBanned) as refused:
        banned.check("nation info", HERE, until - timedelta(seconds=1))
    banned.check("nation info", HERE, until)
    assert refused.value.facts["when"] == until
    assert lift_sanction(banned, HERE) == OPEN
    with pytest.raises(AlreadySo):
        lift_sanction(OPEN, HERE)


def test_a_change_without_effect_is_refused() -> None:
    with pytest.raises(AlreadySo):
        set_phase(OPEN, LAST_PHASE)
    with pytest.raises(AlreadySo):
        set_mode(OPEN, Mode.OPEN, "", START)
    with pytest.raises(AlreadySo):
        switch_command(OPEN, "rank board", "", is_on=True)
