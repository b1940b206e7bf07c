"""Writes the texts about nations and their citizens. The most important number comes first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from nazh.adapters.inbound.texts.dominion.government.government import OFFICE_NAMES
from nazh.adapters.inbound.texts.dominion.notices.notices import news_channel_text
from nazh.adapters.inbound.texts.dominion.rankings import score_text
from nazh.adapters.inbound.texts.dominion.timestamps import duration, relative
from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.dominion.citizens.contribute_resources import Contributed
from nazh.application.dominion.citizens.leave_nation import CitizenLeft
from nazh.application.dominion.citizens.register_citizen import CitizenJoined
from nazh.application.dominion.nations.look_at_nation import NationView
from nazh.application.dominion.nations.register_nation import NationFounded
from nazh.application.dominion.nations.rename_nation import NationRenamed
from nazh.application.dominion.nations.show_profile import NationProfile
from nazh.application.dominion.notices.news_channels import NewsChannel
from nazh.application.dominion.ports import PublicNation
from nazh.domain.dominion.citizens import Citizen
from nazh.domain.dominion.nations.lifecycle import Status, status_of
from nazh.domain.dominion.nations.nation import Nation
from nazh.domain.dominion.rankings.boards import Division, division_of
from nazh.domain.dominion.rules.nations import NationRules
from nazh.domain.kernel.texts import N_, N_plural

CONTRIBUTE: Final = N_("Contribute")
JOIN: Final = N_("Join")
UPGRADE_STORAGE: Final = N_("Upgrade Storage")
NATION: Final = N_("Nation")
TREASURY: Final = N_("Treasury")
MILITARY: Final = N_("Military")
RANKING: Final = N_("Ranking")
CHART: Final = N_("Chart")
COMPARE: Final = N_("Compare")
LEAVE: Final = N_("Leave")
STAY: Final = N_("Stay")
_FOUNDED: Final = N_("""## {name} is founded
**{resources}** resources and **{territory}** land to begin with. Nobody can attack it until {when}.

Every citizen earns resources for it each hour. Join with `/citizen register`.""")
_RENAMED: Final = N_("""## {name}
was {before} until now. The treasury has **{resources}** resources left.""")
_JOINED: Final = N_plural(
    """## Welcome to {nation}
