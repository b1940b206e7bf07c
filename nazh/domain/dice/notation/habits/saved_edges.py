"""Writes saved rolls out where an edge for them is typed, as in ``$attack adv``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from nazh.domain.dice.notation.habits.patterns import EDGES
from nazh.domain.dice.notation.habits.pool_spans import pool_spans
from nazh.domain.dice.notation.habits.rewording import Rewording
from nazh.domain.dice.notation.parameters import fill_parameters, parameters_in

_EDGE: Final = rf"(?:(?:with|mit|avec|con|com) +)?(?:{EDGES})(?!\w)"
_BONUS: Final = r"(?: *[+-] *\d+)*"
_EDGED_CALL: Final = re.compile(
    rf" *((?:{_EDGE} +)?)(\$\w+)({_BONUS}(?: +{_EDGE}{_BONUS})?(?: *vs *\d+)?) *"
).fullmatch
_HAS_EDGE: Final = re.compile(rf"(?<![\w$]){_EDGE}").search
_ONE_POOL: Final = re.compile(r"(?! *\d+ *x)(?=[^#]*\d)([^,;:#{}$]+)(#.*)?").fullmatch


class WrittenOut(NamedTuple):
    """A text of ``pools`` pools, with the indexes and the names of the saved rolls written out."""

    text: str
    pools: int
    names: tuple[tuple[int, str], ...]


def write_out_edged(text: str, saved: Mapping[str, str]) -> WrittenOut | None:
    """Return ``text`` with each saved roll that has an edge written out.

    Only saved rolls of a single pool without a label are written out, with the defaults of their
    parameters. Returns ``None`` if there is none in ``text``. Raises as ``fill_parameters`` does.
    """
    if "$" not in text:
        return None
    reworded = Rewording(text.partition("#")[0])
    comment = text[len(reworded.plain) :]
    spans = list(pool_spans(reworded))
    names: list[tuple[int, str]] = []
    for place, (start, end) in enumerate(spans, 1):  # from the last to the first
        call = _EDGED_CALL(reworded.plain, start, end)
        pool = _ONE_POOL(_with_defaults(saved.get(call[2], ""))) if call is not None else None
        if call is None or pool is None or not _HAS_EDGE(call[0]):
            continue
        reworded.splice(start, end, f" {call[1]}{pool[1].strip()}{call[3]}")
        names.append((len(spans) - place, call[2].removeprefix("$")))
        if len(spans) == 1:
            comment = comment or pool[2] or ""
    if not names:
        return None
    return WrittenOut(f"{reworded.shown} {comment}".strip(), len(spans), tuple(names))


def _with_defaults(text: str) -> str:
    """Return ``text`` with its parameters filled, unless one has no default."""
    parameters = parameters_in(text)
    defaults = {parameter.name: parameter.default for parameter in parameters if parameter.default}
    return fill_parameters(text, defaults) if len(defaults) == len(parameters) else text
