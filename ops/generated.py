"""Lists every generated file of ops/ and docs/ with its text."""

from __future__ import annotations

from pathlib import Path

from ops import dashboards, metrics_catalogue, objectives, rules_catalogue
from ops.panels import dashboard_json


def generated_files() -> dict[Path, str]:
    """Return each generated text by the path of its file."""
    return {
        metrics_catalogue.PAGE: metrics_catalogue.page(),
        rules_catalogue.PAGE: rules_catalogue.page(),
        objectives.RULES: objectives.rules_text(objectives.read_objectives()),
        **{
            dashboards.FOLDER / f"{dashboard_spec.uid}.json": dashboard_json(dashboard_spec)
            for dashboard_spec in dashboards.DASHBOARDS
        },
    }
