"""Tests that deployment files use known settings, no privileges, and long enough stop timeouts."""

from __future__ import annotations

import configparser
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from nazh.adapters.inbound.cli.exit_status import BAD_CONFIGURATION
from nazh.adapters.inbound.settings import read_settings
from nazh.bootstrap import MAX_OPEN_FILES, SHUTDOWN_TIMEOUT
from nazh.wiring.contexts import CONTEXTS, context_settings
from nazh.wiring.program import new_program
from tests.settings import NAMES

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
COMPOSE = yaml.safe_load((ROOT / "deploy/compose/compose.yaml").read_text())
WITH_POSTGRES = yaml.safe_load((ROOT / "deploy/compose/postgres.yaml").read_text())
SERVICES: dict[str, dict[str, Any]] = {**WITH_POSTGRES["services"], **COMPOSE["services"]}
BLUEPRINT = yaml.safe_load((ROOT / "render.yaml").read_text())
RENDER = BLUEPRINT["services"][0]
DEPLOYMENT = yaml.safe_load((ROOT / "deploy/kubernetes/base/deployment.yaml").read_text())["spec"]
POD = DEPLOYMENT["template"]["spec"]
CONTAINER = POD["containers"][0]
UNIT_TEXT = (ROOT / "deploy/systemd/nazh.service").read_text()
NOT_OURS = {"PATH", "PYTHONDONTWRITEBYTECODE", "XDG_DATA_HOME"}
DIGEST = re.compile(r"[^@]+:[\w.-]+@sha256:[0-9a-f]{64}")


