"""Writes the texts of treaties, embassies and messages. The most important number comes first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from nazh.adapters.inbound.texts.dominion.timestamps import relative
from nazh.adapters.inbound.texts.dominion.treasury.treasury import signed
from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.dominion.diplomacy.answer_proposal import ProposalDeclined, TreatyMade
from nazh.application.dominion.diplomacy.break_alliance import AllianceBroken
from nazh.application.dominion.diplomacy.cancel_pact import PactCancelled
from nazh.application.dominion.diplomacy.open_embassy import EmbassyOpened
from nazh.application.dominion.diplomacy.propose_treaty import TreatyProposed
from nazh.application.dominion.diplomacy.show_treaties import Ally, TreatyView
from nazh.application.dominion.diplomacy.write_to_nations import ChatSent, MessageSent
from nazh.domain.dominion.diplomacy.treaties import PACTS, Pact, Proposal, TreatyKind
from nazh.domain.kernel.graphemes import units
from nazh.domain.kernel.texts import N_, N_plural

ACCEPT: Final = N_("Accept {name}")
DECLINE: Final = N_("Decline {name}")
BREAK: Final = N_("Break the Alliance")
GIVE_NOTICE: Final = N_("Give Notice")
CANCEL_NOW: Final = N_("Cancel Now")
KEEP: Final = N_("Keep It")
TREATY_NAMES: Final[Mapping[TreatyKind, str]] = MappingProxyType(
    {
        TreatyKind.ALLIANCE: N_("alliance"),
        TreatyKind.NON_AGGRESSION: N_("non-aggression pact"),
        TreatyKind.TRADE: N_("trade pact"),
        TreatyKind.MUTUAL_DEFENCE: N_("mutual defence pact"),
    }
)
_PROPOSED: Final = N_("""## Proposed to {other}
{nation} proposes: {treaty}. The leader of {other} can accept it with `{command} accept`. \
It expires {when}.""")
_ALLIED: Final = N_("""## {nation} and {other} are allied
**{reputation}** reputation for each of them. Each sees how strong the other is.""")
_PACT_MADE: Final = N_("""## {nation} and {other}
have agreed on a treaty: {treaty}.""")
_DECLINED: Final = N_("""## Declined
{nation} has declined the proposal of {other}: {treaty}.""")
_BREAK_SURE: Final = N_("""## {reputation} reputation
is what {nation} gets for breaking the alliance with {other}. Until {when}, neither can declare \
war on the other. Their support for each other in wars ends, unless orders are locked.""")
_IS_BETRAYAL: Final = N_("{other} is at war, so this is a betrayal.")
_BROKEN: Final = N_("""## The alliance with {other} is broken
**{reputation}** reputation for {nation}. Neither can declare war on the other until {when}.""")
_CANCEL_SURE: Final = N_("## Cancel the {treaty} with {other}?")
_NOTICE_IS_FREE: Final = N_("**With notice** it costs nothing and ends {when}.")
_NOTICE_IS_GIVEN: Final = N_("Notice was already given.")
_NOW_COSTS: Final = N_("**Now** it costs **{reputation}** reputation.")
_NOTICE: Final = N_("""## Notice given to {other}
The {treaty} with {nation} ends {when}.""")
_VIOLATED: Final = N_("""## {reputation} reputation
for {nation}, which has cancelled its {treaty} with {other} without notice.""")
_EMBASSY: Final = N_("""## {nation} has an embassy in {other}
**{reputation}** reputation. The treasury has **{resources}** resources left.""")
_ALLIANCES: Final = N_("## {count} of {most} alliances")
_ALLY: Final = N_("**{name}** · strength {strength} · {weeks}, since {since} · trust {trust}%")
_WEEKS: Final = N_plural("{count} week", "{count} weeks")
_FREE_AT: Final = N_("Another alliance is possible {when}.")
_PACTS: Final = N_plural("## {count} pact", "## {count} pacts")
_PACT: Final = N_("**{name}** · {treaty} since {since}")
_PACT_ENDS: Final = N_("**{name}** · {treaty}, ends {when}")
_EMBASSIES: Final = N_("## {count} of {most} embassies")
_EMBASSY_LINE: Final = N_("**{name}**, opened {when}")
_NONE: Final = N_("None yet. Propose one with `{command} propose`.")
_NO_EMBASSY: Final = N_("None yet. Open one with `/diplomacy embassy open`, for {cost} resources.")
_PROPOSALS: Final = N_("**Open proposals**")
_FROM: Final = N_("{name} proposes: {treaty}, expires {when}")
_TO: Final = N_("To {name}: {treaty}, expires {when}")
_MESSAGE: Final = N_("""## Sent to {other}
Everyone can see its title in `/nation history`. {nation} can write again {when}.""")
_CHAT: Final = N_plural(
    "## Sent to {count} ally\n{nation} can write again {when}.",
    "## Sent to {count} allies\n{nation} can write again {when}.",
)
_MORE: Final = N_plural("… and {count} more", "… and {count} more")
_MAX_TREATIES: Final = 2_200
"""UTF-16 units of listed treaties; with those of proposals, they fit into a message."""
_MAX_PROPOSALS: Final = 1_500
_ALLIED_STRENGTH: Final = N_("Allied with your nation. Strength **{strength}**.")


def message_text(sent: MessageSent, translator: Translator) -> str:
    """Return the response to a message to another nation."""
    when = relative(sent.again_at)
    return translator(_MESSAGE, nation=sent.nation, other=sent.other, when=when)


def chat_text(sent: ChatSent, translator: Translator) -> str:
    """Return the response to a message to all allies."""
    when = relative(sent.again_at)
    return translator.counted(_CHAT, sent.allies, nation=sent.nation, when=when)


def proposed_text(result: TreatyProposed, kind: TreatyKind, translator: Translator) -> str:
    """Return the message about a proposal."""
    return translator(
        _PROPOSED,
        nation=result.nation,
        other=result.other,
        treaty=translator(TREATY_NAMES[kind]),
        command=_command(kind),
        when=relative(result.expires_at),
    )


def made_text(result: TreatyMade, kind: TreatyKind, translator: Translator) -> str:
    """Return the message about a new treaty."""
    if kind is TreatyKind.ALLIANCE:
        reputation = signed(result.reputation, translator)
        return translator(_ALLIED, nation=result.nation, other=result.other, reputation=reputation)
    treaty = translator(TREATY_NAMES[kind])
    return translator(_PACT_MADE, nation=result.nation, other=result.other, treaty=treaty)


def declined_text(declined: ProposalDeclined, kind: TreatyKind, translator: Translator) -> str:
    """Return the message about a declined proposal."""
    treaty = translator(TREATY_NAMES[kind])
    return translator(_DECLINED, nation=declined.nation, other=declined.other, treaty=treaty)


def break_question(broken: AllianceBroken, translator: Translator) -> str:
    """Return what breaking an alliance would cost."""
    text = translator(
        _BREAK_SURE,
        reputation=signed(broken.reputation, translator),
        nation=broken.nation,
        other=broken.other,
        when=relative(broken.war_from),
    )
    if not broken.is_betrayal:
        return text
    return f"{text}\n{translator(_IS_BETRAYAL, other=broken.other)}"


def broken_text(broken: AllianceBroken, translator: Translator) -> str:
    """Return the message about a broken alliance."""
    return translator(
        _BROKEN,
        other=broken.other,
        reputation=signed(broken.reputation, translator),
        nation=broken.nation,
        when=relative(broken.war_from),
    )


def cancel_question(
    now: PactCancelled, noticed: PactCancelled | None, kind: TreatyKind, translator: Translator
) -> str:
    """Return what cancelling a pact costs now, and with notice unless that was given."""
    treaty = translator(TREATY_NAMES[kind])
    notice = translator(_NOTICE_IS_GIVEN)
    if noticed is not None:
        notice = translator(_NOTICE_IS_FREE, when=relative(noticed.ends_at))
    cost = translator(_NOW_COSTS, reputation=signed(now.reputation, translator))
    return "\n".join((translator(_CANCEL_SURE, treaty=treaty, other=now.other), notice, cost))


def cancelled_text(cancelled: PactCancelled, kind: TreatyKind, translator: Translator) -> str:
    """Return the message about a cancelled pact."""
    facts = {
        "nation": cancelled.nation,
        "other": cancelled.other,
        "treaty": translator(TREATY_NAMES[kind]),
    }
    if cancelled.reputation:
        reputation = signed(cancelled.reputation, translator)
        return translator(_VIOLATED, reputation=reputation, **facts)
    return translator(_NOTICE, when=relative(cancelled.ends_at), **facts)


def embassy_text(opened: EmbassyOpened, translator: Translator) -> str:
    """Return the message about a new embassy."""
    return translator(
        _EMBASSY,
        nation=opened.nation,
        other=opened.other,
        reputation=signed(opened.reputation, translator) or "0",
        resources=opened.resources,
    )


def alliances_text(view: TreatyView, translator: Translator) -> str:
    """Return the alliances of a nation, and its open proposals."""
    most = view.season.rules.diplomacy.most_alliances
    lines = [translator(_ALLIANCES, count=len(view.allies), most=most)]
    allies = [_ally_line(ally, translator) for ally in view.allies]
    lines += _fitting(allies, _MAX_TREATIES, translator)
    if view.free_at is not None:
        lines.append(translator(_FREE_AT, when=relative(view.free_at)))
    elif not view.allies:
        lines.append(translator(_NONE, command=_command(TreatyKind.ALLIANCE)))
    offers = [proposal for proposal in view.proposals if proposal.kind is TreatyKind.ALLIANCE]
    return "\n".join((*lines, *_proposal_lines(offers, view, translator)))


def pacts_text(view: TreatyView, translator: Translator) -> str:
    """Return the pacts of a nation, and its open proposals."""
    lines = [translator.counted(_PACTS, len(view.pacts))]
    pacts = [_pact_line(pact, view, translator) for pact in view.pacts]
    lines += _fitting(pacts, _MAX_TREATIES, translator)
    if not view.pacts:
        lines.append(translator(_NONE, command=_command(TreatyKind.TRADE)))
    offers = [proposal for proposal in view.proposals if proposal.kind in PACTS]
    return "\n".join((*lines, *_proposal_lines(offers, view, translator)))


def embassies_text(view: TreatyView, translator: Translator) -> str:
    """Return the embassies of a nation."""
    rules = view.season.rules.diplomacy
    lines = [translator(_EMBASSIES, count=len(view.embassies), most=rules.most_embassies)]
    embassies = [
        translator(
            _EMBASSY_LINE, name=view.others[embassy.host].name, when=relative(embassy.opened_at)
        )
        for embassy in view.embassies
    ]
    lines += _fitting(embassies, _MAX_TREATIES, translator)
    if not view.embassies:
        lines.append(translator(_NO_EMBASSY, cost=rules.embassy_cost))
    return "\n".join(lines)


def allied_strength_text(strength: int, translator: Translator) -> str:
    """Return what only allies know of a nation."""
    return translator(_ALLIED_STRENGTH, strength=strength)


def _ally_line(ally: Ally, translator: Translator) -> str:
    return translator(
        _ALLY,
        name=ally.profile.name,
        strength=ally.profile.strength,
        weeks=translator.counted(_WEEKS, ally.weeks),
        since=f"<t:{int(ally.alliance.formed_at.timestamp())}:D>",
        trust=ally.trust // 100,
    )


def _pact_line(pact: Pact, view: TreatyView, translator: Translator) -> str:
    facts = {
        "name": view.others[pact.pair.other(view.nation.id)].name,
        "treaty": translator(TREATY_NAMES[pact.kind]),
    }
    if pact.ends_at is None:
        return translator(_PACT, since=relative(pact.agreed_at), **facts)
    return translator(_PACT_ENDS, when=relative(pact.ends_at), **facts)


def _proposal_lines(
    offers: list[Proposal], view: TreatyView, translator: Translator
) -> Iterator[str]:
    """Yield the open proposals, those of other nations first."""
    own = view.nation.id
    if offers:
        yield translator(_PROPOSALS)
    lines = [
        translator(
            _TO if offer.proposer == own else _FROM,
            name=view.others[offer.other(own)].name,
            treaty=translator(TREATY_NAMES[offer.kind]),
            when=relative(offer.expires_at),
        )
        for offer in sorted(offers, key=lambda offer: offer.proposer == own)
    ]
    yield from _fitting(lines, _MAX_PROPOSALS, translator)


def _fitting(lines: Sequence[str], most: int, translator: Translator) -> Iterator[str]:
    """Yield the first lines, up to ``most`` UTF-16 units, and how many more there are."""
    for shown, line in enumerate(lines):
        most -= units(line) + 1
        if most < 0:
            yield translator.counted(_MORE, len(lines) - shown)
            return
        yield line


def _command(kind: TreatyKind) -> str:
    return "/diplomacy alliance" if kind is TreatyKind.ALLIANCE else "/diplomacy pact"
