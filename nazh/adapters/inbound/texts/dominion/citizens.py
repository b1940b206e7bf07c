"""Writes the contributions of citizens. The most important number comes first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from nazh.adapters.inbound.texts.dominion.government.government import OFFICE_NAMES
from nazh.adapters.inbound.texts.dominion.timestamps import relative
from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.dominion.citizens.show_citizens import CitizenView, ContributorsView
from nazh.domain.dominion.citizens import next_contribution
from nazh.domain.kernel.identity import UserId
from nazh.domain.kernel.texts import N_, N_plural

_POINTS: Final = N_plural("## {count} point", "## {count} points")
_CITIZEN: Final = N_("{user} is a citizen of {nation}, joined {when}.")
_OFFICE: Final = N_("Office: {office}.")
_LEADER: Final = N_("Leads the nation.")
_PLACE: Final = N_plural(
    "**#{place}** of {count} contributor", "**#{place}** of {count} contributors"
)
_LAST: Final = N_("Last contributed {when}.")
_NEVER: Final = N_("Has not contributed yet.")
_AGAIN: Final = N_("You can contribute again {when}.")
_NOW: Final = N_("You can contribute now.")
_BADGE: Final = N_("🏅 Has completed the tutorial.")
_GOING: Final = N_("Has left the server; the citizenship ends {when}.")
_CONTRIBUTORS: Final = N_plural(
    "## {count} contributor in {nation}", "## {count} contributors in {nation}"
)
_NOBODY: Final = N_("""## Nobody has contributed to {nation} yet
Begin with `/citizen contribute`.""")
_PAGE: Final = N_("-# Page {page} of {pages}. Points come from contributions.")


def citizen_text(view: CitizenView, reader: UserId, at: datetime, translator: Translator) -> str:
    """Return a citizen's contributions and role, for a reader at an instant."""
    nation, citizen = view.nation, view.citizen
    user, when = f"<@{citizen.user}>", relative(citizen.joined_at)
    lines = [
        translator.counted(_POINTS, citizen.points),
        translator(_CITIZEN, user=user, nation=nation.name, when=when),
    ]
    if nation.leader == citizen.user:
        lines.append(translator(_LEADER))
    if view.office is not None:
        lines.append(translator(_OFFICE, office=translator(OFFICE_NAMES[view.office])))
    if view.place is not None:
        lines.append(translator.counted(_PLACE, view.contributors, place=view.place))
    lines += _contribution_lines(view, reader, at, translator)
    if view.has_badge:
        lines.append(translator(_BADGE))
    if citizen.ends_at is not None:
        lines.append(translator(_GOING, when=relative(citizen.ends_at)))
    return "\n".join(lines)


def _contribution_lines(
    view: CitizenView, reader: UserId, at: datetime, translator: Translator
) -> Iterator[str]:
    citizen = view.citizen
    if citizen.contributed_at is None:
        yield translator(_NEVER)
    else:
        yield translator(_LAST, when=relative(citizen.contributed_at))
    if citizen.user != reader:
        return
    due = next_contribution(citizen, view.season.rules.resources)
    if view.may_contribute(at):
        yield translator(_NOW)
    elif due is not None and at < due:
        yield translator(_AGAIN, when=relative(due))


def contributors_text(view: ContributorsView, translator: Translator) -> str:
    """Return a page of the citizens who have contributed the most to a nation."""
    page, name = view.page, view.nation.name
    if not page.rows:
        return translator(_NOBODY, nation=name)
    width = len(str(page.rows[-1].place))
    lines = [
        f"`{row.place:>{width}}` <@{row.user}> · {translator.number(row.points)}"
        for row in page.rows
    ]
    heading = translator.counted(_CONTRIBUTORS, page.count, nation=name)
    footer = translator(_PAGE, page=page.number, pages=page.pages)
    return "\n".join((heading, *lines, footer))
