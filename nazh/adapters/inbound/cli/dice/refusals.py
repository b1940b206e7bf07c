"""Ends a dice command with a refusal and status 2."""

from __future__ import annotations

from typing import NoReturn

import click

from nazh.adapters.inbound.cli.exit_status import REFUSED
from nazh.adapters.inbound.cli.output import print_errors, print_json
from nazh.adapters.inbound.texts.dice import refusal_form
from nazh.adapters.inbound.texts.languages import ENGLISH
from nazh.adapters.inbound.texts.refusals import refusal_lines
from nazh.domain.kernel.errors import Refusal


def refuse(refusal: Refusal, *, as_json: bool = False) -> NoReturn:
    """Print a refusal, as text to standard error, and exit with status 2."""
    if as_json:
        print_json(refusal_form(refusal))
    else:
        print_errors(refusal_lines(refusal, ENGLISH))
    raise click.exceptions.Exit(REFUSED)
