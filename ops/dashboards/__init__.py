"""Builds the six dashboards, with a query and a description for each panel."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from ops.dashboards.dice import DICE
from ops.dashboards.dominion import DOMINION
from ops.dashboards.gateway import GATEWAY
from ops.dashboards.keep import KEEP
from ops.dashboards.objectives import OBJECTIVES
from ops.dashboards.service import SERVICE

FOLDER: Final = Path(__file__).parents[1] / "grafana/dashboards"
DASHBOARDS: Final = (SERVICE, GATEWAY, DICE, DOMINION, KEEP, OBJECTIVES)
