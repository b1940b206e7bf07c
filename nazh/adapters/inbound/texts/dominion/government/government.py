"""Writes the texts of a nation's leader and offices."""

from __future__ import annotations

from typing import Final

from nazh.adapters.inbound.texts.dominion.timestamps import duration, relative
from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.dominion.government.appoint_leader import LeaderAppointed
from nazh.application.dominion.government.fill_offices import OfficeFilled, OfficeVacated
from nazh.application.dominion.government.show_offices import GovernmentView
from nazh.application.dominion.nations.look_at_nation import NationView
from nazh.domain.dominion.nations.offices import Accession, Leadership, Office
from nazh.domain.kernel.identity import UserId
from nazh.domain.kernel.texts import N_

APPOINT: Final = N_("Appoint")
OFFICE_NAMES: Final = {
    Office.COMMANDER: N_("Commander"),
    Office.DIPLOMAT: N_("Diplomat"),
    Office.TREASURER: N_("Treasurer"),
    Office.SPYMASTER: N_("Spymaster"),
}
_LEADER: Final = N_("**Leader** {user}, since {when}")
_OFFICE: Final = N_("**{office}** {user}")
_VACANT: Final = N_("vacant")
_FORMER: Final = N_("a former citizen")
_GOVERNMENT: Final = N_("## Who governs {name}")
_EMERGENCY: Final = N_(
    "The leader has been away for a long time: every delegate has the powers of every office."
)
_EARLIER: Final = N_("Earlier leaders:")
_REIGNS: Final = {
    Accession.FOUNDED: N_("{user}, who founded it {when}"),
    Accession.APPOINTED: N_("{user}, appointed {when}"),
}
_APPOINT_SURE: Final = N_("""## Make {user} the leader of {name}?
{before} will no longer lead it, and all offices will be vacant. You can appoint another leader \
{wait} later.""")
_APPOINTED: Final = N_("""## {name} has another leader
{user} leads it now. Another leader can be appointed {when}.""")
_FILLED: Final = N_("""## {office} of {name}
is {user} now.""")
_VACATED: Final = N_("""## {office} of {name}
is vacant now. {user} held the office.""")


def government_text(view: GovernmentView, translator: Translator) -> str:
    """Return who leads a nation, who holds its offices, and who led it before."""
    nation = view.nation
    current, *earlier = view.leaders
    user = _user(nation.leader, translator)
    lines = [
        translator(_GOVERNMENT, name=nation.name),
        translator(_LEADER, user=user, when=relative(current.since)),
    ]
    for office, name in OFFICE_NAMES.items():
        holder = nation.government.holders.get(office)
        shown = translator(_VACANT) if holder is None else f"<@{holder}>"
        lines.append(translator(_OFFICE, office=translator(name), user=shown))
    if view.has_emergency and nation.government.holders:
        lines.append(translator(_EMERGENCY))
    if earlier:
        lines.append(translator(_EARLIER))
        lines += [f"- {_reign(leadership, translator)}" for leadership in earlier]
    return "\n".join(lines)


def appoint_question(view: NationView, user: UserId, translator: Translator) -> str:
    """Return what the appointment of a user changes."""
    return translator(
        _APPOINT_SURE,
        user=f"<@{user}>",
        name=view.nation.name,
        before=_user(view.nation.leader, translator),
        wait=duration(view.season.rules.politics.appoint_cooldown, translator),
    )


def appointed_text(result: LeaderAppointed, translator: Translator) -> str:
    """Return the message about a new leader."""
    when = relative(result.again_at)
    return translator(_APPOINTED, name=result.nation, user=f"<@{result.leader}>", when=when)


def filled_text(result: OfficeFilled, office: Office, translator: Translator) -> str:
    """Return the message about a new delegate."""
    name = translator(OFFICE_NAMES[office])
    return translator(_FILLED, office=name, name=result.nation, user=f"<@{result.holder}>")


def vacated_text(result: OfficeVacated, office: Office, translator: Translator) -> str:
    """Return the message about an office that was taken away."""
    name = translator(OFFICE_NAMES[office])
    return translator(_VACATED, office=name, name=result.nation, user=f"<@{result.before}>")


def _reign(leadership: Leadership, translator: Translator) -> str:
    user = _user(leadership.leader, translator)
    return translator(_REIGNS[leadership.by], user=user, when=relative(leadership.since))


def _user(user: UserId | None, translator: Translator) -> str:
    return translator(_FORMER) if user is None else f"<@{user}>"
