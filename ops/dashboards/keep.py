"""Defines the dashboard of Keep: whether the consoles of game servers answer, and logs are read."""

from __future__ import annotations

from typing import Final

from ops.dashboards.queries import RATE, number, per_minute, quantiles
from ops.panels import DashboardSpec, Kind, Panel, PanelRow, Query

_COMMANDS: Final = "nazh_keep_commands_total"
_LINES: Final = "nazh_keep_chat_lines_total"
_ALL: Final = f'sum by (profile) (rate({_COMMANDS}{{job="nazh"}}{RATE}))'
_FAILED: Final = f'sum by (profile) (rate({_COMMANDS}{{job="nazh",outcome!="ok"}}{RATE}))'

KEEP: Final = DashboardSpec(
    "nazh-keep",
    "Nazh: keep",
    "Whether the consoles of game servers answer, and their logs are read.",
    (
        PanelRow(
            4,
            (
                number(
                    "Skipped servers",
                    "Game servers that failed repeatedly. They are retried after some minutes.",
                    "short",
                    'sum(nazh_keep_circuits_open{job="nazh"})',
                    bad_from=1,
                ),
                number(
                    "Commands per minute",
                    "Commands to consoles, with any outcome.",
                    "short",
                    per_minute(_COMMANDS),
                ),
                number(
                    "Passwords lost",
                    "Commands in an hour whose stored password could not be decrypted.",
                    "short",
                    f'sum(increase({_COMMANDS}{{job="nazh",outcome="password_lost"}}[1h]))',
                    bad_from=1,
                ),
                number(
                    "Chat waits",
                    "The longest time for which lines of chat have been waiting to be posted.",
                    "s",
                    'max(nazh_keep_chat_waiting_seconds{job="nazh"})',
                    bad_from=120,
                ),
            ),
        ),
        PanelRow(
            8,
            (
                Panel(
                    "Commands per minute by outcome",
                    "How commands ended: ok, or why not. docs/keep.md explains each outcome.",
                    "short",
                    (Query(per_minute(_COMMANDS, by="outcome"), "{{outcome}}"),),
                    Kind.STACK,
                ),
                Panel(
                    "Commands that failed, by game",
                    "The share of commands that got no reply. One server that is down is enough.",
                    "percentunit",
                    (
                        Query(
                            f"{_FAILED} / {_ALL}",
                            "{{profile}}",
                        ),
                    ),
                ),
            ),
        ),
        PanelRow(
            6,
            (
                Panel(
                    "Time to the reply",
                    "From sending a command to the end of its reply. A game answers once a tick.",
                    "s",
                    quantiles("nazh_keep_command_seconds", 0.5, 0.99),
                ),
                Panel(
                    "Lines of chat per minute",
                    "Relayed lines of chat, by direction and outcome. Lines that could not be "
                    "posted are retried.",
                    "short",
                    (
                        Query(
                            per_minute(_LINES, by="direction, outcome"), "{{direction}} {{outcome}}"
                        ),
                    ),
                    Kind.STACK,
                ),
            ),
        ),
        PanelRow(
            6,
            (
                Panel(
                    "Log lines per minute by kind",
                    "Lines in log files. The grammar does not recognise unknown ones.",
                    "short",
                    (Query(per_minute("nazh_keep_log_lines_total", by="kind"), "{{kind}}"),),
                    Kind.STACK,
                ),
                Panel(
                    "Log files by state",
                    "Files that the operator configured. `nazh keep logs` says what is wrong.",
                    "short",
                    (
                        Query(
                            'sum by (state) (nazh_keep_log_files{job="nazh"})',
                            "{{state}}",
                        ),
                    ),
                ),
                Panel(
                    "Faces by state",
                    "Bots that `nazh keep faces` supervises, by the states of docs/keep.md.",
                    "short",
                    (
                        Query(
                            'sum by (state) (nazh_keep_face_state{job="nazh"})',
                            "{{state}}",
                        ),
                    ),
                    Kind.STACK,
                ),
            ),
        ),
    ),
)
