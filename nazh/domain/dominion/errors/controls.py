"""Defines refusals caused by operators' switches, and refusals of developers' commands."""

from __future__ import annotations

from datetime import datetime

from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.texts import N_


class WorldStopped(Refusal):
    """A command while the world is halted."""

    code = "world_stopped"
    says = N_("Dominion is stopped: {reason}")
    remedy = N_("Nothing is lost. Everything that becomes due is caught up when it runs again.")

    def __init__(self, reason: str) -> None:
        super().__init__(reason=reason)


class UnderMaintenance(Refusal):
    """A command during maintenance."""

    code = "maintenance"
    says = N_("Dominion is under maintenance: {reason}")
    remedy = N_("The world keeps running, and nations earn as usual. Try again in a while.")

    def __init__(self, reason: str) -> None:
        super().__init__(reason=reason)


class NationBanned(Refusal):
    """A command in a server whose nation is banned."""

    code = "nation_banned"
    says = N_("This server is banned from Dominion: {reason}")
    remedy = N_("If this is a mistake, contact the operator of the bot.")

    def __init__(self, reason: str, until: datetime | None) -> None:
        if until is None:
            super().__init__(reason=reason)
            return
        says = N_("This server is banned from Dominion until {when}: {reason}")
        super().__init__(says, reason=reason, when=until)


class NationFrozen(Refusal):
    """A command that changes something, in a server whose nation is frozen."""

    code = "nation_frozen"
    says = N_("This nation is frozen, and can only be viewed: {reason}")
    remedy = N_("If this is a mistake, tell the operator of the bot with /dominion report.")

    def __init__(self, reason: str, until: datetime | None) -> None:
        if until is None:
            super().__init__(reason=reason)
            return
        says = N_("This nation is frozen until {when}, and can only be viewed: {reason}")
        super().__init__(says, reason=reason, when=until)


class CommandOff(Refusal):
    """A command that is individually switched off."""

    code = "command_off"
    says = N_("/{command} is switched off: {reason}")
    remedy = N_("The other commands work. Try again later.")

    def __init__(self, command: str, reason: str) -> None:
        super().__init__(command=command, reason=reason)


class NotInThisPhase(Refusal):
    """A command of a feature that begins in a later phase."""

    code = "not_in_this_phase"
    says = N_("This part of the game ({feature}) begins in phase {phase}; it is phase {current}.")
    remedy = N_("It opens for all servers at the same time.")

    def __init__(self, feature: str, phase: int, current: int) -> None:
        super().__init__(feature=feature, phase=phase, current=current)


class FeatureOff(Refusal):
    """A command of a feature that is off, or that needs a feature that is off."""

    code = "feature_off"
    says = N_("This part of the game ({feature}) is switched off.")
    remedy = N_("Only the operator of the bot can switch it on. Try again later.")

    def __init__(self, feature: str) -> None:
        super().__init__(feature=feature)


class OnlyDevelopers(Refusal):
    """A developers' command in another server, or by a user who is not a developer."""

    code = "only_developers"
    says = N_("Only developers of this bot can do that, in their own server.")
    remedy = N_("The operator names them in NAZH_DOMINION_DEVELOPERS.")


class AlreadySo(Refusal):
    """A change to the current value."""

    code = "already_so"
    says = N_("That is already the case; nothing was changed.")
    remedy = N_("See the current settings with /dominion-ops status.")


class FeatureNeeded(Refusal):
    """Switching on a feature without the one that it needs."""

    code = "feature_needed"
    says = N_("This feature needs {feature}, which is off.")
    remedy = N_("Switch that one on first with /dominion-admin feature enable.")

    def __init__(self, feature: str) -> None:
        super().__init__(feature=feature)


class InvalidServerId(Refusal):
    """A text that is not the id of a Discord server."""

    code = "invalid_server_id"
    says = N_("{typed} is not the id of a server.")
    remedy = N_("/dominion-mod nation list shows the ids, which are numbers.")

    def __init__(self, typed: str) -> None:
        super().__init__(typed=typed)


