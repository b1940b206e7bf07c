"""Tests the rules, a firing and a silent scenario for every alert, and the runbooks."""

from __future__ import annotations

import re
from pathlib import Path

import promql_parser
import pytest
import yaml

from tests.ops.conftest import OPS, Run, alerts

ALERTS = alerts()
RUNBOOKS = sorted(path for path in OPS.glob("runbooks/Nazh*.md"))
SCENARIOS = sorted(OPS.glob("prometheus/tests/*.yml"))
QUERY = re.compile(r"```promql\n(.*?)```", re.DOTALL)
COMMANDS = re.compile(r"```sh\n(.*?)```", re.DOTALL)
SECTIONS = [
    "Meaning",
    "Impact",
    "Diagnosis",
    "Mitigation",
    "Escalation",
]


def test_prometheus_takes_the_configuration_and_its_rules(tool: Run) -> None:
    answer = tool("promtool", "check", "config", "--lint=all", "prometheus/prometheus.yml")

    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_the_rules_are_well_written(tool: Run) -> None:
    rules = [str(path.relative_to(OPS)) for path in OPS.glob("prometheus/rules/*.yml")]

    answer = tool("promtool", "check", "rules", "--lint=all", "--lint-fatal", *rules)

    assert answer.returncode == 0, answer.stdout + answer.stderr


@pytest.mark.slow
@pytest.mark.parametrize("scenarios", SCENARIOS, ids=lambda path: path.stem)
def test_alerts_fire_and_stay_silent_as_they_should(tool: Run, scenarios: Path) -> None:
    answer = tool("promtool", "test", "rules", str(scenarios))

    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_every_alert_has_a_scenario_in_which_it_fires_and_one_in_which_it_does_not() -> None:
    checks = [
        (check["alertname"], bool(check["exp_alerts"]))
        for path in SCENARIOS
        for scenario in yaml.safe_load(path.read_text())["tests"]
        for check in scenario["alert_rule_test"]
    ]

    assert {name for name, fires in checks if fires} == set(ALERTS)
    assert {name for name, fires in checks if not fires} == set(ALERTS)


@pytest.mark.parametrize("name", ALERTS)
def test_an_alert_has_a_severity_texts_and_a_runbook(name: str) -> None:
    alert = ALERTS[name]

    assert alert["labels"]["severity"] in {"page", "ticket"}
    assert set(alert["annotations"]) == {"summary", "description", "runbook_url"}
    assert alert["annotations"]["runbook_url"] == f"{{{{ $externalLabels.runbooks }}}}/{name}.md"


def test_every_alert_has_its_runbook_and_no_runbook_is_left_over() -> None:
    assert {path.stem for path in RUNBOOKS} == set(ALERTS)


def test_the_index_names_every_runbook() -> None:
    index = (OPS / "runbooks/README.md").read_text()

    assert [path.name for path in RUNBOOKS if f"({path.name})" not in index] == []


@pytest.mark.parametrize("runbook", RUNBOOKS, ids=lambda path: path.stem)
def test_a_runbook_has_all_sections_and_valid_queries(runbook: Path) -> None:
    text = runbook.read_text()

    assert re.findall(r"(?m)^## (.+)$", text) == SECTIONS
    assert text.startswith(f"# {runbook.stem}: ")
    queries = QUERY.findall(text)
    assert queries
    for query in queries:
        promql_parser.parse(query)


@pytest.mark.parametrize("runbook", RUNBOOKS, ids=lambda path: path.stem)
def test_a_runbook_runs_the_program_in_its_container(runbook: Path) -> None:
    blocks = COMMANDS.findall(runbook.read_text())

    lines = [line for block in blocks for line in block.splitlines()]

    assert [line for line in lines if line.startswith("nazh ")] == []


def test_alertmanager_takes_its_configuration(tool: Run) -> None:
    answer = tool("amtool", "check-config", "alertmanager/alertmanager.yml")

    assert answer.returncode == 0, answer.stdout + answer.stderr


@pytest.mark.parametrize(("severity", "receiver"), [("page", "phone"), ("ticket", "tickets")])
def test_pages_and_tickets_go_to_their_receivers(tool: Run, severity: str, receiver: str) -> None:
    config = "--config.file=alertmanager/alertmanager.yml"

    answer = tool("amtool", "config", "routes", "test", config, f"severity={severity}")

    assert answer.stdout.split() == [receiver]


def test_an_open_connection_without_heartbeats_counts_as_down() -> None:
    rules = "".join(path.read_text() for path in OPS.glob("prometheus/rules/*.yml"))

    assert "nazh_gateway_heartbeat_healthy" in rules
    assert "nazh_gateway_connected" not in rules
