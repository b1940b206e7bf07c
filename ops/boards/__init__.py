"""The four dashboards: what each panel asks, and why somebody would look at it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from ops.boards.dice import DICE
from ops.boards.gateway import GATEWAY
from ops.boards.objectives import OBJECTIVES
from ops.boards.service import SERVICE

FOLDER: Final = Path(__file__).parents[1] / "grafana/dashboards"
BOARDS: Final = (SERVICE, GATEWAY, DICE, OBJECTIVES)
