"""The command ``nazh translate``, which translates another tool's notation."""

from __future__ import annotations

import click

from nazh.adapters.inbound.cli.dice.refusals import refuse
from nazh.adapters.inbound.cli.output import print_json, print_lines
from nazh.adapters.inbound.texts.dice.rolling.json_forms import translation_form
from nazh.adapters.inbound.texts.dice.saved_rolls import plain_change
from nazh.adapters.inbound.texts.languages import ENGLISH
from nazh.domain.dice.dialects import Dialect, translate
from nazh.domain.dice.saving.saved_rolls import saved_text
from nazh.domain.kernel.errors import Refusal

_EXAMPLES = """\b
Examples:
  nazh translate --from roll20 "3d6!>4"
  nazh translate --from dicemaiden "6 4d6 k3 ! my scores"
"""
_TOOLS = [dialect.value for dialect in Dialect if dialect is not Dialect.NAZH]


def translate_command() -> click.Command:
    """Return the command; it throws nothing, so it needs no use case."""

    @click.command(
        "translate", epilog=_EXAMPLES, short_help="Translate a roll written for another tool."
    )
    @click.argument("notation")
    @click.option(
        "--from",
        "tool",
        type=click.Choice(_TOOLS, case_sensitive=False),
        required=True,
        help="The tool that the roll is written for.",
    )
    @click.option("--json", "as_json", is_flag=True, help="Print one line of JSON.")
    def command(notation: str, tool: str, as_json: bool) -> None:
        """Translate a roll written for another tool, and explain what was changed and why.

        Anything without an exact counterpart is refused, with its position.
        """
        try:
            translation = translate(notation, Dialect(tool))
            saved_text("$it", translation.notation, {})
        except Refusal as refusal:
            refuse(refusal, as_json=as_json)
        if as_json:
            print_json(translation_form(translation))
            return
        changes = (plain_change(change, ENGLISH) for change in translation.changes)
        print_lines((translation.notation, *(f"  {change}" for change in changes)))

    return command
