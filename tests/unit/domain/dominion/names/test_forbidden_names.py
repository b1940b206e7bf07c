"""Tests that names do not offend or pretend to be official, also with letters that look alike."""

from __future__ import annotations

import pytest

from nazh.domain.dominion.errors.general import ForbiddenName, OfficialName
from nazh.domain.dominion.names.forbidden_names import check_name
from nazh.domain.dominion.names.names import name_key, parse_name

FORBIDDEN = frozenset(map(name_key, ("cheese", "Old Rome")))


@pytest.mark.parametrize(
    "name",
    [
        "Discord",
        "D\u0456scord",
        "Dis cord",
        "Discord Team",
        "The NAZH",
        "Admin",
        "\u0410dm1n",
        "Mods",
    ],
)
def test_names_that_pretend_to_be_official_are_refused(name: str) -> None:
    with pytest.raises(OfficialName):
        check_name(parse_name(name), frozenset())


@pytest.mark.parametrize(
    "name",
    ["Cheese", "Big CHEESES", "Ch\u0435\u0435se", "Che-ese", "Chéese", "Gold Rome", "01dr0me"],
)
def test_names_with_a_forbidden_word_are_refused(name: str) -> None:
    with pytest.raises(ForbiddenName):
        check_name(parse_name(name), FORBIDDEN)


@pytest.mark.parametrize(
    "name", ["Aurelia", "Discordia", "Badminton", "Mods of Aurelia", "Solar System", "Rome"]
)
def test_other_names_are_taken(name: str) -> None:
    check_name(parse_name(name), FORBIDDEN)
