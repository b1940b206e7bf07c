"""Parses the commitments that users give to the commands that verify."""

from __future__ import annotations

import re
from typing import Final

import click

_COMMITMENT: Final = re.compile(r"[0-9a-f]{64}")


class CommitmentType(click.ParamType[str]):
    """Parses a SHA-256 in hex. The value has 64 lower-case digits."""

    name = "hex"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        digits = str(value).strip().lower()
        if not _COMMITMENT.fullmatch(digits):
            self.fail("it has 64 digits, each 0 to 9 or a to f.", param, ctx)
        return digits
