"""Lists the name and the sentence of each kind of notice.

A new kind needs its name and its sentence here, or its sentences in ``notice_variants``, and
nothing else in this package.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from nazh.adapters.inbound.texts.dominion.notices.notice_variants import (
    ANSWERED,
    BROKEN,
    DECLARED,
    DELETIONS,
    DESERTED,
    ENDED,
    ENDING,
    OFFERED,
    OUTAGES,
)
from nazh.domain.dominion.notices import NoticeKind, NoticeTopic
from nazh.domain.kernel.texts import N_, N_plural, Text

ANNOUNCED_BY_OPERATOR: Final = N_("**Announcement of the operator:** {text}")


class NoticeText(NamedTuple):
    """The name of a kind of notices, and its sentence with the facts in it.

    A kind with several sentences has them by the fact ``what``.
    """

    name: str
    text: Text | Mapping[str, Text]


TEXTS: Final[Mapping[NoticeKind, NoticeText]] = MappingProxyType(
    {
        NoticeKind.FOUNDED: NoticeText(
            N_("the nation is founded"),
            N_("**{resources}** resources and **{territory}** land: the nation is founded."),
        ),
        NoticeKind.CITIZEN_JOINED: NoticeText(
            N_("a citizen joins"),
            N_plural(
                "**{count}** citizen: the first one has joined.",
                "**{count}** citizens: one more has joined.",
            ),
        ),
        NoticeKind.LEADER_CHANGED: NoticeText(
            N_("the nation has a new leader"),
            N_("**Your nation has a new leader**, and all offices are vacant: `/gov offices`."),
        ),
        NoticeKind.UNITS_BUILT: NoticeText(
            N_("units are ready"),
            N_("**{quantity}** {unit}: order {order} is finished."),
        ),
        NoticeKind.UPKEEP_UNPAID: NoticeText(
            N_("upkeep is not paid in full"),
            N_(
                "**Upkeep not paid in full**: {paid} of {due} resources. No units deserted, and "
                "the rest is forgiven."
            ),
        ),
        NoticeKind.UNITS_DESERTED: NoticeText(N_("units desert"), DESERTED),
        NoticeKind.STORAGE_FULL: NoticeText(
            N_("the storage is full"),
            N_("**{capacity}** resources: the storage is full, and further income is lost."),
        ),
        NoticeKind.PROTECTION_ENDED: NoticeText(
            N_("the protection ends"),
            N_("The protection of new nations has ended: attacks are possible."),
        ),
        NoticeKind.ANNOUNCEMENT: NoticeText(
            N_("the leader announces something"), N_("**Announcement:** {text}")
        ),
        NoticeKind.OPERATOR_ANNOUNCEMENT: NoticeText(
            N_("the operator announces something"), ANNOUNCED_BY_OPERATOR
        ),
        NoticeKind.DELETION: NoticeText(N_("a deletion of the nation is scheduled"), DELETIONS),
        NoticeKind.OUTAGE: NoticeText(N_("the game stood still"), OUTAGES),
        NoticeKind.RANK_CHANGED: NoticeText(
            N_("the place in the ranking changes"),
            N_("**#{place}** is the nation's place in the ranking, and was #{before} a day ago."),
        ),
        NoticeKind.RANK_ENTERED: NoticeText(
            N_("the nation reaches the first places"),
            N_("**#{place}** in the ranking: the nation is now among the first {first}."),
        ),
        NoticeKind.RANK_LEFT: NoticeText(
            N_("the nation loses its place among the first"),
            N_("The nation is no longer among the first {first} of the ranking."),
        ),
        NoticeKind.TREATY_PROPOSED: NoticeText(
            N_("a treaty is proposed"),
            N_("**{nation}** proposes: {treaty}. Answer it in `{list}`."),
        ),
        NoticeKind.TREATY_MADE: NoticeText(
            N_("a treaty is made"), N_("**{nation}** and your nation have agreed: {treaty}.")
        ),
        NoticeKind.TREATY_DECLINED: NoticeText(
            N_("a proposal is declined"), N_("**{nation}** has declined: {treaty}.")
        ),
        NoticeKind.TREATY_ENDING: NoticeText(N_("notice of a pact is given"), ENDING),
        NoticeKind.TREATY_BROKEN: NoticeText(N_("a treaty is broken"), BROKEN),
        NoticeKind.MESSAGE: NoticeText(
            N_("another nation writes"), N_("**{nation}** writes to you: **{title}**: {text}")
        ),
        NoticeKind.MESSAGE_SENT: NoticeText(
            N_("the nation writes to another one"),
            N_("Your nation writes to **{nation}**: **{title}**: {text}"),
        ),
        NoticeKind.ALLIANCE_CHAT: NoticeText(
            N_("an ally says something"), N_("**{nation}** says to its allies: {text}")
        ),
        NoticeKind.ALLIANCE_CHAT_SENT: NoticeText(
            N_("the nation says something to its allies"),
            N_("Your nation says to its allies: {text}"),
        ),
        NoticeKind.WAR_SUPPORTED: NoticeText(
            N_("another nation supports the nation in a war"),
            N_("**{nation}** supports your nation in war {war}."),
        ),
        NoticeKind.PEACE_PROPOSED: NoticeText(N_("peace is offered"), OFFERED),
        NoticeKind.PEACE_MADE: NoticeText(
            N_("peace is made"), N_("**{nation}** has accepted peace: war {war} is over.")
        ),
        NoticeKind.PEACE_REJECTED: NoticeText(
            N_("an offer of peace is rejected"),
            N_("**{nation}** has ended the offer of peace in war {war}."),
        ),
        NoticeKind.WAR_DECLARED: NoticeText(N_("a war is declared"), DECLARED),
        NoticeKind.WAR_ANSWERED: NoticeText(N_("a declaration of war is answered"), ANSWERED),
        NoticeKind.BATTLE_SOON: NoticeText(
            N_("a battle is near"),
            N_(
                "**Battle <t:{battle}:R>** of {aggressor} against {defender}, war {war}: orders "
                "are locked."
            ),
        ),
        NoticeKind.BATTLE_POSTPONED: NoticeText(
            N_("a battle is postponed"),
            N_(
                "**Battle postponed to <t:{battle}:f>** because of an outage: {aggressor} against "
                "{defender}, war {war}."
            ),
        ),
        NoticeKind.BATTLE_FOUGHT: NoticeText(
            N_("a battle is fought"),
            N_(
                "**{winner} has won the battle** against {loser}, war {war}: "
                "`/war replay battle:{war}`."
            ),
        ),
        NoticeKind.WAR_ENDED: NoticeText(N_("a war or its truce ends"), ENDED),
    }
)
TOPIC_NAMES: Final[Mapping[NoticeTopic, str]] = MappingProxyType(
    {
        NoticeTopic.NATION: N_("the nation"),
        NoticeTopic.STOCK: N_("units and storage"),
        NoticeTopic.RANKING: N_("the ranking"),
        NoticeTopic.TREATIES: N_("treaties"),
        NoticeTopic.MESSAGES: N_("messages"),
        NoticeTopic.WARS: N_("wars"),
        NoticeTopic.BATTLES: N_("battles"),
        NoticeTopic.PEACE: N_("peace"),
    }
)
