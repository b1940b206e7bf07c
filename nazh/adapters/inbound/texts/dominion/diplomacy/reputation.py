"""Writes the reputation of a nation, and what changed it. The most important number comes first."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from nazh.adapters.inbound.texts.dominion.timestamps import relative
from nazh.adapters.inbound.texts.dominion.treasury.treasury import signed
from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.dominion.diplomacy.show_reputation import ReputationView
from nazh.domain.dominion.diplomacy.trust import Band, band_of
from nazh.domain.dominion.nations.reputation import ReputationChange, ReputationReason
from nazh.domain.kernel.texts import N_, N_plural

_BANDS: Final[Mapping[Band, str]] = MappingProxyType(
    {
        Band.RENOWNED: N_("renowned"),
        Band.RESPECTED: N_("respected"),
        Band.NEUTRAL: N_("neutral"),
        Band.DISTRUSTED: N_("distrusted"),
        Band.NOTORIOUS: N_("notorious"),
    }
)
_REASONS: Final[Mapping[ReputationReason, str]] = MappingProxyType(
    {
        ReputationReason.WAR_DECLARED: N_("war declared"),
        ReputationReason.WAR_WON: N_("war won"),
        ReputationReason.WAR_WON_HONOURABLY: N_("war won honourably"),
        ReputationReason.WAR_LOST: N_("war lost"),
        ReputationReason.WAR_DECLINED: N_("war declined"),
        ReputationReason.WAR_DECLINED_AGAIN: N_("war declined again"),
        ReputationReason.WAR_WITHDRAWN: N_("declaration withdrawn"),
        ReputationReason.WAR_SURRENDERED: N_("surrender"),
        ReputationReason.TRUCE_HONOURED: N_("truce honoured"),
        ReputationReason.TREATY_VIOLATED: N_("treaty violated"),
        ReputationReason.ALLIANCE_FORMED: N_("alliance formed"),
        ReputationReason.ALLIANCE_BROKEN: N_("alliance broken"),
        ReputationReason.BETRAYAL: N_("betrayal"),
        ReputationReason.LOYALTY: N_("loyalty to an ally"),
        ReputationReason.EMBASSY_OPENED: N_("embassy opened"),
    }
)
_REPUTATION: Final = N_("""## {reputation} reputation
{name} is **{band}**.""")
_TRUST: Final = N_("Your nation's trust in it: **{trust}%**.")
_BETRAYALS: Final = N_plural(
    "**{count} betrayal**, last {when}.", "**{count} betrayals**, last {when}."
)
_NOTHING_YET: Final = N_("Nothing has changed it yet.")


def reputation_text(view: ReputationView, translator: Translator) -> str:
    """Return the reputation of a nation, and what changed it."""
    band = translator(_BANDS[band_of(view.reputation)])
    lines = [
        translator(
            _REPUTATION,
            reputation=signed(view.reputation, translator),
            name=view.nation,
            band=band,
        )
    ]
    if view.trust is not None:
        lines.append(translator(_TRUST, trust=view.trust // 100))
    if view.betrayals:
        last = relative(view.betrayals[0].at)
        lines.append(translator.counted(_BETRAYALS, len(view.betrayals), when=last))
    if not view.changes:
        lines.append(translator(_NOTHING_YET))
    lines += [_change_line(change, translator) for change in view.changes]
    return "\n".join(lines)


def _change_line(change: ReputationChange, translator: Translator) -> str:
    amount = signed(change.amount, translator)
    return f"**{amount}** {translator(_REASONS[change.reason])}, {relative(change.at)}"