def unit() -> dict[str, str]:
    parser = configparser.RawConfigParser(strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # as the module documents it
    parser.read_string(UNIT_TEXT)
    return dict(parser["Service"])


def settings_of_the_image() -> set[str]:
    (environment,) = re.findall(r"(?m)^ENV (PATH=(?:.*\\\n)*.*)$", DOCKERFILE)
    return set(re.findall(r"(\w+)=", environment))


def test_the_program_may_open_as_many_files_as_it_uses() -> None:
    assert SERVICES["nazh"]["ulimits"] == {"nofile": MAX_OPEN_FILES}
    assert unit()["LimitNOFILE"] == str(MAX_OPEN_FILES)


@pytest.mark.parametrize(
    ("place", "names"),
    [
        ("image", settings_of_the_image()),
        ("compose", set(SERVICES["nazh"]["environment"])),
        ("compose with PostgreSQL", set(WITH_POSTGRES["services"]["nazh"]["environment"])),
        ("systemd", set(re.findall(r"(?m)^Environment=(\w+)=", UNIT_TEXT))),
        ("render", {variable["key"] for variable in RENDER["envVars"]}),
        ("kubernetes", {variable["name"] for variable in CONTAINER["env"]}),
    ],
)
def test_every_setting_is_one_that_nazh_knows(place: str, names: set[str]) -> None:
    assert names, place
    assert names - NAMES - NOT_OURS == set()


def test_every_stop_timeout_covers_interactions_in_flight() -> None:
    seconds = [
        SERVICES["nazh"]["stop_grace_period"].removesuffix("s"),
        unit()["TimeoutStopSec"],
        POD["terminationGracePeriodSeconds"],
    ]

    assert [span for span in seconds if int(span) < 2 * SHUTDOWN_TIMEOUT] == []


def test_only_livez_restarts_the_bot() -> None:
    assert RENDER["healthCheckPath"] == "/livez"
    assert CONTAINER["livenessProbe"]["httpGet"]["path"] == "/livez"
    assert CONTAINER["readinessProbe"]["httpGet"]["path"] == "/readyz"
    assert CONTAINER["startupProbe"]["httpGet"]["path"] == "/startupz"
    assert re.search(r'(?m)^HEALTHCHECK .* CMD \["nazh", "healthcheck"\]$', DOCKERFILE)
    assert "healthcheck" not in SERVICES["nazh"]


def test_a_new_process_never_meets_the_old_one() -> None:
    assert DEPLOYMENT["replicas"] == RENDER["numInstances"] == 1
    assert DEPLOYMENT["strategy"] == {"type": "Recreate"}
    assert RENDER["disk"], "without a disk, Render starts the new process beside the old one"


def test_render_keeps_rolls_in_its_database_and_not_on_a_disk_of_roots() -> None:
    (volume,) = re.findall(r"(?m)^VOLUME (\S+)", DOCKERFILE)
    (url,) = (variable for variable in RENDER["envVars"] if variable["key"] == "NAZH_DATABASE_URL")

    assert url["fromDatabase"]["name"] == BLUEPRINT["databases"][0]["name"]
    assert not RENDER["disk"]["mountPath"].startswith(volume)


def test_the_job_registers_the_commands_of_every_context(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    job = yaml.safe_load((ROOT / "deploy/kubernetes/commands/job.yaml").read_text())
    for variable in job["spec"]["template"]["spec"]["containers"][0]["env"]:
        monkeypatch.setenv(variable["name"], variable["value"])
    (tmp_path / "token").write_text("MTAwMA.a.b")
    monkeypatch.setenv("DISCORD_TOKEN_FILE", str(tmp_path / "token"))
    monkeypatch.setenv("NAZH_CONTEXTS", ",".join(CONTEXTS))

    program = new_program(read_settings(None, context_settings()))

    assert [name for name in CONTEXTS if not program.commands[name]] == []


def test_systemd_does_not_try_bad_settings_again() -> None:
    assert unit()["RestartPreventExitStatus"] == str(BAD_CONFIGURATION)
    assert "WatchdogSec" not in unit(), "the program does not speak sd_notify"


def test_systemd_hides_other_processes_and_not_when_the_machine_started() -> None:
    # Without /proc/stat the client exports no process_* metrics, and then neither NazhRestartLoop
    # nor NazhMemoryGrowth can fire.
    assert unit()["ProtectProc"] == "invisible"
    assert "ProcSubset" not in unit()


def test_kubernetes_adds_no_variables_to_the_environment() -> None:
    linked = {"PATH": os.environ["PATH"], "NAZH_SERVICE_HOST": "10.0.0.1"}
    check = (sys.executable, "-m", "nazh", "config", "check")

    with_links = subprocess.run(check, env=linked, capture_output=True, text=True, check=False)

    assert POD["enableServiceLinks"] is False
    assert "NAZH_SERVICE_HOST is not a setting" in with_links.stderr + with_links.stdout


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_has_no_more_rights_than_it_needs(service: str) -> None:
    described = SERVICES[service]

    assert described["read_only"] is True
    assert described["cap_drop"] == ["ALL"]
    assert described["security_opt"] == ["no-new-privileges:true"]
    assert described["mem_limit"]
    assert "privileged" not in described


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_is_reached_from_this_machine_only(service: str) -> None:
    assert all(port.startswith("127.0.0.1:") for port in SERVICES[service].get("ports", ()))


@pytest.mark.parametrize("service", [name for name in SERVICES if name != "nazh"])
def test_monitoring_images_are_pinned_and_have_health_checks(service: str) -> None:
    assert DIGEST.fullmatch(SERVICES[service]["image"])
    assert SERVICES[service]["healthcheck"]["test"][0] == "CMD"


def test_the_base_of_the_image_is_pinned() -> None:
    bases = re.findall(r"(?m)^FROM (\S+)", DOCKERFILE)

    assert DIGEST.fullmatch(bases[0])
    assert set(bases[1:]) == {"base"}


def test_mounted_files_exist() -> None:
    mounts = [
        volume.rsplit(":", 2)[0] for service in SERVICES.values() for volume in service["volumes"]
    ]
    paths = [re.sub(r"\$\{\w+:-(.*)\}", r"\1", mount) for mount in mounts if "/" in mount]
    folders = [ROOT / "deploy/compose" / path for path in paths if path.startswith(".")]

    assert len(folders) == 4
    assert [folder for folder in folders if not folder.is_dir()] == []


def test_every_secret_of_compose_is_a_file_that_is_never_committed() -> None:
    secrets = COMPOSE["secrets"] | WITH_POSTGRES["secrets"]
    services = (*SERVICES.values(), WITH_POSTGRES["services"]["nazh"])

    assert {name for service in services for name in service.get("secrets", ())} == set(secrets)
    for secret in secrets.values():
        ignored = ("git", "check-ignore", "--quiet", f"deploy/compose/{secret['file']}")
        assert subprocess.run(ignored, cwd=ROOT, check=False).returncode == 0


def test_grafana_is_given_the_dashboards_and_their_source() -> None:
    folder = ROOT / "deploy/compose/grafana"
    (provider,) = yaml.safe_load((folder / "dashboards/nazh.yaml").read_text())["providers"]
    (source,) = yaml.safe_load((folder / "datasources/prometheus.yaml").read_text())["datasources"]
    grafana = SERVICES["grafana"]
    home = Path(grafana["environment"]["GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH"])
    boards = [json.loads(path.read_text()) for path in ROOT.glob("ops/grafana/dashboards/*.json")]

    assert f"../../ops/grafana/dashboards:{provider['options']['path']}:ro" in grafana["volumes"]
    assert (ROOT / "ops/grafana/dashboards" / home.name).is_file()
    assert str(home.parent) == provider["options"]["path"]
    assert source["isDefault"] is True
    # Each dashboard uses the data source selected in it, by default the default one.
    assert all(board["templating"]["list"][0]["query"] == source["type"] for board in boards)


def test_prometheus_scrapes_and_alerts_services_of_compose() -> None:
    config = yaml.safe_load((ROOT / "ops/prometheus/prometheus.yml").read_text())
    (file,) = config["scrape_configs"][0]["file_sd_configs"][0]["files"]
    (targets,) = yaml.safe_load((ROOT / "ops/prometheus" / file).read_text())
    alertmanagers = config["alerting"]["alertmanagers"][0]["static_configs"][0]["targets"]

    for address in (*targets["targets"], *alertmanagers):
        service, _, port = address.partition(":")
        assert SERVICES[service]["ports"] == [f"127.0.0.1:{port}:{port}"]
