"""Tests that every refusal of Dominion can be given again when its request is repeated."""

from __future__ import annotations

import importlib
import pkgutil

from nazh.adapters.outbound.sql.dominion.rows.answers import REFUSALS
from nazh.domain import dominion
from nazh.domain.kernel.errors import Refusal


def test_every_refusal_of_the_domain_is_known_by_its_code() -> None:
    modules = [
        importlib.import_module(module.name)
        for module in pkgutil.walk_packages(dominion.__path__, f"{dominion.__name__}.")
    ]

    defined = {
        kind
        for module in modules
        for kind in vars(module).values()
        if isinstance(kind, type)
        and issubclass(kind, Refusal)
        and kind.__module__ == module.__name__
    }

    assert {kind.code: kind for kind in defined} == REFUSALS
