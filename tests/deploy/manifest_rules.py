"""Rules for the consistency of a set of Kubernetes manifests.

deploy/linters.py checks schemas. Each rule yields a sentence for each problem; ``faults`` runs all
rules.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from nazh.__main__ import new_program
from nazh.adapters.inbound.discord.http.endpoint import PATH
from nazh.adapters.inbound.settings.values.shard_ids import parse_shard_ids
from nazh.adapters.inbound.web.dice.verify_page import PATH as PAGE
from nazh.adapters.outbound.sql.databases.postgresql_pool import MAX_CONNECTIONS
from nazh.bootstrap import SHUTDOWN_TIMEOUT
from tests.settings import NAMES, VARIABLES

Thing = dict[str, Any]
WORKLOADS: Final = ("Deployment", "StatefulSet", "Job")
PROBES: Final = {
    "startupProbe": "/startupz",
    "livenessProbe": "/livez",
    "readinessProbe": "/readyz",
}
TURN: Final = 2 * 5.25
"""The maximum seconds between two session starts of shards."""
CLOSING: Final = 5
"""Seconds for the stores and the log, after interactions in flight."""
FOR_ALL: Final = {"NAZH_DATABASE_URL_FILE", "NAZH_REDIS_URL_FILE"}
"""The settings that several processes must share."""
ROOM: Final = 97
"""PostgreSQL's default limit of connections is 100, of which three are reserved."""
ASKED: Final = {53, 443, 5432, 6379}
"""The ports of DNS, Discord, PostgreSQL and Redis."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """The resources of one kustomization, and its name suffix."""

    things: tuple[Thing, ...]
    suffix: str = ""

    def of(self, *kinds: str) -> tuple[Thing, ...]:
        """Return the resources of ``kinds``."""
        return tuple(manifest for manifest in self.things if manifest["kind"] in kinds)

    def named(self, kind: str, name: str) -> Thing | None:
        """Return the resource of this kind and name, if there is one."""
        return next(
            (manifest for manifest in self.of(kind) if manifest["metadata"]["name"] == name), None
        )

    @property
    def workload(self) -> Thing:
        """The workload that creates the pods; there is exactly one."""
        (workload,) = self.of(*WORKLOADS)
        return workload

    @property
    def labels(self) -> dict[str, str]:
        """The labels of the pods."""
        labels: dict[str, str] = self.workload["spec"]["template"]["metadata"]["labels"]
        return labels

    @property
    def pod(self) -> Thing:
        """The pod's specification."""
        pod: Thing = self.workload["spec"]["template"]["spec"]
        return pod

    @property
    def container(self) -> Thing:
        """The one container of a pod."""
        (container,) = self.pod["containers"]
        manifest: Thing = container
        return manifest

    @property
    def settings(self) -> dict[str, str]:
        """The environment; values from secrets are empty."""
        return {variable["name"]: variable.get("value", "") for variable in self.container["env"]}

    @property
    def least(self) -> int:
        """The minimum number of pods."""
        scalers = self.of("HorizontalPodAutoscaler")
        least_replicas = scalers[0]["spec"]["minReplicas"] if scalers else None
        return int(least_replicas or self.workload["spec"].get("replicas", 1))


def read_cluster(folder: Path) -> Cluster:
    """Return the resources that the kustomization in ``folder`` lists."""
    page = yaml.safe_load((folder / "kustomization.yaml").read_text())
    manifests = (yaml.safe_load((folder / name).read_text()) for name in page["resources"])
    return Cluster(tuple(manifests), page.get("nameSuffix", ""))


def faults(cluster: Cluster) -> list[str]:
    """Return its problems."""
    return [sentence for rule in RULES for sentence in rule(cluster)]


def _selectors_find_the_pods(cluster: Cluster) -> Iterator[str]:
    workload = cluster.workload
    wanted = {
        "Service": lambda resource: resource["spec"]["selector"],
        "PodDisruptionBudget": lambda resource: resource["spec"]["selector"]["matchLabels"],
        "NetworkPolicy": lambda resource: resource["spec"]["podSelector"]["matchLabels"],
    }
    for manifest in cluster.of(*wanted):
        if wanted[manifest["kind"]](manifest).items() - cluster.labels.items():
            yield f"{manifest['kind']} finds no pods"
    if workload["kind"] != "Job" and (
        workload["spec"]["selector"]["matchLabels"].items() - cluster.labels.items()
    ):
        yield f"{workload['kind']} finds no pods"
    for spread in cluster.pod.get("topologySpreadConstraints", ()):
        if spread["labelSelector"]["matchLabels"].items() - cluster.labels.items():
            yield f"the spread over {spread['topologyKey']} counts no pods"


