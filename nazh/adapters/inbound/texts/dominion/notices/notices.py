"""Writes the notices of nations for channels, direct messages and the inbox."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final

from nazh.adapters.inbound.texts.dominion.diplomacy.diplomacy import TREATY_NAMES
from nazh.adapters.inbound.texts.dominion.notices.notice_texts import TEXTS, TOPIC_NAMES
from nazh.adapters.inbound.texts.dominion.notices.notice_variants import (
    EARLIER_FACTS,
)
from nazh.adapters.inbound.texts.dominion.timestamps import relative
from nazh.adapters.inbound.texts.dominion.units import UNIT_NAMES
from nazh.adapters.inbound.texts.guilds.guild_settings import Picker, SettingOffer
from nazh.adapters.inbound.texts.languages import Translator
from nazh.adapters.inbound.texts.refusals import escape_text
from nazh.application.dominion.notices.news_channels import NewsChannel
from nazh.application.dominion.notices.payloads import read_notice
from nazh.application.dominion.notices.show_inbox import InboxPage, InboxSettings
from nazh.application.dominion.ports import NationNotice
from nazh.application.shared.messages.queued_messages import Rejection
from nazh.domain.dominion.diplomacy.treaties import TreatyKind
from nazh.domain.dominion.nations.units import UnitType
from nazh.domain.dominion.notices import NATION_CHANNEL, TOPICS, Facts, NoticeKind
from nazh.domain.kernel.graphemes import cut, units
from nazh.domain.kernel.texts import N_, N_plural

SHOWN: Final = 12
"""The number of notices in one message; earlier ones are only counted."""
_LONGEST_LINE: Final = 150
"""UTF-16 units of a notice with text by a user in the inbox."""
_LONGEST_ANNOUNCEMENT: Final = 1_600
"""UTF-16 units, including escapes."""
_LONGEST_MESSAGE: Final = 2_000
_WRITTEN: Final = frozenset(
    {
        NoticeKind.ANNOUNCEMENT,
        NoticeKind.OPERATOR_ANNOUNCEMENT,
        NoticeKind.DELETION,
        NoticeKind.MESSAGE,
        NoticeKind.MESSAGE_SENT,
        NoticeKind.ALLIANCE_CHAT,
        NoticeKind.ALLIANCE_CHAT_SENT,
    }
)
"""The kinds that contain text written by a user."""
_ALLIANCES: Final = "/diplomacy alliance list"
_PACTS: Final = "/diplomacy pact list"
"""The commands whose answers have buttons for proposals."""
_HEADING: Final = N_("## {nation}")
_EARLIER: Final = N_plural(
    "-# and {count} earlier event. See it with `/inbox list`.",
    "-# and {count} earlier events. See them with `/inbox list`.",
)
_INBOX: Final = N_("## News of {nation}")
_EMPTY: Final = N_("Nothing has happened in the last 30 days.")
_PAST: Final = N_("This page is past the end. Look at the first one with `/inbox list`.")
_SETTINGS: Final = N_("## What you are told about {nation}")
_IN_CHANNEL: Final = N_("All news goes to {channel}, if the bot may write there.")
# Whether Discord refused the last news is known only as long as that message is kept.
_NO_CHANNEL: Final = N_(
    "The nation has no channel for its news. Managers of the server choose one with `/settings`."
)
_CHANNEL_REFUSED: Final = {
    Rejection.NOT_FOUND: N_(
        "**Discord refused the last news for {channel}** {when}, because there is no such "
        "channel any longer. Managers of the server choose another one with `/settings`."
    ),
    Rejection.NO_ACCESS: N_(
        "**Discord refused the last news for {channel}** {when}, because the bot lacks permission "
        "to view the channel or to write in it. Managers of the server correct that, or choose "
        "another channel with `/settings`."
    ),
    Rejection.INVALID: N_(
        "**Discord refused the last news for {channel}** {when}, for a reason that only "
        "the operator of the bot can see."
    ),
}
_DIRECT_REFUSED: Final = N_(
    "**Discord refused the last direct message to you** {when}. Allow direct messages from "
    "members of this server in its privacy settings."
)
_DIRECT: Final = N_("Direct messages to you, which `/inbox settings` switches on and off:")
_ON: Final = N_("**on**")
_PARTLY: Final = N_("**partly on**")
_OFF: Final = N_("off")
_TOPIC: Final = N_("{state} · **{topic}**: {kinds}")
_UNUSED: Final = N_("no channel, so nothing is sent")


def channel_offer() -> SettingOffer:
    """Return the offer of the nation's channel in ``/settings``."""
    return SettingOffer(
        setting=NATION_CHANNEL,
        order=45,
        name=N_("Channel for news of the nation"),
        value=lambda word, translator: f"<#{word}>",
        default_text=lambda translator: translator(_UNUSED),
        picker=Picker.CHANNEL,
    )


