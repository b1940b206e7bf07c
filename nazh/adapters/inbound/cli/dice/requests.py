"""Parses one line of JSON as a request, strictly."""

from __future__ import annotations

from typing import Final

import orjson

from nazh.adapters.inbound.cli.dice.errors import BadRequest
from nazh.adapters.inbound.cli.dice.roll_dispatcher import TerminalRequest
from nazh.domain.dice import RULESETS, Ruleset

_KEYS: Final = ("notation", "faces", "ruleset", "plot")
_EXAMPLE: Final = 'Write one object per line, as in {"notation": "1d20+5"}.'
_SHOWN: Final = 40


def parse_request(line: bytes, defaults: TerminalRequest) -> TerminalRequest:
    """Return the request in ``line``, completed by ``defaults``. Raises BadRequest."""
    try:
        request: object = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise BadRequest("The line is not JSON.", _EXAMPLE) from error
    if type(request) is not dict:
        raise BadRequest("The line is not a JSON object.", _EXAMPLE)
    for key in request:
        if key not in _KEYS:
            shown = key if len(key) <= _SHOWN else f"{key[:_SHOWN]}…"
            raise BadRequest(f"There is no key “{shown}”.", f"The keys are {', '.join(_KEYS)}.")
    notation = request.get("notation")
    if type(notation) is not str:
        wrong = "is not text" if "notation" in request else "is missing"
        raise BadRequest(f"“notation” {wrong}.", _EXAMPLE)
    if len(request) == 1:
        return TerminalRequest(notation, None, defaults.add_plot, defaults.ruleset)
    return TerminalRequest(
        notation,
        _faces(request["faces"]) if "faces" in request else None,
        _plot(request["plot"]) if "plot" in request else defaults.add_plot,
        _ruleset(request["ruleset"]) if "ruleset" in request else defaults.ruleset,
    )


def _faces(faces: object) -> tuple[int, ...]:
    # A bool is not a face, so the exact type is checked.
    if type(faces) is list and all(type(face) is int for face in faces):
        return tuple(faces)
    raise BadRequest("“faces” is not a list of whole numbers.", "Write it as in [18, 3].")


def _plot(plot: object) -> bool:
    if type(plot) is bool:
        return plot
    raise BadRequest("“plot” is not true or false.", "Write true to add the plot die.")


def _ruleset(name: object) -> Ruleset:
    ruleset = RULESETS.get(name) if type(name) is str else None
    if ruleset is None:
        raise BadRequest("“ruleset” is not a known ruleset.", f"Rulesets: {', '.join(RULESETS)}.")
    return ruleset
