"""Tests that scaled.yaml and the proxies fit together."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from nazh.adapters.inbound.discord.http.endpoint import PATH
from nazh.adapters.inbound.discord.http.requests import MAX_BODY_BYTES
from nazh.adapters.inbound.settings.values.database_urls import parse_database_url
from nazh.adapters.inbound.settings.values.redis_urls import parse_redis_url
from nazh.bootstrap import MAX_OPEN_FILES, SHUTDOWN_TIMEOUT
from tests.deploy.manifest_rules import CLOSING
from tests.settings import NAMES, VARIABLES

ROOT = Path(__file__).parents[2]
SCALED = yaml.safe_load((ROOT / "deploy/compose/scaled.yaml").read_text())
SERVICES: dict[str, dict[str, Any]] = SCALED["services"]
OTHERS = {
    file: yaml.safe_load((ROOT / "deploy/compose" / file).read_text())["services"]
    for file in ("compose.yaml", "postgres.yaml")
}
REPLICAS = ("nazh-one", "nazh-two")
BOTS = (*REPLICAS, "commands")
HAPROXY = (ROOT / "deploy/proxy/haproxy.cfg").read_text()
NGINX = (ROOT / "deploy/proxy/nginx.conf").read_text()
DIGEST = re.compile(r"[^@]+:[\w.-]+@sha256:[0-9a-f]{64}")


def whole(name: str) -> dict[str, Any]:
    """Return a service with the parts that it extends from another file."""
    own = SERVICES[name]
    if "extends" not in own:
        return own
    base: dict[str, Any] = OTHERS[own["extends"]["file"]][own["extends"]["service"]]
    return {**base, **own, "volumes": [*base["volumes"], *own.get("volumes", ())]}


@pytest.mark.parametrize("bot", BOTS)
def test_the_processes_share_settings_database_and_redis(bot: str) -> None:
    environment = SERVICES[bot]["environment"]

    assert environment == SERVICES["nazh-one"]["environment"]
    assert set(environment) - NAMES == set()
    assert parse_redis_url(environment["NAZH_REDIS_URL"]).hidden == ()
    assert environment["NAZH_DATABASE_URL_FILE"] == "/run/secrets/database_url"
    assert "database_url" in SERVICES[bot]["secrets"]


def test_the_documented_database_url_is_valid() -> None:
    text = (ROOT / "deploy/compose/scaled.yaml").read_text()
    (url,) = re.findall(r"# (postgresql://\S+)", text)

    assert parse_database_url(url).storage == "sql"
    assert "@postgres/" in url


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_has_no_more_rights_than_it_needs(service: str) -> None:
    described = whole(service)

    assert described["read_only"] is True
    assert described["cap_drop"] == ["ALL"]
    assert described["security_opt"] == ["no-new-privileges:true"]
    assert described["mem_limit"]
    assert service not in REPLICAS or described["ulimits"] == {"nofile": MAX_OPEN_FILES}


def test_postgresql_and_monitoring_equal_those_of_one_process() -> None:
    extended = {
        name: service["extends"] for name, service in SERVICES.items() if "extends" in service
    }

    assert extended == {
        "postgres": {"file": "postgres.yaml", "service": "postgres"},
        "prometheus": {"file": "compose.yaml", "service": "prometheus"},
        "alertmanager": {"file": "compose.yaml", "service": "alertmanager"},
        "grafana": {"file": "compose.yaml", "service": "grafana"},
    }
    mounts = [mount for name in SERVICES for mount in whole(name).get("volumes", ())]
    sources = {mount.split(":")[0] for mount in mounts}
    assert {name for name in sources if name.isalpha()} == set(SCALED["volumes"])


def test_a_takeover_does_not_wait() -> None:
    # Some versions of compose cannot extend a service with dependencies.
    bases = [service["extends"] for service in SERVICES.values() if "extends" in service]

    assert [base for base in bases if "depends_on" in OTHERS[base["file"]][base["service"]]] == []


def test_prometheus_scrapes_each_replica_and_haproxy() -> None:
    base, *others = (mount.split(":") for mount in whole("prometheus")["volumes"])
    (file,) = (source for source, target, *_ in others if target == f"{base[1]}/targets.yml")
    replicas, haproxy = yaml.safe_load((ROOT / "deploy/compose" / file).read_text())

    assert (ROOT / "deploy/compose" / base[0] / "targets.yml").is_file(), "it is mounted over"
    assert replicas == {"targets": [f"{name}:8080" for name in REPLICAS]}
    assert haproxy == {"targets": ["haproxy:8405"], "labels": {"job": "haproxy"}}
    assert "bind :8405\n" in HAPROXY


@pytest.mark.parametrize("service", ["haproxy", "redis"])
def test_foreign_images_are_pinned_and_have_health_checks(service: str) -> None:
    assert DIGEST.fullmatch(SERVICES[service]["image"])
    assert SERVICES[service]["healthcheck"]["test"][0] == "CMD"


def test_only_the_endpoint_is_reached_from_elsewhere() -> None:
    ports = [port for name in SERVICES for port in whole(name).get("ports", ())]

    assert [port for port in ports if not port.startswith("127.0.0.1:")] == ["443:8443"]


def test_every_secret_is_a_file_that_is_never_committed() -> None:
    used = {secret for name in SERVICES for secret in whole(name).get("secrets", ())}

    assert used == set(SCALED["secrets"])
    for secret in SCALED["secrets"].values():
        ignored = ("git", "check-ignore", "--quiet", f"deploy/compose/{secret['file']}")
        assert subprocess.run(ignored, cwd=ROOT, check=False).returncode == 0


def test_a_replica_has_time_to_answer_all() -> None:
    needed = int(VARIABLES["NAZH_HTTP_DRAIN_SECONDS"].default) + SHUTDOWN_TIMEOUT + CLOSING

    for replica in REPLICAS:
        assert int(SERVICES[replica]["stop_grace_period"].removesuffix("s")) >= needed


def test_the_file_that_haproxy_is_given_is_the_one_that_is_checked() -> None:
    (mount,) = SERVICES["haproxy"]["volumes"]
    source = mount.partition(":")[0]

    assert (ROOT / "deploy/compose" / source).resolve() == ROOT / "deploy/proxy/haproxy.cfg"
    assert "CERTIFICATE" in SERVICES["haproxy"]["environment"]


@pytest.mark.parametrize("proxy", [HAPROXY, NGINX], ids=["haproxy", "nginx"])
def test_a_proxy_knows_the_replicas_and_leads_to_the_endpoint_alone(proxy: str) -> None:
    without_comments = re.sub(r"(?m)#.*$", "", proxy)

    assert re.findall(r"server (?:\w+ )?(nazh-\w+):8080", without_comments) == list(REPLICAS)
    assert set(re.findall(r"path \{? ?(/\S+)|location = (\S+)", without_comments)) <= {
        (PATH, ""), ("", PATH), ("/metrics", ""), ("/verify.html", ""), ("", "/verify.html"),
    }  # fmt: skip
    assert PATH in without_comments


def test_a_proxy_takes_what_the_program_takes() -> None:
    assert f"gt {MAX_BODY_BYTES} " in HAPROXY
    assert f"client_max_body_size {MAX_BODY_BYTES // 2**10}k;" in NGINX


def test_haproxy_has_seen_that_a_replica_is_not_ready_before_it_stops() -> None:
    (inter, fast, fall) = re.findall(r"inter (\d+)s fastinter (\d+)ms .* fall (\d+)", HAPROXY)[0]
    seconds = int(inter) + int(fast) / 1000 * (int(fall) - 1)

    assert seconds < int(VARIABLES["NAZH_HTTP_DRAIN_SECONDS"].default)


def test_haproxy_has_memory_for_all_admitted_connections() -> None:
    (most,), (buffer,) = (re.findall(rf"{name} (\d+)", HAPROXY) for name in ("maxconn", "bufsize"))
    limit = int(SERVICES["haproxy"]["mem_limit"].removesuffix("m"))

    # A partial request fills a buffer; 32 kB are enough for TLS and the rest.
    assert int(most) * (int(buffer) + 2**15) < limit * 2**20


def test_an_unanswered_request_goes_to_another_replica() -> None:
    assert "retry-on conn-failure empty-response 503\n" in HAPROXY
    assert "option redispatch 1\n" in HAPROXY
    assert "proxy_next_upstream error timeout http_503 non_idempotent;" in NGINX
