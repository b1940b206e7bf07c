"""Lists the sentences of notices whose kind has several, by the fact ``what``."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from nazh.domain.kernel.texts import N_, N_plural

EARLIER_FACTS: Final = ""
"""Replaces ``what`` in notices of an earlier release, whose kinds had one sentence each."""
DECLARED: Final = MappingProxyType(
    {
        "declared": N_(
            "**War on {defender}**, declared by {aggressor}: war {war}. An answer is due "
            "<t:{until}:R>: `/war info`."
        ),
        "truce_broken": N_(
            "**War on {defender}** by {aggressor}, which breaks the truce: war {war}. An answer is "
            "due <t:{until}:R>."
        ),
        "partner_attacked": N_(
            "**{defender} is attacked** by {aggressor}, war {war}. Your nation can support it: "
            "`/war support`."
        ),
    }
)
ANSWERED: Final = MappingProxyType(
    {
        "accepted": N_(
            "**Battle <t:{battle}:R>**: {defender} has accepted the war of {aggressor}, war {war}."
        ),
        "accepted_in_silence": N_(
            "**Battle <t:{battle}:R>**: {defender} has not answered {aggressor} in time, war {war}."
        ),
        "declined": N_("**No war**: {defender} has declined war {war} of {aggressor}."),
        "withdrawn": N_("**No war**: {aggressor} has withdrawn war {war} on {defender}."),
    }
)
OFFERED: Final = MappingProxyType(
    {
        EARLIER_FACTS: N_("**{nation}** offers peace in war {war}: `/war peace accept`."),
        "offered": N_(
            "**{nation}** offers peace in war {war}: `/war info` shows the terms. The offer "
            "expires <t:{until}:R>."
        ),
    }
)
ENDED: Final = MappingProxyType(
    {
        "surrendered": N_(
            "**{loser} has surrendered** to {winner}, war {war}: −{resources} resources, "
            "−{territory} land."
        ),
        "cancelled": N_(
            "**War {war} is cancelled** between {aggressor} and {defender}: a nation was banned."
        ),
        "deleted": N_(
            "**War {war} is over** between {aggressor} and {defender}: a nation was deleted."
        ),
        "peace": N_("**Peace** between {aggressor} and {defender}: war {war} is over."),
        "truce_honoured": N_(
            "**The truce is honoured** by {aggressor} and {defender} after war {war}."
        ),
    }
)
ENDING: Final = MappingProxyType(
    {
        EARLIER_FACTS: N_(
            "**{nation}** has given notice: {treaty}. `/diplomacy pact list` shows when it ends."
        ),
        "own": N_(
            "**Your nation has given notice** to {nation}: {treaty}. `/diplomacy pact list` shows "
            "when it ends."
        ),
    }
)
BROKEN: Final = MappingProxyType(
    {
        EARLIER_FACTS: N_("**{nation}** has broken its treaty: {treaty}."),
        "own": N_("**Your nation has broken its treaty** with {nation}: {treaty}."),
        "deleted": N_("**{nation} was deleted**, and its treaties with your nation have ended."),
    }
)
DESERTED: Final = MappingProxyType(
    {
        "unpaid": N_(
            "**Desertion: units −{lost}.** {paid} of {due} resources of upkeep were paid. The rest "
            "is forgiven."
        ),
        EARLIER_FACTS: N_("**Desertion: units −{lost}.** The upkeep was not paid in full."),
    }
)
DELETIONS: Final = MappingProxyType(
    {
        "scheduled": N_(
            "**An administrator has scheduled the deletion of this nation** <t:{until}:R>. Until "
            "then, administrators and the leader can cancel it: `/nation delete`."
        ),
        "cancelled": N_("**This nation stays**: its deletion is cancelled."),
        "ordered": N_(
            "**The operator of the bot will delete this nation** <t:{until}:R>, and only they can "
            "cancel this. The reason: {text}"
        ),
        "revoked": N_(
            "**This nation stays**: the operator of the bot has cancelled its deletion. The "
            "reason: {text}"
        ),
    }
)
OUTAGES: Final = MappingProxyType(
    {
        "caught_up": N_plural(
            "**The game stood still** from <t:{since}:f> to <t:{until}:f>. It catches up; wars in "
            "preparation are {count} hour later.",
            "**The game stood still** from <t:{since}:f> to <t:{until}:f>. It catches up; wars in "
            "preparation are {count} hours later.",
        ),
        "frozen": N_plural(
            "**The world was frozen**: the game stood still from <t:{since}:f> to <t:{until}:f>. "
            "Everything is {count} day later; wars in preparation are later by the whole time.",
            "**The world was frozen**: the game stood still from <t:{since}:f> to <t:{until}:f>. "
            "Everything is {count} days later; wars in preparation are later by the whole time.",
        ),
    }
)
