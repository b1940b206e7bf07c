"""Tests that the limits of guilds match the documentation."""

from __future__ import annotations

from nazh.domain.guilds.limits import GuildLimits


def test_the_numbers_are_those_of_the_documentation() -> None:
    limits = {name: value for name, value in vars(GuildLimits).items() if name.isupper()}

    assert limits == {
        "RETENTION_DAYS": 36_500,
        "RETENTION_DAYS_AFTER_LEAVING": 730,
        "SETTING_CHANGES": 50,
    }
