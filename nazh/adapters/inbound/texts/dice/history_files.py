"""Writes earlier rolls as CSV files and as JSON Lines."""

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import Final

import orjson

from nazh.adapters.inbound.texts.dice.history import totals_text
from nazh.adapters.inbound.texts.dice.rolling.json_forms import rolls_form
from nazh.adapters.inbound.texts.json_values import Json
from nazh.domain.dice.records import Proof, RollRecord

_COLUMNS: Final = (
    *("id", "at", "player", "character", "server", "channel", "secret", "ruleset", "notation"),
    *("comment", "totals", "opportunities", "threats", "faces"),
)
_FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t", "\r")


def json_line(record: RollRecord) -> bytes:
    """Return a roll in its machine-readable form, as one line of JSON with a newline."""
    form = record_form(record)
    try:
        return orjson.dumps(form, option=orjson.OPT_APPEND_NEWLINE)
    except TypeError:  # a total beyond 64 bits, which JSON itself allows
        return json.dumps(form, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def record_form(record: RollRecord) -> dict[str, Json]:
    """Return the machine-readable form of a recorded roll. Ids are strings: they are long."""
    return {
        "id": record.id,
        "at": record.at.isoformat(),
        "player": str(record.by),
        "character": record.character,
        "server": None if record.guild is None else str(record.guild),
        "channel": None if record.channel is None else str(record.channel),
        "secret": record.is_secret,
        **({} if record.proof is None else {"proof": _proof_form(record.proof)}),
        **rolls_form(record.rolls),
    }


def _proof_form(proof: Proof) -> Json:
    """Return the session and the position of a roll's proof."""
    return {"session": proof.session, "n": proof.n, "digest": proof.digest}


def csv_heading() -> bytes:
    """Return the heading of a CSV file."""
    return _csv_row(_COLUMNS)


def csv_line(record: RollRecord) -> bytes:
    """Return a roll as a line of CSV, with cells that no spreadsheet takes for formulas."""
    form = record_form(record)
    rolls = record.rolls
    cells = {
        **{name: form.get(name) for name in _COLUMNS},
        "secret": "yes" if record.is_secret else "no",
        "totals": totals_text(record),
        "opportunities": sum(roll.opportunities for roll in rolls),
        "threats": sum(roll.threats for roll in rolls),
        "faces": " ".join(str(face) for throw in record.throws for face in throw.faces),
    }
    return _csv_row(tuple(_cell(cells[name]) for name in _COLUMNS))


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    is_number = text.removeprefix("-").replace(" ", "").isdigit()
    return f"'{text}" if text.startswith(_FORMULA_SIGNS) and not is_number else text


def _csv_row(cells: tuple[str, ...]) -> bytes:
    line = StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue().encode()
