"""Writes the ledger of a nation as CSV, for spreadsheets and programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Final

from nazh.application.dominion.ports import LedgerLine

_COLUMNS: Final = ("at", "reason", "amount", "balance")


def ledger_csv(entries: Sequence[LedgerLine]) -> str:
    """Return a heading, and one line for each change; instants are ISO 8601 in UTC.

    The columns and the reasons are the same in every language. No user is named, and no cell can
    be a formula, since reasons are words of the game.
    """
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(_COLUMNS)
    for entry in entries:
        writer.writerow((entry.at.isoformat(), entry.reason.value, entry.amount, entry.balance))
    return written.getvalue()
