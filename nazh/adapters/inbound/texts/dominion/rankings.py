"""Writes the texts of ranking boards, and of the places of nations on them."""

from __future__ import annotations

from typing import Final

from nazh.adapters.inbound.texts.directions import isolated
from nazh.adapters.inbound.texts.dominion.timestamps import relative
from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.dominion.ports import BoardPage, NationPlaces, PublicNation, Ranked
from nazh.domain.dominion.rankings.boards import ECONOMY_DAYS, MAX_CITIZENS, Board, Division
from nazh.domain.kernel.texts import N_

HIGHER: Final = N_("Higher Places")
LOWER: Final = N_("Lower Places")
PICTURE: Final = N_("Picture")
BOARD_NAMES: Final = {
    Board.POWER: N_("Power"),
    Board.MILITARY: N_("Strength"),
    Board.ECONOMY: N_("Income"),
    Board.TERRITORY: N_("Land"),
    Board.REPUTATION: N_("Reputation"),
}
_TITLES: Final = {
    Board.POWER: N_("The most powerful nations"),
    Board.MILITARY: N_("The strongest armies"),
    Board.ECONOMY: N_("The highest incomes"),
    Board.TERRITORY: N_("The largest territories"),
    Board.REPUTATION: N_("The best reputations"),
}
_MEANINGS: Final = {
    Board.POWER: N_("By power."),
    Board.MILITARY: N_("By strength, rounded to two digits."),
    Board.ECONOMY: N_("By what was earned in {days} days, today included."),
    Board.TERRITORY: N_("By land."),
    Board.REPUTATION: N_("By reputation."),
}
_DIVISION_TITLES: Final = {
    Division.HAMLET: N_("hamlets, up to {most} citizens"),
    Division.TOWN: N_("towns, up to {most} citizens"),
    Division.CITY: N_("cities, up to {most} citizens"),
    Division.METROPOLIS: N_("metropolises, more than {least} citizens"),
}
_DIVISION_PLURALS: Final = {
    Division.HAMLET: N_("hamlets"),
    Division.TOWN: N_("towns"),
    Division.CITY: N_("cities"),
    Division.METROPOLIS: N_("metropolises"),
}
_UP: Final = N_("↑ up {places}")
_DOWN: Final = N_("↓ down {places}")
_SAME: Final = N_("→ same")
_FOOTER: Final = N_("{meaning} Made {when}, compared with the day before.")
_OWN_PLACE: Final = N_("**#{place}** of {nations}: **{name}** · {score}")
_OWN_NO_PLACE: Final = N_("{name} will be in the next ranking.")
_OTHER_DIVISION: Final = N_("{name} is one of the {division}.")
_NO_BOARD: Final = N_("""## No ranking yet
One is made every 15 minutes.""")
_EMPTY_BOARD: Final = N_("""## No nations here
No nation of this size was in the last ranking.""")
_PAST_BOARD: Final = N_("""## No more nations
This page is past the end of the ranking. Look at the first one with `/rank board`.""")
_PLACE: Final = N_("""## #{place} of {nations}
**{name}** by power, and #{division_place} of {division_nations} {division}""")
_PLACE_ALONE: Final = N_("""## #{place} of {nations}
**{name}** by power, and alone among the {division}""")
_ON_BOARD: Final = N_("{board} **{score}** · #{place}")
_PLACE_FOOTER: Final = N_("Made {when}, compared with the day before.")
_NO_PLACE: Final = N_("""## Not ranked yet
{name} will be in the next ranking, which is made within 15 minutes.""")


def board_title(board: Board, division: Division | None, translator: Translator) -> str:
    """Return what a board shows."""
    title = translator(_TITLES[board])
    if division is None:
        return title
    least = max(MAX_CITIZENS.values())
    most = MAX_CITIZENS.get(division, least)
    return f"{title}: {translator(_DIVISION_TITLES[division], most=most, least=least)}"


def score_text(score: int, translator: Translator) -> str:
    """Return a score; only a reputation can be below 0."""
    sign = "−" if score < 0 else ""
    return f"{sign}{translator.number(abs(score))}"


def board_text(
    board: Board,
    division: Division | None,
    page: BoardPage | None,
    own: PublicNation | None,
    translator: Translator,
) -> str:
    """Return a page of a board, with the place of the user's own nation, in bold."""
    if page is None:
        return translator(_NO_BOARD)
    if not page.rows:
        return translator(_PAST_BOARD if page.nations else _EMPTY_BOARD)
    width = len(str(page.rows[-1].place))
    guild = None if own is None else own.guild
    lines = [_row(row, width, translator, is_own=row.guild == guild) for row in page.rows]
    if own is not None and all(row.guild != guild for row in page.rows):
        lines.append(_own_place(board, division, page, own, translator))
    meaning = translator(_MEANINGS[board], days=ECONOMY_DAYS)
    footer = translator(_FOOTER, meaning=meaning, when=relative(page.at))
    heading = f"## {board_title(board, division, translator)}"
    return "\n".join((heading, *lines, f"-# {footer}"))


def change_text(change: int | None, translator: Translator) -> str:
    """Return the number of places gained or lost, in words with an arrow; empty for ``None``."""
    if change is None:
        return ""
    if not change:
        return translator(_SAME)
    return translator(_UP if change > 0 else _DOWN, places=abs(change))


def place_text(nation: PublicNation, translator: Translator) -> str:
    """Return the places of a nation on all boards."""
    places = nation.places
    if places is None:
        return translator(_NO_PLACE, name=nation.name)
    power = places.places[Board.POWER]
    heading = translator(
        _PLACE_ALONE if places.division_nations == 1 else _PLACE,
        place=power.place,
        nations=places.nations,
        name=nation.name,
        division_place=power.division_place,
        division_nations=places.division_nations,
        division=translator(_DIVISION_PLURALS[places.division]),
    )
    lines = [_on_board(board, places, translator) for board in Board]
    footer = translator(_PLACE_FOOTER, when=relative(places.at))
    return "\n".join((heading, *lines, f"-# {footer}"))


def _row(ranked: Ranked, width: int, translator: Translator, *, is_own: bool) -> str:
    name = isolated(ranked.name)
    name = f"**{name}**" if is_own else name
    score = score_text(ranked.score, translator)
    return _with_change(f"`{ranked.place:>{width}}` {name} · {score}", ranked.change, translator)


def _with_change(line: str, change: int | None, translator: Translator) -> str:
    text = change_text(change, translator)
    return f"{line} · {text}" if text else line


def _own_place(
    board: Board,
    division: Division | None,
    page: BoardPage,
    own: PublicNation,
    translator: Translator,
) -> str:
    if own.places is None:
        return translator(_OWN_NO_PLACE, name=own.name)
    if division not in (None, own.places.division):
        name = translator(_DIVISION_PLURALS[own.places.division])
        return translator(_OTHER_DIVISION, name=own.name, division=name)
    place = own.places.places[board]
    number, change = place.among(division)
    line = translator(
        _OWN_PLACE,
        place=number,
        nations=page.nations,
        name=isolated(own.name),
        score=score_text(place.score, translator),
    )
    return _with_change(line, change, translator)


def _on_board(board: Board, places: NationPlaces, translator: Translator) -> str:
    place = places.places[board]
    line = translator(
        _ON_BOARD,
        board=translator(BOARD_NAMES[board]),
        score=score_text(place.score, translator),
        place=place.place,
    )
    return _with_change(line, place.change, translator)
