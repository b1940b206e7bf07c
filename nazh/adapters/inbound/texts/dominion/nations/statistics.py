"""Writes the statistics of nations, and comparisons of two of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from nazh.adapters.inbound.texts.dominion.rankings import BOARD_NAMES, score_text
from nazh.adapters.inbound.texts.dominion.timestamps import relative
from nazh.adapters.inbound.texts.languages import Translator
from nazh.adapters.inbound.texts.refusals import escape_text
from nazh.application.dominion.nations.show_statistics import NationStatistics
from nazh.application.dominion.ports import PublicNation, TimelineEntry, TimelineEvent
from nazh.domain.dominion.rankings.boards import Board
from nazh.domain.kernel.graphemes import cut
from nazh.domain.kernel.identity import GuildId
from nazh.domain.kernel.texts import N_, N_plural

TIMELINE_PAGE: Final = 10
"""How many entries of a timeline are on a page."""
_CITIZENS: Final = N_plural("{count} citizen", "{count} citizens")
_LEADERS: Final = N_plural("{count} leader so far", "{count} leaders so far")
_STATISTICS: Final = N_("""## {earned} resources earned
by {name} in this season, and **{contributed}** contributed by its citizens
{citizens} · {territory} land · founded {founded} · {leaders}""")
_WARS: Final = N_("Wars: **{won}** won, **{lost}** lost; {streak}.")
_NO_WARS: Final = N_("No war has been won or lost yet.")
_WON_STREAK: Final = N_plural("the last one was won", "the last {count} were won")
_LOST_STREAK: Final = N_plural("the last one was lost", "the last {count} were lost")
_SPOILS: Final = N_(
    "Captured **{gained}** resources and **{land}** land; lost **{given}** resources."
)
_COMPARED: Final = N_("""## {first} and {second}
{first} is ahead on {count} of {boards} boards.""")
_ON_BOARD: Final = N_("{board} **{first}** to **{second}** · #{first_place} and #{second_place}")
_EVENTS: Final = {
    TimelineEvent.FOUNDED: N_("{when} The nation was founded."),
    TimelineEvent.LEADER_APPOINTED: N_("{when} A new leader took office."),
    TimelineEvent.RENAMED: N_("{when} It was renamed. Before, it was {other}."),
    TimelineEvent.WAR_DECLARED: N_("{when} It declared war on {other}."),
    TimelineEvent.ATTACKED: N_("{when} {other} declared war on it."),
    TimelineEvent.WAR_WON: N_("{when} It won the war with {other}."),
    TimelineEvent.WAR_LOST: N_("{when} It lost the war with {other}."),
    TimelineEvent.WAR_ENDED: N_("{when} The war with {other} ended without a winner."),
    TimelineEvent.MESSAGE: N_("{when} {other} wrote to it: {title}"),
    TimelineEvent.MESSAGE_SENT: N_("{when} It wrote to {other}: {title}"),
}
_LONGEST_TITLE: Final = 90
"""UTF-16 units of a message's title, including escapes."""
_TIMELINE: Final = N_("""## The history of {name}
{lines}
-# Page {page} of {pages}""")
_LIST: Final = N_("""## Nations by name
{names}""")
_NO_NAMES: Final = N_("""## No nations yet
An administrator of a server founds one with `/nation register`.""")
_NO_SUCH_NAMES: Final = N_("""## No nations here
No nation's name begins like this.""")
_PAST_NAMES: Final = N_("""## No more nations
This page is past the end of the list. Look at the first one with `/nation list`.""")
_NOT_COMPARED: Final = N_("""## Not ranked yet
{name} will be in the next ranking, and can be compared then.""")


def statistics_text(statistics: NationStatistics, translator: Translator) -> str:
    """Return the statistics of a nation."""
    nation = statistics.nation
    lines = [
        translator(
            _STATISTICS,
            earned=statistics.earned,
            name=nation.name,
            contributed=statistics.contributed,
            citizens=translator.counted(_CITIZENS, nation.population),
            territory=nation.territory,
            founded=relative(nation.founded_at),
            leaders=translator.counted(_LEADERS, statistics.leaders),
        ),
        _wars(statistics, translator),
    ]
    if statistics.gained or statistics.given or statistics.land:
        spoils = {"gained": statistics.gained, "given": statistics.given, "land": statistics.land}
        lines.append(translator(_SPOILS, **spoils))
    return "\n".join(lines)


def _wars(statistics: NationStatistics, translator: Translator) -> str:
    streak = statistics.streak
    if not streak:
        return translator(_NO_WARS)
    forms = _WON_STREAK if streak > 0 else _LOST_STREAK
    return translator(
        _WARS,
        won=statistics.won,
        lost=statistics.lost,
        streak=translator.counted(forms, abs(streak)),
    )


def comparison_text(
    first: PublicNation,
    second: PublicNation,
    strengths: Mapping[GuildId, int],
    translator: Translator,
) -> str:
    """Return the scores and places of two nations on all boards.

    ``strengths`` contains the strengths that the user may know exactly.
    """
    if first.places is None or second.places is None:
        missing = first if first.places is None else second
        return translator(_NOT_COMPARED, name=missing.name)
    pairs = [(board, first.places.places[board], second.places.places[board]) for board in Board]
    lines = [
        translator(
            _COMPARED,
            first=first.name,
            second=second.name,
            count=sum(one.score > other.score for _, one, other in pairs),
            boards=len(Board),
        )
    ]
    for board, one, other in pairs:
        exact = strengths if board is Board.MILITARY else {}
        lines.append(
            translator(
                _ON_BOARD,
                board=translator(BOARD_NAMES[board]),
                first=score_text(exact.get(first.guild, one.score), translator),
                second=score_text(exact.get(second.guild, other.score), translator),
                first_place=one.place,
                second_place=other.place,
            )
        )
    return "\n".join(lines)


def timeline_pages(entries: Sequence[TimelineEntry]) -> int:
    """Return how many pages a nation's history has."""
    return max(1, -(-len(entries) // TIMELINE_PAGE))


def timeline_text(
    name: str, entries: Sequence[TimelineEntry], page: int, translator: Translator
) -> str:
    """Return a page of a nation's history; the last page if there are fewer."""
    pages = timeline_pages(entries)
    shown = min(page, pages)
    lines = [
        translator(
            _EVENTS[entry.event],
            when=f"<t:{int(entry.at.timestamp())}:f>",
            other=entry.other or "",
            title=cut(escape_text(entry.title or ""), _LONGEST_TITLE),
        )
        for entry in entries[(shown - 1) * TIMELINE_PAGE : shown * TIMELINE_PAGE]
    ]
    return translator(_TIMELINE, name=name, lines="\n".join(lines), page=shown, pages=pages)


def list_text(
    names: Sequence[str], translator: Translator, *, is_filtered: bool = False, page: int = 1
) -> str:
    """Return names of nations, one per line, or why there are none."""
    if names:
        return translator(_LIST, names="\n".join(names))
    if page > 1:
        return translator(_PAST_NAMES)
    return translator(_NO_SUCH_NAMES if is_filtered else _NO_NAMES)
