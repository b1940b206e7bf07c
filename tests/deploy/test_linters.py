"""Tests that every deployment file is linted, and that each linter detects a mistake."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest

from deploy.linters import LINTERS, ROOT, Linter, MissingTool, report
from tests.external_services import absent

FILES = ("Dockerfile", "render.yaml", "deploy", ".github")
WITHOUT_TOOLS = shutil.ignore_patterns("node_modules", "__pycache__")
BY_NAME = {linter.name: linter for linter in LINTERS}


def findings(linter: str, root: Path) -> str:
    try:
        return BY_NAME[linter].findings(root)
    except MissingTool as missing:
        absent(missing.what, str(missing))


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the linted files."""
    for name in FILES:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tmp_path / name, ignore=WITHOUT_TOOLS)
        else:
            shutil.copyfile(ROOT / name, tmp_path / name)
    return tmp_path


@pytest.mark.slow
@pytest.mark.parametrize("linter", BY_NAME)
def test_a_linter_accepts_the_committed_files(linter: str) -> None:
    assert findings(linter, ROOT) == ""


UNIT = "deploy/systemd/nazh.service"
COMPOSE = "deploy/compose/compose.yaml"
SCALED = "deploy/compose/scaled.yaml"
BASE = "deploy/kubernetes/base"
HAPROXY, NGINX = "deploy/proxy/haproxy.cfg", "deploy/proxy/nginx.conf"
FLOWS = ".github/workflows"
PINNED = "@08c6903cd8c0fde910a37f88322edcfb5dd907a8"
MISTAKES = [
    ("hadolint", "Dockerfile", 'CMD ["run"]', "CMD run", "DL3025"),
    ("compose-spec", COMPOSE, "mem_limit:", "memory_limit:", "memory_limit"),
    ("compose-spec", SCALED, "  haproxy:\n", "  haproxy:\n    ram: 1\n", "ram"),
    ("haproxy", HAPROXY, "balance leastconn", "balance leastcon", "leastcon"),
    ("haproxy", HAPROXY, "  timeout server 4s\n", "", "timeout"),
    ("haproxy", HAPROXY, "default_backend replicas", "default_backend bots", "bots"),
    ("nginx", NGINX, "least_conn", "least_con", "least_con"),
    ("nginx", NGINX, "http://replicas", "http://bots", "bots"),
    ("render", "render.yaml", "healthCheckPath", "healthcheckPath", "healthcheckPath"),
    ("kubernetes", f"{BASE}/deployment.yaml", "periodSeconds", "period", "period"),
    ("kubernetes", f"{BASE}/kustomization.yaml", "- service.yaml", "- svc.yaml", "svc.yaml"),
    ("kubernetes", f"{BASE}/service.yaml", "kind: Service", "kind: Servise", "Servise"),
    ("kubernetes", f"{BASE}/deployment.yaml", "apps/v1", "apps/v2", "apps/v2"),
    ("kubernetes", "deploy/kubernetes/monitoring/podmonitor.yaml", "PodM", "PotM", "PotM"),
    ("systemd", UNIT, "RestartSec", "RestartSecs", "RestartSecs"),
    ("systemd", UNIT, "DynamicUser=yes", "User=root", "exposure"),
    ("workflows", f"{FLOWS}/ci.yml", "runs-on:", "run-on:", "run-on"),
    ("workflows", f"{FLOWS}/release.yml", "timeout-minutes: 60", "", "timeout-minutes"),
    ("dependabot", ".github/dependabot.yml", "interval: weekly", "interval: often", "often"),
    ("zizmor", f"{FLOWS}/ci.yml", PINNED, "@v5", "unpinned-uses"),
    ("actionlint", f"{FLOWS}/release.yml", "needs: image", "needs: images", "images"),
    ("actionlint", f"{FLOWS}/ci.yml", "matrix.python", "matrix.pyton", "pyton"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("linter", "file", "right", "wrong", "complaint"), MISTAKES)
def test_a_linter_sees_a_mistake(
    copy: Path, linter: str, file: str, right: str, wrong: str, complaint: str
) -> None:
    text = (copy / file).read_text()
    assert right in text
    (copy / file).write_text(text.replace(right, wrong, 1))

    assert complaint in findings(linter, copy)


@pytest.mark.slow
@pytest.mark.parametrize(
    "linter", ["compose-spec", "render", "kubernetes", "workflows", "dependabot", "actionlint"]
)
def test_a_linter_that_finds_nothing_to_read_complains(linter: str, tmp_path: Path) -> None:
    assert findings(linter, tmp_path) != ""


def without_its_program(root: Path) -> str:
    raise MissingTool("kubectl", "install it")


@pytest.mark.parametrize(
    ("variables", "status"),
    [({}, 0), ({"NAZH_CI": "1"}, 1), ({"NAZH_CI": "1", "NAZH_CI_WITHOUT": "node,kubectl"}, 0)],
)
def test_a_linter_that_is_not_there_is_not_passed_over_in_silence(
    variables: dict[str, str], status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert report(Linter("kubernetes", without_its_program), variables) == status

    assert "kubernetes: NOT CHECKED, kubectl is absent" in capsys.readouterr().out


def test_a_complaint_is_a_failure() -> None:
    assert report(Linter("any", lambda root: "wrong"), {}) == 1


def test_every_linter_is_seen_to_complain() -> None:
    assert {mistake[0] for mistake in MISTAKES} == set(BY_NAME)


def manifests(folder: Path) -> Iterable[str]:
    return (path.name for path in folder.glob("*.yaml") if path.name != "kustomization.yaml")


@pytest.mark.parametrize(
    "folder", sorted(ROOT.glob("deploy/kubernetes/*")), ids=lambda path: path.name
)
def test_every_manifest_is_listed(folder: Path) -> None:
    listed = (folder / "kustomization.yaml").read_text()

    assert [name for name in manifests(folder) if f"- {name}\n" not in listed] == []