def _the_autoscaler_scales_the_workload(cluster: Cluster) -> Iterator[str]:
    for scaler in cluster.of("HorizontalPodAutoscaler"):
        target = scaler["spec"]["scaleTargetRef"]
        if cluster.named(target["kind"], target["name"]) is None:
            yield "the autoscaler scales nothing that is there"
        if target["kind"] == "StatefulSet":
            yield "shards cannot be scaled by themselves"
        if "replicas" in cluster.workload["spec"]:
            yield "a deploy sets back what the autoscaler has chosen"
        if not 2 <= scaler["spec"]["minReplicas"] <= scaler["spec"]["maxReplicas"]:
            yield "one replica alone has nobody beside it"
        if "cpu" not in cluster.container["resources"]["requests"]:
            yield "the autoscaler has no share of a core to go by"


def _postgresql_has_room_for_all(cluster: Cluster) -> Iterator[str]:
    spec = cluster.workload["spec"]
    most = [
        autoscaler["spec"]["maxReplicas"] for autoscaler in cluster.of("HorizontalPodAutoscaler")
    ]
    replicas = max([*most, spec.get("replicas", 1)])
    surge = spec.get("strategy", {}).get("rollingUpdate", {}).get("maxSurge", 0)
    processes = 2 * replicas if cluster.suffix else replicas + surge  # two colors during an update
    if processes * MAX_CONNECTIONS > ROOM:
        yield f"{processes} processes want {processes * MAX_CONNECTIONS} PostgreSQL connections"


def _each_shard_is_served_once(cluster: Cluster) -> Iterator[str]:
    for workload in cluster.of("StatefulSet"):
        count = int(cluster.settings["NAZH_DISCORD_SHARD_COUNT"])
        ids = parse_shard_ids(cluster.settings["NAZH_DISCORD_SHARD_IDS"])
        name = workload["metadata"]["name"] + cluster.suffix
        replicas = workload["spec"]["replicas"]
        try:
            served = [ids.on_host(count, f"{name}-{number}") for number in range(replicas)]
        except ValueError as trouble:
            yield f"NAZH_DISCORD_SHARD_IDS {trouble}"
            continue
        if sorted(shard for part in served for shard in part) != list(range(count)):
            yield f"{replicas} pods do not serve each of {count} shards once"
        service = cluster.named("Service", workload["spec"]["serviceName"])
        if service is None or service["spec"].get("clusterIP") != "None":
            yield "the pods of the StatefulSet have no names"


def _probes_ask_for_pages_that_are_there(cluster: Cluster) -> Iterator[str]:
    if cluster.workload["kind"] == "Job":
        return
    ports = {port["name"]: port["containerPort"] for port in cluster.container["ports"]}
    if str(ports.get("http")) != cluster.settings["PORT"]:
        yield "the port is not PORT"
    for probe, path in PROBES.items():
        http_get = cluster.container.get(probe, {}).get("httpGet", {})
        if http_get.get("path") != path or http_get.get("port") not in ports:
            yield f"the {probe} does not ask for {path}"


def _there_is_time_to_log_in(cluster: Cluster) -> Iterator[str]:
    probe = cluster.container.get("startupProbe", {})
    patience = probe.get("periodSeconds", 0) * probe.get("failureThreshold", 0)
    if patience < TURN * int(cluster.settings.get("NAZH_DISCORD_SHARD_COUNT", "0")):
        yield f"a pod is ended after {patience} s, while its shards wait for their turns"


def _there_is_time_to_end(cluster: Cluster) -> Iterator[str]:
    if cluster.workload["kind"] == "Job":
        return
    is_http = "serve" in cluster.container["args"]
    drain_setting = cluster.settings.get(
        "NAZH_HTTP_DRAIN_SECONDS", VARIABLES["NAZH_HTTP_DRAIN_SECONDS"].default
    )
    drain = int(drain_setting) if is_http else 0
    if cluster.pod["terminationGracePeriodSeconds"] < drain + SHUTDOWN_TIMEOUT + CLOSING:
        yield f"{drain} s of drain and {SHUTDOWN_TIMEOUT:.0f} s for what is in flight are cut short"
    if is_http:
        readiness = cluster.container["readinessProbe"]
        if drain <= readiness["periodSeconds"] * readiness["failureThreshold"]:
            yield "it stops before anybody has seen that it is not ready"


def _an_update_takes_nobody_away(cluster: Cluster) -> Iterator[str]:
    spec = cluster.workload["spec"]
    if cluster.workload["kind"] == "Deployment":
        rolling = spec["strategy"].get("rollingUpdate", {})
        if (rolling.get("maxUnavailable"), rolling.get("maxSurge", 0) >= 1) != (0, True):
            yield "an update takes a replica away before there is another"
    if cluster.workload["kind"] == "StatefulSet":
        if spec["updateStrategy"]["type"] == "OnDelete":
            yield "an update waits for somebody to delete pods"
        if not cluster.suffix:
            yield "an update takes a pod away before there is another"


