"""The command ``nazh config``, which shows and checks the settings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, Protocol

import click

from nazh.adapters.inbound.cli.exit_status import BAD_CONFIGURATION
from nazh.adapters.inbound.cli.output import print_errors, print_json, print_lines

_CHECK_EXAMPLES: Final = """\b
Examples:
  nazh config check
  nazh config check --json | jq '.problems'

Exit status: 0 if the bot would start with these settings, else 78.
"""
_REFERENCE_EXAMPLES: Final = """\b
Example:
  nazh config reference > docs/configuration.md
"""


class EffectiveSetting(Protocol):
    """The effective value of one setting, safe to show to anybody."""

    @property
    def name(self) -> str:
        """The name of the environment variable."""
        ...

    @property
    def value(self) -> str:
        """The effective value, or a description if it is a secret or not set."""
        ...

    @property
    def source(self) -> str:
        """One of ``environment``, ``.env``, ``file`` and ``default``."""
        ...


class CheckedSettings(Protocol):
    """The result of checking all settings, without any secret."""

    @property
    def settings(self) -> Sequence[EffectiveSetting]:
        """Every setting."""
        ...

    @property
    def notes(self) -> Sequence[str]:
        """Notes for the operator, as sentences."""
        ...

    @property
    def problems(self) -> Sequence[str]:
        """Errors that the operator must correct, as sentences."""
        ...


def config_command(
    check_settings: Callable[[], CheckedSettings], reference_page: Callable[[], str]
) -> click.Group:
    """Return the commands about settings."""

    @click.group(
        "config", epilog=_CHECK_EXAMPLES, short_help="Check the settings, or list them all."
    )
    def config() -> None:
        """Check or list the settings, which come from the environment and from .env."""

    @config.command("check", epilog=_CHECK_EXAMPLES, short_help="Print and check the settings.")
    @click.option("--json", "is_json", is_flag=True, help="Print one line of JSON.")
    def check(is_json: bool) -> None:
        """Print every setting with its source, and any errors. Secrets are not shown."""
        checked = check_settings()
        if is_json:
            _print_form(checked)
        else:
            print_lines(_table(checked.settings))
            if messages := (*checked.notes, *checked.problems):
                print_errors(messages)
        raise click.exceptions.Exit(BAD_CONFIGURATION if checked.problems else 0)

    @config.command(
        "reference", epilog=_REFERENCE_EXAMPLES, short_help="Print the reference page, in Markdown."
    )
    def reference() -> None:
        """Print the reference of every setting, in Markdown."""
        print_lines(reference_page().splitlines())

    return config


def _table(settings: Sequence[EffectiveSetting]) -> list[str]:
    names = max(len(setting.name) for setting in settings)
    values = max(len(setting.value) for setting in settings)
    return [
        f"{setting.name:{names}}  {setting.value:{values}}  {setting.source}"
        for setting in settings
    ]


def _print_form(checked: CheckedSettings) -> None:
    print_json(
        {
            "valid": not checked.problems,
            "settings": [
                {"name": setting.name, "value": setting.value, "source": setting.source}
                for setting in checked.settings
            ],
            "notes": list(checked.notes),
            "problems": list(checked.problems),
        }
    )
