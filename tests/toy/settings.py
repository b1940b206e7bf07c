"""Declares the operator's setting of the toy."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.adapters.inbound.settings.values.choices import by_value
from nazh.adapters.inbound.settings.values.parsers import one_of
from nazh.adapters.inbound.settings.variables import setting
from tests.toy.rings import Tone


@dataclass(frozen=True, slots=True)
class ToySettings:
    """The toy."""

    tone: Tone = setting(
        "NAZH_TOY_TONE",
        "How the bell sounds where a server has not chosen.",
        "`high` or `low`",
        one_of(by_value(Tone)),
        "high",
    )
