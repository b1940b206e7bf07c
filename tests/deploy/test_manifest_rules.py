"""Tests that the manifests are consistent, and that each rule detects a mistake."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from tests.deploy.manifest_rules import PROBES, faults, read_cluster

ROOT = Path(__file__).parents[2]
KUBERNETES = ROOT / "deploy/kubernetes"
FOLDERS = ("commands", "http", "shards")


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_committed_manifests_have_no_problems(folder: str) -> None:
    assert faults(read_cluster(KUBERNETES / folder)) == []


DEPLOYMENT = "http/deployment.yaml"
STATEFUL = "shards/statefulset.yaml"
NAME = "{ app.kubernetes.io/name: nazh }"
OTHER = "{ app.kubernetes.io/name: other }"
MISTAKES = [
    ("http/service.yaml", f"selector: {NAME}", f"selector: {OTHER}", "Service finds no pods"),
    ("http/disruption.yaml", f"matchLabels: {NAME}", f"matchLabels: {OTHER}", "Budget finds no"),
    ("http/network.yaml", f"matchLabels: {NAME}", f"matchLabels: {OTHER}", "Policy finds no pods"),
    (DEPLOYMENT, f"matchLabels: {NAME}\n  temp", f"matchLabels: {OTHER}\n  temp", "no pods"),
    (DEPLOYMENT, f"            matchLabels: {NAME}", f"            matchLabels: {OTHER}", "spread"),
    ("http/autoscaler.yaml", "Deployment, name: nazh", "Deployment, name: bot", "scales nothing"),
    ("http/autoscaler.yaml", "minReplicas: 2", "minReplicas: 1", "nobody beside it"),
    ("http/autoscaler.yaml", "maxReplicas: 8", "maxReplicas: 9", "100 PostgreSQL connections"),
    (DEPLOYMENT, "  strategy:", "  replicas: 3\n  strategy:", "sets back"),
    (DEPLOYMENT, "requests: { cpu: 500m, memory", "requests: { memory", "no share of a core"),
    (STATEFUL, "replicas: 4", "replicas: 3", "do not serve each of 16 shards once"),
    (STATEFUL, "replicas: 4", "replicas: 5", "makes parts 0 to 3"),
    (STATEFUL, "replicas: 4", "replicas: 5", "100 PostgreSQL connections"),
    (STATEFUL, "ordinal of 4", "0-3", "do not serve each of 16 shards once"),
    (STATEFUL, 'value: "16"', 'value: "3"', "this host's part is empty"),
    (STATEFUL, "failureThreshold: 60", "failureThreshold: 33", "while its shards wait"),
    (STATEFUL, "serviceName: nazh", "serviceName: nazh-shards", "have no names"),
    ("shards/service.yaml", "  clusterIP: None\n", "", "have no names"),
    (STATEFUL, "path: /livez", "path: /readyz", "livenessProbe does not ask for /livez"),
    (DEPLOYMENT, "path: /startupz, port: http", "path: /startupz, port: web", "startupProbe"),
    (DEPLOYMENT, "containerPort: 8080", "containerPort: 8000", "the port is not PORT"),
    (DEPLOYMENT, "GracePeriodSeconds: 45", "GracePeriodSeconds: 25", "15 s of drain"),
    (STATEFUL, "GracePeriodSeconds: 30", "GracePeriodSeconds: 10", "cut short"),
    (DEPLOYMENT, 'value: "15"', 'value: "2"', "before anybody has seen"),
    (DEPLOYMENT, "maxUnavailable: 0", "maxUnavailable: 1", "before there is another"),
    (STATEFUL, "type: RollingUpdate", "type: OnDelete", "somebody to delete pods"),
    ("shards/kustomization.yaml", "nameSuffix: -blue\n", "", "before there is another"),
    ("shards/disruption.yaml", "maxUnavailable: 1", "maxUnavailable: 0", "disruption budget"),
    ("shards/kustomization.yaml", "  - disruption.yaml\n", "", "no disruption budget"),
    (DEPLOYMENT, "NAZH_DISCORD_PUBLIC_KEY", "NAZH_KEY", "NAZH_KEY is no setting"),
    (DEPLOYMENT, "secrets/nazh/redis-url", "secrets/redis-url", "a file that nobody mounts"),
    (DEPLOYMENT, "NAZH_REDIS_URL_FILE", "NAZH_SENTRY_DSN_FILE", "do not share database and Redis"),
    ("commands/job.yaml", "[commands, sync]", "[commands, tell]", "no nazh commands tell"),
    (STATEFUL, 'COMMANDS, value: "off"', 'COMMANDS, value: "on"', "each process would tell"),
    ("http/ingress.yaml", "path: /interactions", "path: /", "are reached from outside"),
    ("http/ingress.yaml", "pathType: Exact", "pathType: Prefix", "are reached from outside"),
    ("http/ingress.yaml", "name: http }", "name: web }", "the ingress leads nowhere"),
    ("http/service.yaml", "  ports:", "  publishNotReadyAddresses: true\n  ports:", "not ready"),
    ("http/network.yaml", "port: 6379", "port: 6380", "nothing on port 6379"),
    ("http/network.yaml", "port: http", "port: 9000", "not the one port"),
    (DEPLOYMENT, "runAsNonRoot: true", "runAsNonRoot: false", "may be root"),
    (STATEFUL, "enableServiceLinks: false", "enableServiceLinks: true", "names of its own"),
    ("commands/job.yaml", "automountServiceAccountToken: false", "hostPID: true", "a key"),
    (STATEFUL, "drop: [ALL]", "drop: [NET_RAW]", "more than it needs"),
    (DEPLOYMENT, "limits: { memory: 384Mi }", "limits: { cpu: 1 }", "the memory of the node"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "right", "wrong", "complaint"), MISTAKES)
def test_a_mistake_is_seen(
    tmp_path: Path, file: str, right: str, wrong: str, complaint: str
) -> None:
    folder = file.partition("/")[0]
    shutil.copytree(KUBERNETES / folder, tmp_path / folder)
    text = (tmp_path / file).read_text()
    assert right in text
    (tmp_path / file).write_text(text.replace(right, wrong, 1))

    assert [fault for fault in faults(read_cluster(tmp_path / folder)) if complaint in fault] != []


def test_all_run_the_same_version() -> None:
    pages = [
        yaml.safe_load((KUBERNETES / folder / "kustomization.yaml").read_text())
        for folder in (*FOLDERS, "base")
    ]

    assert len({str(page["images"]) for page in pages}) == 1


def test_prometheus_asks_the_pods_by_the_job_of_the_rules() -> None:
    monitor = yaml.safe_load((KUBERNETES / "monitoring/podmonitor.yaml").read_text())["spec"]

    for folder in ("base", "http", "shards"):
        cluster = read_cluster(KUBERNETES / folder)
        assert monitor["selector"]["matchLabels"].items() <= cluster.labels.items()
        assert cluster.labels[monitor["jobLabel"]] == "nazh"
        assert monitor["podMetricsEndpoints"][0]["port"] in [
            port["name"] for port in cluster.container["ports"]
        ]
    assert "nazh" not in read_cluster(KUBERNETES / "commands").labels.values()


def test_the_pages_that_are_probed_are_those_of_the_program() -> None:
    probes = (ROOT / "nazh/adapters/inbound/web/probes.py").read_text()

    assert [path for path in PROBES.values() if f'add_get("{path}"' not in probes] == []
