"""Writes the texts of the deletion of a nation by its administrators."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from nazh.adapters.inbound.texts.dominion.timestamps import duration, relative
from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.dominion.nations.delete_nation import DeletionCancelled, DeletionScheduled
from nazh.application.dominion.nations.look_at_nation import NationView
from nazh.domain.dominion.nations.nation import Nation
from nazh.domain.kernel.texts import N_, N_plural

DELETE: Final = N_("Delete the Nation")
CANCEL_DELETION: Final = N_("Cancel the Deletion")
KEEP: Final = N_("Keep It")
_DELETE_SURE: Final = N_("""## Delete {name}?
In {delay}, its **{resources}** resources, units, wars, treaties and history will be gone, and its \
{citizens} will have no nation. Until then, administrators and the leader \
can cancel the deletion.""")
ACTIVE_CITIZENS: Final = N_plural("**{count}** active citizen", "**{count}** active citizens")
_DELETION: Final = N_("""## {name} will be deleted
{when}. Administrators and the leader can cancel this with the button below.""")
_ORDERED: Final = N_("""## {name} will be deleted
{when}. The operator of the bot has ordered this, and only they can cancel it.""")
_CANCELLED: Final = N_("""## {name} stays
It will not be deleted.""")


def delete_question(view: NationView, translator: Translator) -> str:
    """Return what would be lost if a nation were deleted."""
    return translator(
        _DELETE_SURE,
        name=view.nation.name,
        delay=duration(view.season.rules.nations.deletion_delay, translator),
        resources=view.nation.resources,
        citizens=translator.counted(ACTIVE_CITIZENS, view.nation.population),
    )


def planned_text(nation: Nation, deletion_at: datetime, translator: Translator) -> str:
    """Return when a nation will be deleted, and who can cancel that."""
    text = _ORDERED if nation.is_deletion_ordered else _DELETION
    return translator(text, name=nation.name, when=relative(deletion_at))


def scheduled_text(result: DeletionScheduled, translator: Translator) -> str:
    """Return the message about the planned deletion of a nation."""
    return translator(_DELETION, name=result.nation, when=relative(result.deletion_at))


def cancelled_text(result: DeletionCancelled, translator: Translator) -> str:
    """Return the message about a nation whose deletion was cancelled."""
    return translator(_CANCELLED, name=result.nation)
