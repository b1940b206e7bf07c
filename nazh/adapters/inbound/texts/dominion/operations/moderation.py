"""Writes nations as developers see them, sanctions, and users' reports to the operator."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from nazh.adapters.inbound.texts.dominion.timestamps import relative
from nazh.adapters.inbound.texts.languages import Translator
from nazh.adapters.inbound.texts.refusals import escape_text
from nazh.application.dominion.operations.moderate import NationInspected, ResourcesGranted
from nazh.application.dominion.ports.controls import NewReport, Report, ReportKind
from nazh.domain.dominion.operations.controls import Sanction, SanctionKind
from nazh.domain.kernel.graphemes import cut
from nazh.domain.kernel.texts import N_, N_plural

REPORT_KINDS: Final = {
    ReportKind.REPORT: N_("report"),
    ReportKind.BUG: N_("bug"),
    ReportKind.SUGGESTION: N_("suggestion"),
}
CATEGORIES: Final = ("cheating", "harassment", "name", "other")
_NATION: Final = N_(
    "## {name}: power {power}\n**{resources}** of {capacity} resources · upkeep due {upkeep}\n"
    "{citizens} · {territory} land · strength {strength}\n"
    "Storage {storage}, economy {economy}, military {training}, research {research}\n"
    "Server {guild}, led by {leader}, founded {founded}"
)
_CITIZENS: Final = N_plural("{count} citizen", "{count} citizens")
_NO_LEADER: Final = N_("nobody")
_KINDS: Final = {SanctionKind.BAN: N_("banned"), SanctionKind.FREEZE: N_("frozen")}
_SANCTIONED: Final = N_("**{state}** since {since}, until further notice: {reason}")
_SANCTIONED_UNTIL: Final = N_("**{state}** since {since}, ends {until}: {reason}")
_GRANTED: Final = N_("## +{added} resources\n{nation} has **{resources}** of {capacity}.")
_SANCTION: Final = N_("""## {nation} is {state}
Until further notice. All processes apply it within two seconds.""")
_SANCTION_UNTIL: Final = N_(
    "## {nation} is {state}\nIt ends {until}. All processes apply it within two seconds."
)
_EFFECTS: Final = {
    SanctionKind.BAN: N_(
        "It keeps earning. All its commands are refused, and its open wars are cancelled."
    ),
    SanctionKind.FREEZE: N_(
        "It keeps earning. Only its commands that change something are refused."
    ),
}
_LIFTED: Final = N_("## {nation} is free\nIts commands work again within two seconds.")
_SENT: Final = N_(
    "## Sent: {kind} {number}\nThe operator of the bot will read it. You get no reply here. You "
    "can send up to {most} messages in 24 hours."
)
_NO_REPORTS: Final = N_("""## No open reports
Users' reports to the operator are listed here.""")
_REPORTS: Final = N_plural("## The oldest open report", "## The {count} oldest open reports")
_REPORT: Final = N_("**{number}** {kind} · {when} · <@{user}> in server {guild}\n{text}")
_CLOSED: Final = N_("## Closed: {kind} {number}")
_LONGEST_CHOICE: Final = 100
_MAX_TEXT_LENGTH: Final = 600
"""UTF-16 units of a report that are shown, including escapes."""


def inspected_text(inspected: NationInspected, translator: Translator) -> str:
    """Return all values of a nation."""
    nation, rules = inspected.nation, inspected.season.rules
    lines = [
        translator(
            _NATION,
            name=nation.name,
            power=nation.power(rules),
            resources=nation.resources,
            capacity=nation.capacity(rules.resources),
            upkeep=nation.upkeep_due,
            citizens=translator.counted(_CITIZENS, nation.population),
            territory=nation.territory,
            strength=nation.military.strength(rules.military),
            storage=nation.storage_upgrades,
            economy=nation.economy.level,
            training=nation.training.level,
            research=nation.research_points,
            guild=str(nation.guild),
            leader=translator(_NO_LEADER) if nation.leader is None else f"<@{nation.leader}>",
            founded=relative(nation.founded_at),
        )
    ]
    if inspected.sanction is not None:
        lines.append(_sanction_line(inspected.sanction, translator))
    return "\n".join(lines)


def _sanction_line(sanction: Sanction, translator: Translator) -> str:
    state, since = translator(_KINDS[sanction.kind]), relative(sanction.since)
    reason = escape_text(sanction.reason)
    if sanction.until is None:
        return translator(_SANCTIONED, state=state, since=since, reason=reason)
    until = relative(sanction.until)
    return translator(_SANCTIONED_UNTIL, state=state, since=since, until=until, reason=reason)


def granted_text(grant: ResourcesGranted, translator: Translator) -> str:
    """Return the message about granted resources."""
    return translator(
        _GRANTED,
        added=grant.added,
        nation=grant.nation,
        resources=grant.resources,
        capacity=grant.capacity,
    )


def sanctioned_text(nation: str, sanction: Sanction, translator: Translator) -> str:
    """Return the message about a ban or a freeze."""
    state = translator(_KINDS[sanction.kind])
    if sanction.until is None:
        message = translator(_SANCTION, nation=nation, state=state)
    else:
        until = relative(sanction.until)
        message = translator(_SANCTION_UNTIL, nation=nation, state=state, until=until)
    return f"{message}\n{translator(_EFFECTS[sanction.kind])}"


def lifted_text(nation: str, translator: Translator) -> str:
    """Return the message about a lifted sanction."""
    return translator(_LIFTED, nation=nation)


def sent_text(kind: ReportKind, number: int, most: int, translator: Translator) -> str:
    """Return the message to a user who has sent a report."""
    return translator(_SENT, kind=translator(REPORT_KINDS[kind]), number=number, most=most)


def reports_text(reports: Sequence[Report], translator: Translator) -> str:
    """Return the oldest open reports."""
    if not reports:
        return translator(_NO_REPORTS)
    lines = [translator.counted(_REPORTS, len(reports))]
    lines += [_report_lines(report, translator) for report in reports]
    return "\n".join(lines)


def _report_lines(report: Report, translator: Translator) -> str:
    message = report.message
    return translator(
        _REPORT,
        number=report.number,
        kind=_kind(message, translator),
        when=relative(message.at),
        user=str(message.user),
        guild=str(message.guild),
        text=cut(escape_text(message.text), _MAX_TEXT_LENGTH),
    )


def report_choice(report: Report, translator: Translator) -> str:
    """Return the autocomplete choice of a report that can be closed."""
    kind, words = _kind(report.message, translator), report.message.text.split()
    return cut(" · ".join((str(report.number), kind, " ".join(words))), _LONGEST_CHOICE)


def _kind(message: NewReport, translator: Translator) -> str:
    kind = translator(REPORT_KINDS[message.kind])
    return f"{kind} ({message.category})" if message.category else kind


def closed_text(report: Report, translator: Translator) -> str:
    """Return the message about a closed report."""
    kind = translator(REPORT_KINDS[report.message.kind])
    return translator(_CLOSED, kind=kind, number=report.number)
