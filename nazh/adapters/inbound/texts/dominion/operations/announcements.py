"""Writes the announcements of developers to all nations."""

from __future__ import annotations

from typing import Final

from nazh.adapters.inbound.texts.dominion.notices.notice_texts import ANNOUNCED_BY_OPERATOR
from nazh.adapters.inbound.texts.languages import Translator
from nazh.adapters.inbound.texts.refusals import escape_text
from nazh.application.dominion.operations.announce_to_all import AnnouncementDraft
from nazh.domain.kernel.texts import N_, N_plural

TITLE: Final = N_("Announce it")
_QUESTION: Final = N_plural(
    "## Announce this to {count} nation?", "## Announce this to {count} nations?"
)
_WHERE: Final = N_("-# In the channel of each nation that has one, and in `/inbox list`.")
_SENT: Final = N_("## Announced\nThe channels of all nations get it one by one, within minutes.")


def announcement_question(draft: AnnouncementDraft, translator: Translator) -> str:
    """Return the announcement as nations will see it, and their number."""
    text = translator(ANNOUNCED_BY_OPERATOR, text=escape_text(draft.text))
    question = translator.counted(_QUESTION, draft.nations)
    return "\n".join((question, text, translator(_WHERE)))


def announcement_sent(translator: Translator) -> str:
    """Return the message about a confirmed announcement."""
    return translator(_SENT)