def compose_notices(payloads: Sequence[str], translator: Translator, mentions: str = "") -> str:
    """Return one message about all of these notices.

    The latest are shown in full, as many as fit below the mentions.
    """
    most = _LONGEST_MESSAGE - units(mentions) - 1
    notices = tuple(_without_earlier_joins(map(read_notice, payloads)))
    shown = notices[-SHOWN:]
    while True:
        text = _message(shown, len(notices) - len(shown), translator)
        if units(text) <= most or len(shown) == 1:
            return f"{mentions}\n{text}" if mentions else text
        shown = shown[1:]


def _message(shown: Sequence[NationNotice], earlier: int, translator: Translator) -> str:
    lines: list[str] = []
    for nation, notices in groupby(shown, key=lambda notice: notice.nation):
        lines.append(translator(_HEADING, nation=nation))
        lines += _lines(tuple(notices), translator, announced=_LONGEST_ANNOUNCEMENT)
    if earlier:
        lines.append(translator.counted(_EARLIER, earlier))
    return "\n".join(lines)


def inbox_text(page: InboxPage, translator: Translator) -> str:
    """Return a page of the inbox."""
    heading = translator(_INBOX, nation=page.nation)
    if not page.notices:
        return f"{heading}\n{translator(_EMPTY if page.page == 1 else _PAST)}"
    notices = tuple(_without_earlier_joins(page.notices))
    return "\n".join((heading, *_lines(notices, translator)))


def inbox_settings_text(settings: InboxSettings, translator: Translator) -> str:
    """Return where a citizen receives which notices."""
    lines = [news_channel_text(settings.news, translator), "", translator(_DIRECT)]
    if settings.direct_refused_at is not None:
        lines.append(translator(_DIRECT_REFUSED, when=relative(settings.direct_refused_at)))
    lines += [
        translator(
            _TOPIC,
            state=translator(_state(kinds, settings.direct)),
            topic=translator(TOPIC_NAMES[topic]),
            kinds=", ".join(translator(TEXTS[kind].name) for kind in kinds),
        )
        for topic, kinds in TOPICS.items()
    ]
    heading = translator(_SETTINGS, nation=settings.nation)
    return "\n".join((heading, *lines))


def news_channel_text(news: NewsChannel, translator: Translator) -> str:
    """Return where the news of a nation is posted, and whether Discord refuses it there."""
    if news.channel is None:
        return translator(_NO_CHANNEL)
    channel = f"<#{news.channel}>"
    if news.refused is not None:
        text = _CHANNEL_REFUSED[news.refused.reason]
        return translator(text, channel=channel, when=relative(news.refused.at))
    return translator(_IN_CHANNEL, channel=channel)


def _state(kinds: Collection[NoticeKind], direct: Collection[NoticeKind]) -> str:
    if all(kind in direct for kind in kinds):
        return _ON
    return _PARTLY if any(kind in direct for kind in kinds) else _OFF


def _without_earlier_joins(notices: Iterable[NationNotice]) -> Iterator[NationNotice]:
    """Yield the notices; of citizens who join one after another, only the latest.

    It counts all of them; with the others, they would hide what else has happened.
    """
    runs = groupby(
        notices, key=lambda notice: (notice.nation, notice.kind is NoticeKind.CITIZEN_JOINED)
    )
    for (_, are_joins), run in runs:
        if are_joins:
            yield max(run, key=lambda notice: notice.at)
        else:
            yield from run


def _lines(
    notices: Sequence[NationNotice], translator: Translator, announced: int = _LONGEST_LINE
) -> Iterator[str]:
    """Yield a line for each notice; only what users have written is cut."""
    for notice in notices:
        facts = _worded(notice.facts, translator)
        texts = TEXTS[notice.kind].text
        fitting = (
            texts[str(facts.get("what", EARLIER_FACTS))] if isinstance(texts, Mapping) else texts
        )
        text = translator.fill(fitting, facts)
        shown = cut(text, announced) if notice.kind in _WRITTEN else text
        yield f"{shown} {relative(notice.at)}"


def _worded(facts: Facts, translator: Translator) -> dict[str, int | str]:
    """Return facts with names for types of units and treaties, and with users' texts escaped.

    A treaty also has the command that lists proposals of its kind.
    """
    worded = dict(facts)
    if "unit" in facts:
        worded["unit"] = translator(UNIT_NAMES[UnitType(facts["unit"])])
    if "treaty" in facts:
        treaty = TreatyKind(facts["treaty"])
        worded["treaty"] = translator(TREATY_NAMES[treaty])
        worded["list"] = _ALLIANCES if treaty is TreatyKind.ALLIANCE else _PACTS
    for written in facts.keys() & {"title", "text"}:
        worded[written] = escape_text(str(facts[written]))
    return worded
