"""Writes the deletions of nations that developers order."""

from __future__ import annotations

from typing import Final

from nazh.adapters.inbound.texts.dominion.nations.deletions import ACTIVE_CITIZENS
from nazh.adapters.inbound.texts.dominion.timestamps import duration, relative
from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.dominion.nations.delete_nation import DeletionCancelled, DeletionScheduled
from nazh.application.dominion.operations.moderate import NationInspected
from nazh.domain.kernel.texts import N_

DELETE_TITLE: Final = N_("Delete the nation")
REVOKE_TITLE: Final = N_("Keep the nation")
_DELETE_SURE: Final = N_("""## Order the deletion of {name}?
In {delay}, its **{resources}** resources, **{territory}** land, units (strength {strength}), \
wars, treaties and history will be gone, and its {citizens} will have no nation.
The nation is told at once, with your reason. Until then, only developers can cancel the deletion, \
with this command. Its server can found another nation, unless you ban it.""")
_PLANNED: Final = N_(
    "Its server has already planned this deletion: {when}. That time does not change."
)
_REVOKE_SURE: Final = N_("""## {name} will be deleted {when}
A developer has ordered this. Continue to cancel it; the nation is told, with your reason.""")
_ORDERED: Final = N_("""## {name} will be deleted
{when}. Only developers can cancel this, with the same command.""")
_REVOKED: Final = N_("""## {name} stays
It will not be deleted.""")


def deletion_question(inspected: NationInspected, translator: Translator) -> str:
    """Return what a deletion would destroy, or when an ordered one takes place."""
    nation, rules = inspected.nation, inspected.season.rules
    if nation.is_deletion_ordered and nation.deletion_at is not None:
        when = relative(nation.deletion_at)
        return translator(_REVOKE_SURE, name=nation.name, when=when)
    question = translator(
        _DELETE_SURE,
        name=nation.name,
        delay=duration(rules.nations.deletion_delay, translator),
        resources=nation.resources,
        strength=nation.military.strength(rules.military),
        territory=nation.territory,
        citizens=translator.counted(ACTIVE_CITIZENS, nation.population),
    )
    if nation.deletion_at is None:
        return question
    return f"{question}\n{translator(_PLANNED, when=relative(nation.deletion_at))}"


def ordered_text(result: DeletionScheduled, translator: Translator) -> str:
    """Return the message about an ordered deletion."""
    return translator(_ORDERED, name=result.nation, when=relative(result.deletion_at))


def revoked_text(result: DeletionCancelled, translator: Translator) -> str:
    """Return the message about a nation whose deletion was cancelled."""
    return translator(_REVOKED, name=result.nation)
