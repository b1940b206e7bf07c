"""Tests that packages are complete, work in an empty environment, and match their tag."""

from __future__ import annotations

import shutil
import subprocess
import tarfile
import tomllib
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[2]
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
MANIFESTS = [
    str(path.relative_to(ROOT))
    for path in sorted(ROOT.glob("deploy/kubernetes/*/kustomization.yaml"))
    if "newTag:" in path.read_text()
]


def package(*arguments: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    command = (cwd / "script/package", *arguments)
    return subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)


def tracked(*folders: str) -> set[str]:
    listing = ("git", "ls-files", "-z", *folders)
    listed = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return {name for name in listed.split("\0") if name and (ROOT / name).is_file()}


@pytest.mark.slow
def test_packages_hold_everything_and_the_wheel_works_in_an_empty_environment(
    tmp_path: Path,
) -> None:
    answer = package("dist", tmp_path)

    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.splitlines()[-2:] == [f"nazh {VERSION}", "7  2d6  [3][4]"]
    with ZipFile(tmp_path / f"nazh-{VERSION}-py3-none-any.whl") as wheel:
        assert tracked("nazh", "localcord") - set(wheel.namelist()) == set()
    with tarfile.open(tmp_path / f"nazh-{VERSION}.tar.gz") as source:
        held = {name.removeprefix(f"nazh-{VERSION}/") for name in source.getnames()}
    assert tracked() - held == set()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A repository with a pending release."""
    for name in ("script/package", "script/_common.sh", *MANIFESTS):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "pyproject.toml").write_text('[project]\nversion = "0.1.0"\n')
    (tmp_path / "CHANGELOG.md").write_text("## [Unreleased]\n\n## [0.1.0] - 2026-11-21\n")
    return tmp_path


def test_a_tag_that_is_the_version_passes(copy: Path) -> None:
    answer = package("tag", "v0.1.0", cwd=copy)

    assert (answer.returncode, answer.stderr) == (0, "")


@pytest.mark.parametrize(
    ("file", "text", "complaint"),
    [
        ("pyproject.toml", 'version = "0.2.0"\n', "pyproject.toml says v0.2.0"),
        ("CHANGELOG.md", "## [Unreleased]\n", "CHANGELOG.md has no section"),
        *((file, "newTag: 0.0.9 # \n", f"{file} has another newTag") for file in MANIFESTS),
    ],
)
def test_a_tag_that_differs_from_a_version_fails(
    copy: Path, file: str, text: str, complaint: str
) -> None:
    (copy / file).write_text(text)

    answer = package("tag", "v0.1.0", cwd=copy)

    assert answer.returncode == 1
    assert complaint in answer.stderr


def test_the_manifests_run_this_version() -> None:
    assert len(MANIFESTS) == 4
    for file in MANIFESTS:
        assert f"newTag: {VERSION} " in (ROOT / file).read_text(), file