You are its first citizen. Add to its treasury every few hours with `/citizen contribute`.""",
    "## Welcome to {nation}\n"
    "You are one of **{count}** citizens. Add to its treasury every few hours with "
    "`/citizen contribute`.",
)
_LEFT: Final = N_("""## You have left {nation}
Your **{points}** points are gone. You can return at any time, and join another nation {when}.""")
_LEAVE_SURE: Final = N_("""## Leave {nation}?
You lose your **{points}** points. You can return at any time, and join another nation \
in {move}.""")
_LOSES_OFFICE: Final = N_("You lose your office: {office}.")
_STILL_LEADS: Final = N_("You still lead it.")
_GIVEN: Final = N_("""## +{added} resources
{nation} has **{resources}** of {capacity}. You have **{points}** points, {new} of them new.
You can contribute again {when}.""")
_STREAK: Final = N_plural("{count} day in a row", "{count} days in a row")
_CITIZENS: Final = N_plural("{count} citizen", "{count} citizens")
_NATION: Final = N_("""## {name}
Power **{power}** · {citizens} · {territory} land · reputation {reputation}
Led by {leader}, founded {founded}""")
_RECORD: Final = N_("Public strength **{strength}** · {division} · wars: {won} won, {lost} lost")
_DIVISIONS: Final = {
    Division.HAMLET: N_("hamlet"),
    Division.TOWN: N_("town"),
    Division.CITY: N_("city"),
    Division.METROPOLIS: N_("metropolis"),
}
_ALLIES: Final = N_("Allied with {allies}.")
_WARS: Final = N_plural("At war: {count} open war.", "At war: {count} open wars.")
_PROTECTED: Final = N_("Protected: attacks are possible {when}.")
_VACATION_STATE: Final = N_("On vacation; it ends {when}.")
_VACATION_PLANNED: Final = N_("A vacation begins {since} and ends {until}.")
_DELETION_PLANNED: Final = N_("It will be deleted {when}.")
_STATES: Final = {
    Status.INACTIVE: N_("Inactive: it earns nothing and is not in the ranking."),
    Status.ARCHIVED: N_("Archived: it had no active citizens for a long time."),
    Status.ORPHANED: N_("Paused: the bot was removed from its server."),
}
_NO_LEADER: Final = N_("nobody")
_CITIZEN: Final = N_("You are a citizen with **{points}** points.")
_STRANGER: Final = N_("You are not a citizen here. Join with `/citizen register`.")
_ELSEWHERE: Final = N_("You are a citizen of {other}.")
_FOREIGN: Final = N_("""## {name}
Power **{power}** · {citizens} · {territory} land · reputation {reputation}
Led by {leader}, founded {founded}""")
_UNKNOWN_POWER: Final = N_("not known yet")


def founded_text(founded: NationFounded, translator: Translator) -> str:
    """Return the message about a new nation."""
    return translator(
        _FOUNDED,
        name=founded.name,
        resources=founded.resources,
        territory=founded.territory,
        when=relative(founded.protected_until),
    )


def renamed_text(renamed: NationRenamed, translator: Translator) -> str:
    """Return the message about a new name."""
    return translator(
        _RENAMED, name=renamed.name, before=renamed.before, resources=renamed.resources
    )


def joined_text(joined: CitizenJoined, translator: Translator) -> str:
    """Return the message to a new citizen."""
    return translator.counted(_JOINED, joined.population, nation=joined.nation)


def leave_question(view: NationView, citizen: Citizen, translator: Translator) -> str:
    """Return what leaving would cost the citizen."""
    nation = view.nation
    move = duration(view.season.rules.citizens.move_cooldown, translator)
    lines = [translator(_LEAVE_SURE, nation=nation.name, points=citizen.points, move=move)]
    lines += [
        translator(_LOSES_OFFICE, office=translator(OFFICE_NAMES[office]))
        for office, holder in nation.government.holders.items()
        if holder == citizen.user
    ]
    if citizen.user == nation.leader:
        lines.append(translator(_STILL_LEADS))
    return "\n".join(lines)


def left_text(left: CitizenLeft, translator: Translator) -> str:
    """Return the message to a user who has left."""
    return translator(
        _LEFT, nation=left.nation, points=left.points, when=relative(left.others_from)
    )


def contributed_text(given: Contributed, translator: Translator) -> str:
    """Return the message about a contribution."""
    text = translator(
        _GIVEN,
        added=given.added,
        nation=given.nation,
        resources=given.resources,
        capacity=given.capacity,
        points=given.all_points,
        new=given.points,
        when=relative(given.again_at),
    )
    if not given.streak:
        return text
    return f"{text}\n-# {translator.counted(_STREAK, given.streak + 1)}"


def nation_text(
    view: NationView,
    profile: NationProfile,
    news: NewsChannel,
    at: datetime,
    translator: Translator,
) -> str:
    """Return the profile of a nation, and the user's role in it, at an instant.

    It also says whether Discord refuses the nation's news.
    """
    nation = view.nation
    leader = translator(_NO_LEADER) if nation.leader is None else f"<@{nation.leader}>"
    lines = [
        translator(
            _NATION,
            name=nation.name,
            power=nation.power(view.season.rules),
            citizens=translator.counted(_CITIZENS, nation.population),
            territory=nation.territory,
            reputation=score_text(nation.reputation, translator),
            leader=leader,
            founded=relative(nation.founded_at),
        ),
        *_record_lines(profile, translator),
    ]
    lines += _state_lines(nation, at, view.season.rules.nations, translator)
    if nation.deletion_at is not None:
        lines.append(translator(_DELETION_PLANNED, when=relative(nation.deletion_at)))
    if view.citizen is not None:
        lines.append(translator(_CITIZEN, points=view.citizen.points))
    elif view.elsewhere is not None:
        lines.append(translator(_ELSEWHERE, other=view.elsewhere))
    else:
        lines.append(translator(_STRANGER))
    if news.refused is not None:
        lines.append(news_channel_text(news, translator))
    return "\n".join(lines)


def _record_lines(profile: NationProfile, translator: Translator) -> Iterator[str]:
    """Yield what everyone may know about the strength, the alliances and the wars of a nation."""
    record = profile.record
    division = division_of(profile.nation.population)
    yield translator(
        _RECORD,
        strength=profile.nation.strength,
        division=translator(_DIVISIONS[division]),
        won=record.won,
        lost=record.lost,
    )
    if record.allies:
        yield translator(_ALLIES, allies=translator.all_of(record.allies))
    if record.open_wars:
        yield translator.counted(_WARS, record.open_wars)


def _state_lines(
    nation: Nation | PublicNation, at: datetime, rules: NationRules, translator: Translator
) -> Iterator[str]:
    status = status_of(nation, at, rules)
    if status in _STATES:
        yield translator(_STATES[status])
    if at < nation.protected_until:
        yield translator(_PROTECTED, when=relative(nation.protected_until))
    vacation = nation.vacation
    if vacation is not None and at < vacation.since:
        since, until = relative(vacation.since), relative(vacation.until)
        yield translator(_VACATION_PLANNED, since=since, until=until)
    elif vacation is not None and at < vacation.until:
        yield translator(_VACATION_STATE, when=relative(vacation.until))


def foreign_nation_text(profile: NationProfile, at: datetime, translator: Translator) -> str:
    """Return what everyone may know about a nation."""
    nation = profile.nation
    leader = translator(_NO_LEADER) if nation.leader is None else f"<@{nation.leader}>"
    power = translator(_UNKNOWN_POWER) if nation.power is None else translator.number(nation.power)
    text = translator(
        _FOREIGN,
        name=nation.name,
        power=power,
        citizens=translator.counted(_CITIZENS, nation.population),
        territory=nation.territory,
        reputation=score_text(nation.reputation, translator),
        leader=leader,
        founded=relative(nation.founded_at),
    )
    states = _state_lines(nation, at, profile.rules, translator)
    return "\n".join((text, *_record_lines(profile, translator), *states))
