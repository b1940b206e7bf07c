"""Tests that the live tests use the production configuration with shorter intervals."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from ops.stack import (
    TARGETS,
    quick_alertmanager,
    quick_prometheus,
    quick_rules,
    targets_of,
)
from tests.ops.conftest import OPS

LOOPBACK = "127.0.0.1"
RULES = sorted(OPS.glob("prometheus/rules/*.yml"))


@pytest.mark.parametrize("rules", RULES, ids=lambda path: path.stem)
def test_quick_rules_have_the_production_queries(rules: Path) -> None:
    real = yaml.safe_load(rules.read_text())["groups"]
    quick = yaml.safe_load(quick_rules(rules.read_text()))["groups"]

    for group, hurried in zip(real, quick, strict=True):
        assert {key: group[key] for key in group if key not in {"interval", "rules"}} == {
            key: hurried[key] for key in hurried if key not in {"interval", "rules"}
        }
        for rule, other in zip(group["rules"], hurried["rules"], strict=True):
            assert other == rule | ({"for": "2s"} if "for" in rule else {})


def test_a_quick_prometheus_scrapes_often_and_notifies_the_given_alertmanager() -> None:
    config = (OPS / "prometheus/prometheus.yml").read_text()

    quick = yaml.safe_load(quick_prometheus(config, "alerts:2"))

    assert quick["global"]["scrape_interval"] == quick["global"]["evaluation_interval"] == "500ms"
    assert quick["scrape_configs"] == yaml.safe_load(config)["scrape_configs"]
    tells = quick["alerting"]["alertmanagers"]
    assert tells == [{"static_configs": [{"targets": ["alerts:2"]}]}]


def test_prometheus_scrapes_the_configured_bot() -> None:
    config = yaml.safe_load((OPS / "prometheus/prometheus.yml").read_text())

    targets = yaml.safe_load(targets_of("bot:1"))

    assert config["scrape_configs"][0]["file_sd_configs"] == [{"files": [TARGETS]}]
    assert targets == [{"targets": ["bot:1"]}]


def test_a_quick_alertmanager_keeps_its_routes() -> None:
    config = (OPS / "alertmanager/alertmanager.yml").read_text()

    quick = yaml.safe_load(quick_alertmanager(config, "http://phone:3"))

    assert quick["inhibit_rules"] == yaml.safe_load(config)["inhibit_rules"]
    assert quick["route"]["group_wait"] == "100ms"
    addresses = [
        hook["url"] for receiver in quick["receivers"] for hook in receiver["webhook_configs"]
    ]
    assert addresses == ["http://phone:3/phone", "http://phone:3/tickets"]
