"""The command ``nazh dominion verify``, which checks the record of a battle offline."""

from __future__ import annotations

import hmac
import sys
from typing import BinaryIO, Final

import click

from nazh.adapters.inbound.cli.commitments import CommitmentType
from nazh.adapters.inbound.cli.output import has_styles, print_json, print_lines
from nazh.domain.dominion.combat.checking import (
    LONGEST_RECORD,
    UnreadableRecord,
    differences,
    is_canonical,
    read_battle,
)
from nazh.domain.dominion.combat.record import Battle

WRONG: Final = 1
UNREADABLE: Final = 2
_EXAMPLES: Final = """\
FILE is the record attached to the report of a battle; - reads standard input. A record alone can
only be consistent. The commitment that was published before the battle makes it a proof.

\b
Examples:
  nazh dominion verify battle-7-1.json
  nazh dominion verify battle-7-1.json --commitment 2b7b2685793daf87d2b69572f11f9bd7…
  nazh dominion verify --json - < battle-7-1.json

Exit status: 0 if nothing is wrong, 1 if something is, 2 if the file cannot be read.
docs/battles.md explains how to check a battle without this program.
"""


class Unreadable(click.ClickException):
    """The file cannot be read."""

    exit_code = UNREADABLE


def verify_command() -> click.Command:
    """Return the command; it needs no use case."""

    @click.command("verify", epilog=_EXAMPLES, short_help="Check the record of a battle.")
    @click.argument("file", type=click.File("rb"))
    @click.option(
        "--commitment",
        type=CommitmentType(),
        help="The commitment published before the battle.",
    )
    @click.option("--json", "as_json", is_flag=True, help="Print one line of JSON.")
    def verify(file: BinaryIO, commitment: str | None, as_json: bool) -> None:
        """Check that the result of a battle follows from its armies and its draws."""
        battle, faults = _check(_read(file), commitment)
        is_proven = commitment is not None and not faults
        verdict = "wrong" if faults else "proven" if is_proven else "consistent"
        if as_json:
            print_json(
                {
                    "verdict": verdict,
                    "war": None if battle is None else battle.war,
                    "round": None if battle is None else battle.round_number,
                    "faults": list(faults),
                }
            )
        else:
            _print(battle, verdict, faults)
        if faults:
            raise click.exceptions.Exit(WRONG)

    return verify


def _read(file: BinaryIO) -> str:
    try:
        read = file.read(LONGEST_RECORD + 2)
    except OSError as error:
        raise Unreadable(f"The record cannot be read ({error.strerror}).") from error
    # Non-ASCII bytes are replaced by characters that no record contains.
    return read.removesuffix(b"\n").decode("ascii", "replace")


def _check(text: str, commitment: str | None) -> tuple[Battle | None, tuple[str, ...]]:
    """Return the battle, if the record can be read, and all faults."""
    try:
        battle, record = read_battle(text)
    except UnreadableRecord as error:
        where = (
            f"The value of {error.path} is invalid."
            if error.path
            else "It is not JSON of this form."
        )
        return None, (f"This is not the record of a battle. {where}",)
    faults = [f"{path} does not follow from the record." for path in differences(record, battle)]
    if not faults and not is_canonical(text, battle):
        faults.append("The record is not in the canonical form.")
    if commitment is not None and not hmac.compare_digest(commitment, battle.commitment):
        faults.append("The secret does not belong to the commitment that was published.")
    return battle, tuple(faults)


def _print(battle: Battle | None, verdict: str, faults: tuple[str, ...]) -> None:
    def styled(text: str, colour: str) -> str:
        return click.style(text, fg=colour) if has_styles(sys.stdout) else text

    print_lines(styled(fault, "red") for fault in faults)
    if battle is None:
        return
    name = f"War {battle.war}, battle {battle.round_number}: the {battle.result().winner.value}"
    match verdict:
        case "proven":
            print_lines((styled(f"{name} won. Proven.", "green"),))
        case "consistent":
            print_lines(
                (
                    styled(f"{name} won. Consistent.", "cyan"),
                    "To prove it, add --commitment and what was published before the battle.",
                )
            )
        case _:
            print_lines((styled("This record is wrong.", "red"),))
