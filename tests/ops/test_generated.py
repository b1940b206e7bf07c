"""Tests that generated files are up to date and complete."""

from __future__ import annotations

import json
import re
from pathlib import Path

import promql_parser
import pytest

from ops.dashboards import DASHBOARDS
from ops.generated import generated_files
from ops.metrics_catalogue import BOUNDS, families, full_name, labels_of
from ops.panels import COLUMNS, DashboardSpec, dashboard_json

FILES = generated_files()
OPS = Path(__file__).parents[2] / "ops"
ONE_SCREEN = 24
"""Rows that Grafana shows on 1080 lines without scrolling."""
UNITS = {"short", "s", "none", "percentunit", "bytes"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_generated_file_is_as_the_code_writes_it(path: Path) -> None:
    assert path.read_text("utf-8") == FILES[path], "run: python -m ops"


def test_no_dashboard_is_left_over() -> None:
    committed = set(OPS.glob("grafana/dashboards/*.json"))

    assert committed == {path for path in FILES if path.suffix == ".json"}


@pytest.mark.parametrize(
    "dashboard_spec", DASHBOARDS, ids=lambda dashboard_spec: dashboard_spec.uid
)
def test_a_dashboard_fits_on_one_screen_and_nothing_overlaps(dashboard_spec: DashboardSpec) -> None:
    places = [place for _, place in dashboard_spec.placed()]

    assert max(place.y + place.h for place in places) <= ONE_SCREEN
    assert all(place.x + place.w <= COLUMNS for place in places)
    cells = [(x, y) for p in places for x in range(p.x, p.x + p.w) for y in range(p.y, p.y + p.h)]
    assert len(cells) == len(set(cells))


@pytest.mark.parametrize(
    "dashboard_spec", DASHBOARDS, ids=lambda dashboard_spec: dashboard_spec.uid
)
def test_every_panel_has_a_description_and_the_selected_data_source(
    dashboard_spec: DashboardSpec,
) -> None:
    dashboard = json.loads(dashboard_json(dashboard_spec))

    assert [variable["name"] for variable in dashboard["templating"]["list"]] == ["datasource"]
    for panel in dashboard["panels"]:
        assert panel["title"]
        assert len(panel["description"]) > len(panel["title"])
        assert panel["fieldConfig"]["defaults"]["unit"] in UNITS
        assert panel["datasource"] == {"type": "prometheus", "uid": "${datasource}"}
        assert panel["targets"]
        for target in panel["targets"]:
            promql_parser.parse(target["expr"].replace("$__rate_interval", "1m"))


def test_every_query_uses_existing_metrics() -> None:
    texts = [
        path.read_text("utf-8")
        for pattern in ("prometheus/rules/*.yml", "runbooks/*.md", "grafana/dashboards/*.json")
        for path in OPS.glob(pattern)
    ]
    metrics = {name for text in texts for name in re.findall(r"\b(?:nazh|process)_[a-z_]+\b", text)}

    exported = {sample.name for family in families() for sample in family.samples}
    assert metrics - exported == set()


def test_every_label_of_a_metric_has_a_bound() -> None:
    used = {(full_name(family), label) for family in families() for label in labels_of(family)}

    assert used == set(BOUNDS)