class UnknownCommandName(Refusal):
    """A name that does not belong to any command of the game."""

    code = "unknown_command_name"
    says = N_("The game has no command /{command}.")
    remedy = N_("Choose one of the names that are offered while you type.")

    def __init__(self, command: str) -> None:
        super().__init__(command=command)


class UnknownRule(Refusal):
    """A key that does not belong to any ruleset value."""

    code = "unknown_rule"
    says = N_("No ruleset value is called {key}.")
    remedy = N_("/dominion-admin balance export lists all names.")

    def __init__(self, key: str) -> None:
        super().__init__(key=key)


class InvalidRuleValue(Refusal):
    """A value outside its range, or of the wrong type."""

    code = "invalid_rule_value"
    says = N_("{key} cannot be {value}: {about}")
    remedy = N_("Write {limits}.")

    def __init__(self, key: str, value: str, about: str, limits: str) -> None:
        super().__init__(key=key, value=value, about=about, limits=limits)


class InconsistentRules(Refusal):
    """A value that contradicts another one."""

    code = "inconsistent_rules"
    says = N_("{first} must not be more than {second}.")
    remedy = N_("Change both with /dominion-admin balance import, or the other one first.")

    def __init__(self, first: str, second: str) -> None:
        super().__init__(first=first, second=second)


class InvalidRuleLine(Refusal):
    """A line of an import without a key and a value."""

    code = "invalid_rule_line"
    says = N_("Line {line} is not a value of the rules.")
    remedy = N_("Write a name, = and a value in each line, such as resources.rate = 120.")

    def __init__(self, line: int, source: str, at: int) -> None:
        super().__init__(line=line, source=source, at=at)


class RepeatedRule(Refusal):
    """A key that an import has twice."""

    code = "repeated_rule"
    says = N_("Line {line} is the second one with {key}.")
    remedy = N_("Delete one of the two lines.")

    def __init__(self, line: int, key: str) -> None:
        super().__init__(line=line, key=key)


class TooManyRules(Refusal):
    """An import that changes more values than its preview can show."""

    code = "too_many_rules"
    says = N_("That changes {count} values, and one import can change {most}.")
    remedy = N_("Import some of the lines now and the others afterwards.")

    def __init__(self, count: int, most: int) -> None:
        super().__init__(count=count, most=most)


class RulesChanged(Refusal):
    """A confirmation of changes to rules that others have changed since the preview."""

    code = "rules_changed"
    says = N_("The rules were changed after this preview, so nothing was changed.")
    remedy = N_("Use the command again to see what it changes now.")


class NoSuchRuleChange(Refusal):
    """A number that no change of the rules of this season has."""

    code = "no_such_rule_change"
    says = N_("The rules of this season have no change {number}.")
    remedy = N_("Choose one of those that are offered while you type.")

    def __init__(self, number: int) -> None:
        super().__init__(number=number)


class NoSeason(Refusal):
    """A change of the rules before the first season."""

    code = "no_season"
    says = N_("There is no season yet, so there are no rules to change.")
    remedy = N_("It begins with the first nation. NAZH_DOMINION_RULESET selects its rules.")


class TooManyReports(Refusal):
    """More reports than a user may send in a day."""

    code = "too_many_reports"
    says = N_("You have sent {most} messages to the operator in 24 hours. Send the next {when}.")

    def __init__(self, most: int, again_at: datetime) -> None:
        super().__init__(most=most, when=again_at)


class NoSuchReport(Refusal):
    """A number that does not belong to any open report."""

    code = "no_such_report"
    says = N_("There is no open report {number}.")
    remedy = N_("See the open ones with /dominion-mod reports list.")

    def __init__(self, number: int) -> None:
        super().__init__(number=number)
