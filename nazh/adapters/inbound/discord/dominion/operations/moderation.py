"""The command ``/dominion-mod``, and the subcommands of ``/dominion`` that report to developers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import hikari
import lightbulb

from nazh.adapters.inbound.discord.dominion.nations.options import (
    matching_names,
    nation_names,
    nation_option,
)
from nazh.adapters.inbound.discord.dominion.operations.deletions import delete_command
from nazh.adapters.inbound.discord.dominion.operations.nation_lists import list_command
from nazh.adapters.inbound.discord.dominion.operations.options import reason_option
from nazh.adapters.inbound.discord.dominion.operations.simulations import simulate_command
from nazh.adapters.inbound.discord.dominion.requesters import requester_of
from nazh.adapters.inbound.discord.embed_responses import private
from nazh.adapters.inbound.discord.interactions.commands import handler
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import Response, choices_response
from nazh.adapters.inbound.texts.dominion.operations import moderation as texts
from nazh.application.dominion.operations.list_nations import ListNations
from nazh.application.dominion.operations.moderate import (
    MAX_DAYS,
    MAX_GRANTED,
    GrantResources,
    InspectNation,
    LiftSanction,
    SanctionNation,
)
from nazh.application.dominion.operations.order_deletion import OrderDeletion, RevokeDeletion
from nazh.application.dominion.operations.reports import (
    LONGEST_TEXT,
    MAX_PER_DAY,
    CloseReport,
    FileReport,
    ListReports,
)
from nazh.application.dominion.operations.simulate_battle import SimulateBattle
from nazh.application.dominion.ports import NationDirectory
from nazh.application.dominion.ports.controls import ReportKind
from nazh.domain.dominion.operations.controls import SanctionKind

_CATEGORIES: Final = [lightbulb.Choice(category, category) for category in texts.CATEGORIES]
_MAX_NUMBER: Final = 10**9


@dataclass(frozen=True, slots=True, kw_only=True)
class ModerationUseCases:
    """The use cases of ``/dominion-mod``."""

    list_nations: ListNations
    inspect: InspectNation
    grant: GrantResources
    sanction: SanctionNation
    lift: LiftSanction
    order_deletion: OrderDeletion
    revoke_deletion: RevokeDeletion
    list_reports: ListReports
    close_report: CloseReport
    simulate: SimulateBattle


def moderation_group(use_cases: ModerationUseCases, directory: NationDirectory) -> lightbulb.Group:
    """Return the command ``/dominion-mod`` with its subcommands."""
    group = lightbulb.Group("dominion-mod", "Moderate Dominion (for developers).")
    nations = group.subgroup("nation", "Nations.")
    for command in (
        list_command(use_cases.list_nations),
        _inspect_command(use_cases.inspect, directory),
        _grant_command(use_cases.grant, directory),
        _sanction_command(use_cases.sanction, directory, "ban", SanctionKind.BAN),
        _sanction_command(use_cases.sanction, directory, "freeze", SanctionKind.FREEZE),
        _lift_command(use_cases.lift),
        delete_command(use_cases.inspect, directory),
    ):
        nations.register(command)
    reports = group.subgroup("reports", "Reports from users.")
    reports.register(_reports_command(use_cases.list_reports))
    reports.register(_close_command(use_cases.close_report, use_cases.list_reports))
    group.register(simulate_command(use_cases.simulate, directory))
    return group


def add_report_commands(group: lightbulb.Group, file_report: FileReport) -> None:
    """Add the subcommands that send reports to the operator to ``/dominion``."""
    group.register(_report_command(file_report))
    group.register(
        _message_command(
            file_report, "bug", "Tell the operator about an error (for citizens).", ReportKind.BUG
        )
    )
    group.register(
        _message_command(
            file_report,
            "suggest",
            "Tell the operator about an idea (for citizens).",
            ReportKind.SUGGESTION,
        )
    )


def _inspect_command(
    inspect: InspectNation, directory: NationDirectory
) -> type[lightbulb.SlashCommand]:
    class Inspect(
        lightbulb.SlashCommand, name="inspect", description="Show all values of a nation."
    ):
        nation = nation_option(nation_names(directory))

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            inspected = await inspect(requester_of(interaction), self.nation)
            return private(texts.inspected_text(inspected, private_translator(interaction)))

    return Inspect


def _grant_command(
    grant: GrantResources, directory: NationDirectory
) -> type[lightbulb.SlashCommand]:
    class Grant(lightbulb.SlashCommand, name="grant", description="Give resources to a nation."):
        nation = nation_option(nation_names(directory))
        amount = lightbulb.integer("amount", "How many", min_value=1, max_value=MAX_GRANTED)
        reason = reason_option()

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            requester = requester_of(interaction)
            result = await grant(requester, self.nation, self.amount, self.reason)
            return private(texts.granted_text(result, private_translator(interaction)))

    return Grant


def _sanction_command(
    sanction: SanctionNation, directory: NationDirectory, verb: str, kind: SanctionKind
) -> type[lightbulb.SlashCommand]:
    about = {
        SanctionKind.BAN: "Refuse all commands of a nation.",
        SanctionKind.FREEZE: "Refuse all commands of a nation that change something.",
    }

    class Restrict(lightbulb.SlashCommand, name=verb, description=about[kind]):
        nation = nation_option(nation_names(directory))
        reason = reason_option()
        days = lightbulb.integer(
            "days",
            "How many days (until further notice)",
            default=0,
            min_value=1,
            max_value=MAX_DAYS,
        )

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            requester = requester_of(interaction)
            name, result = await sanction(requester, self.nation, kind, self.days, self.reason)
            return private(texts.sanctioned_text(name, result, private_translator(interaction)))

    return Restrict


def _lift_command(lift: LiftSanction) -> type[lightbulb.SlashCommand]:
    async def complete(context: lightbulb.AutocompleteContext[str]) -> Response:
        return matching_names(await lift.sanctioned(requester_of(context.interaction)), context)

    class Unban(
        lightbulb.SlashCommand, name="unban", description="End the ban or freeze of a nation."
    ):
        nation = nation_option(complete)
        reason = reason_option()

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            name = await lift(requester_of(interaction), self.nation, self.reason)
            return private(texts.lifted_text(name, private_translator(interaction)))

    return Unban


def _reports_command(list_reports: ListReports) -> type[lightbulb.SlashCommand]:
    class List(lightbulb.SlashCommand, name="list", description="Show the oldest open reports."):
        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            reports = await list_reports(requester_of(interaction))
            return private(texts.reports_text(reports, private_translator(interaction)))

    return List


def _close_command(close: CloseReport, list_reports: ListReports) -> type[lightbulb.SlashCommand]:
    async def complete(context: lightbulb.AutocompleteContext[int]) -> Response:
        interaction, typed = context.interaction, str(context.focused.value or "")
        translator = private_translator(interaction)
        reports = await list_reports(requester_of(interaction))
        return choices_response(
            (texts.report_choice(report, translator), report.number)
            for report in reports
            if str(report.number).startswith(typed)
        )

    class Close(lightbulb.SlashCommand, name="close", description="Close a report."):
        number = lightbulb.integer(
            "number",
            "The report's number",
            min_value=1,
            max_value=_MAX_NUMBER,
            autocomplete=complete,
        )
        reason = reason_option()

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            report = await close(requester_of(interaction), self.number, self.reason)
            return private(texts.closed_text(report, private_translator(interaction)))

    return Close


def _text_option() -> str:
    return lightbulb.string(
        "text", "What happened, and where", min_length=10, max_length=LONGEST_TEXT
    )


def _report_command(file_report: FileReport) -> type[lightbulb.SlashCommand]:
    class Tell(
        lightbulb.SlashCommand,
        name="report",
        description="Tell the operator about a user or nation (for citizens).",
    ):
        category = lightbulb.string("category", "What it is about", choices=_CATEGORIES)
        text = _text_option()

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            kind = ReportKind.REPORT
            number = await file_report(requester_of(interaction), kind, self.text, self.category)
            translator = private_translator(interaction)
            return private(texts.sent_text(kind, number, MAX_PER_DAY, translator))

    return Tell


def _message_command(
    file_report: FileReport, verb: str, about: str, kind: ReportKind
) -> type[lightbulb.SlashCommand]:
    class Tell(lightbulb.SlashCommand, name=verb, description=about):
        text = _text_option()

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            number = await file_report(requester_of(interaction), kind, self.text)
            translator = private_translator(interaction)
            return private(texts.sent_text(kind, number, MAX_PER_DAY, translator))

    return Tell
