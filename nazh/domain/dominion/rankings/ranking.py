"""Ranks all nations on all boards, overall and within their divisions."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from nazh.domain.dominion.rankings.boards import Board, Division

_DIVISIONS: Final = tuple(Division)


@dataclass(frozen=True, slots=True)
class Scores:
    """What nations are ranked by, in arrays in the order of their ids, which take little memory.

    ``divisions`` has positions in ``Division``, ``founded_at`` microseconds since 1970, and
    ``by_board`` the scores on each ``Board``, in its order.
    """

    ids: array[int]
    divisions: array[int]
    founded_at: array[int]
    by_board: tuple[array[int], ...]


@dataclass(frozen=True, slots=True)
class BoardPlaces:
    """The scores and places of all nations on a board, in the order of ``Scores.ids``.

    ``nations`` has the ids of those of a division, or of all for ``None``, by place.
    """

    scores: array[int]
    places: array[int]
    division_places: array[int]
    nations: Mapping[Division | None, list[int]]


def rank_nations(scores: Scores) -> dict[Board, BoardPlaces]:
    """Return the places of all nations on each board, in O(n log n).

    Of equal scores, the older nation comes first, then the one with the smaller id.
    """
    by_age = sorted(range(len(scores.ids)), key=scores.founded_at.__getitem__)
    boards = zip(Board, scores.by_board, strict=True)
    return {board: _rank_on(on_board, by_age, scores) for board, on_board in boards}


def _rank_on(on_board: array[int], by_age: list[int], scores: Scores) -> BoardPlaces:
    places, division_places = array("q", on_board), array("q", on_board)
    by_division: list[list[int]] = [[] for _ in _DIVISIONS]
    order = sorted(by_age, key=on_board.__getitem__, reverse=True)
    for place, index in enumerate(order, 1):
        alike = by_division[scores.divisions[index]]
        alike.append(scores.ids[index])
        places[index] = place
        division_places[index] = len(alike)
    nations: dict[Division | None, list[int]] = {None: [scores.ids[index] for index in order]}
    nations.update(zip(_DIVISIONS, by_division, strict=True))
    return BoardPlaces(on_board, places, division_places, nations)
