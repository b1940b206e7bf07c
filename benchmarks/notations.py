"""Lists the notations to measure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Asked:
    """The same roll in three dialects."""

    ours: str
    d20: str
    rpg_dice_roller: str


RACED: Final = (
    Asked("1d20+5", d20="1d20+5", rpg_dice_roller="1d20+5"),
    Asked("4d6kh3", d20="4d6kh3", rpg_dice_roller="4d6kh3"),
    Asked("10d6!", d20="10d6e6", rpg_dice_roller="10d6!"),
    Asked("2d20kh1+5", d20="2d20kh1+5", rpg_dice_roller="2d20kh1+5"),
)

CORPUS: Final = (
    "1d20+5",
    "1d20",
    "d%",
    "4dF",
    "2d6",
    "8d6[fire]",
    "4d6kh3",
    "6x4d6kh3",
    "2d20kh1+5",
    "2d20kl1-1",
    "a1d20+5",
    "ad3d20+1",
    "a1d20+5, 2d6",
    "a1d20+5, 2d6, dp",
    "Stealth: a1d20+5 vs 15",
    "1d20+7 vs 18, 2d8[slashing]+4+1d6[fire]",
    "10d6!",
    "5d10!!kh3",
    "6d6!p",
    "8d10>=8",
    "8d10>=8f=1",
    "6d10!>=8",
    "2d6r1",
    "2d6ro<=2+3",
    "4d6mi2",
    "10d10ma8s",
    "6d6u",
    "d[1,2,3,5,8]+2",
    "{2d6,1d12}kh1",
    "(2d6+1d8)kh2",
    "{4d6+2d8, 3d20+3}>=20",
    "floor(3d6/2)+1",
    "max(1d20,1d20)+4",
    "2*(1d6+3)-1d4",
    "1d20cs>=19+6 # with the good sword",
    "1d20+9,1d20+4,1d20-1,2d6+5,2d6+5",
    "1d10000",
    "20d20kh10",
)
