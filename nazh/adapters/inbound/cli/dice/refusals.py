"""Ends a dice command with a refusal and status 2."""

from __future__ import annotations

import sys
from typing import Final, NoReturn

import click

from nazh.adapters.inbound.cli.exit_status import REFUSED
from nazh.adapters.inbound.cli.output import print_errors, print_json, terminal_columns
from nazh.adapters.inbound.texts.dice import refusal_form
from nazh.adapters.inbound.texts.languages import ENGLISH
from nazh.adapters.inbound.texts.refusals import MAX_WIDTH, refusal_lines
from nazh.domain.kernel.errors import Refusal

_ELLIPSES: Final = 2
"""Columns for what stands for the text before and after the one that is shown."""


def refuse(refusal: Refusal, *, as_json: bool = False) -> NoReturn:
    """Print a refusal, as text to standard error, and exit with status 2."""
    if as_json:
        print_json(refusal_form(refusal))
    else:
        columns = terminal_columns(sys.stderr) or MAX_WIDTH + _ELLIPSES
        width = max(1, min(columns - _ELLIPSES, MAX_WIDTH))
        print_errors(refusal_lines(refusal, ENGLISH, width))
    raise click.exceptions.Exit(REFUSED)