def _a_node_can_be_drained(cluster: Cluster) -> Iterator[str]:
    if cluster.workload["kind"] == "Job":
        return
    budgets = cluster.of("PodDisruptionBudget")
    if not budgets:
        yield "there is no disruption budget"
    for budget in budgets:
        if budget["spec"].get("maxUnavailable") != 1 or cluster.least < 2:
            yield "the disruption budget does not take one of several away"


def _settings_are_known_and_their_files_mounted(cluster: Cluster) -> Iterator[str]:
    yield from (f"{name} is no setting" for name in sorted(set(cluster.settings) - NAMES))
    mounted = {
        f"{mount['mountPath']}/{item['path']}"
        for volume in cluster.pod["volumes"]
        for item in volume.get("secret", {}).get("items", ())
        for mount in cluster.container["volumeMounts"]
        if mount["name"] == volume["name"]
    }
    for name, value in cluster.settings.items():
        if name.endswith("_FILE") and value not in mounted:
            yield f"{name} names a file that nobody mounts"
    if cluster.workload["kind"] != "Job" and FOR_ALL - set(cluster.settings):
        yield "the processes do not share database and Redis"


def _the_command_is_nazhs(cluster: Cluster) -> Iterator[str]:
    command: Any = new_program()
    for word in cluster.container["args"]:
        command = getattr(command, "commands", {}).get(word)
    if command is None:
        yield f"there is no nazh {shlex.join(cluster.container['args'])}"
    is_told = cluster.settings.get("NAZH_DISCORD_SYNC_COMMANDS", "on") == "on"
    if "run" in cluster.container["args"] and cluster.least > 1 and is_told:
        yield "each process would tell Discord the commands"


def _discord_reaches_the_endpoint_and_nothing_else(cluster: Cluster) -> Iterator[str]:
    for ingress in cluster.of("Ingress"):
        paths = [path for rule in ingress["spec"]["rules"] for path in rule["http"]["paths"]]
        reached = {(path["path"], path["pathType"]) for path in paths}
        if reached != {(PATH, "Exact"), (PAGE, "Exact")}:
            yield f"other paths than {PATH} and {PAGE} are reached from outside"
        if not ingress["spec"].get("tls"):
            yield "Discord speaks TLS"
        for backend in (path["backend"]["service"] for path in paths):
            service = cluster.named("Service", backend["name"])
            ports = () if service is None else service["spec"]["ports"]
            if backend["port"]["name"] not in [port["name"] for port in ports]:
                yield "the ingress leads nowhere"
            if service is not None and service["spec"].get("publishNotReadyAddresses"):
                yield "interactions are sent to replicas that are not ready"


def _who_is_needed_can_be_asked(cluster: Cluster) -> Iterator[str]:
    for policy in cluster.of("NetworkPolicy"):
        ports = {port["port"] for rule in policy["spec"]["egress"] for port in rule["ports"]}
        if missing := sorted(ASKED - ports):
            yield f"nothing on port {missing[0]} can be asked"
        let_in = {port["port"] for rule in policy["spec"]["ingress"] for port in rule["ports"]}
        if let_in != {"http"}:
            yield "not the one port can be reached"


def _a_pod_has_no_more_rights_than_it_needs(cluster: Cluster) -> Iterator[str]:
    pod, container = cluster.pod, cluster.container
    if pod["securityContext"].get("runAsNonRoot") is not True:
        yield "it may be root"
    if pod.get("automountServiceAccountToken") is not False:
        yield "it is given a key to the cluster"
    if pod.get("enableServiceLinks") is not False:
        yield "Kubernetes puts names of its own into the environment"
    allowed = container["securityContext"]
    if allowed.get("readOnlyRootFilesystem") is not True or (
        allowed.get("capabilities") != {"drop": ["ALL"]}
        or allowed.get("allowPrivilegeEscalation") is not False
    ):
        yield "it may do more than it needs"
    if "memory" not in container["resources"].get("limits", {}):
        yield "it may take the memory of the node"


RULES: Final[tuple[Callable[[Cluster], Iterator[str]], ...]] = (
    _selectors_find_the_pods,
    _the_autoscaler_scales_the_workload,
    _postgresql_has_room_for_all,
    _each_shard_is_served_once,
    _probes_ask_for_pages_that_are_there,
    _there_is_time_to_log_in,
    _there_is_time_to_end,
    _an_update_takes_nobody_away,
    _a_node_can_be_drained,
    _settings_are_known_and_their_files_mounted,
    _the_command_is_nazhs,
    _discord_reaches_the_endpoint_and_nothing_else,
    _who_is_needed_can_be_asked,
    _a_pod_has_no_more_rights_than_it_needs,
)
