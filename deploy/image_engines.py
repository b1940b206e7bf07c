"""Builds the container image with Docker or buildah, and runs programs in it.

With Docker, the image is the one that users get. Without an engine, as root, buildah builds the
same Dockerfile on a fresh Debian, because the base image cannot be pulled. That tests all of our
own lines, and the output says so.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Final, Protocol, TypedDict

ROOT: Final = Path(__file__).parents[1]
IMAGE: Final = "nazh:tried"
COMMIT: Final = "0123456789abcdef0123456789abcdef01234567"
"""A build argument that must appear in the metrics."""
DEBIAN: Final = "bookworm"
_BEGAN: Final = monotonic()
_TO_REACH_AN_INDEX: Final = ("PIP_", "UV_", "SSL_CERT_", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY")
_IN_A_CHROOT: Final = """
root=$1 user=$2; shift 2
mount --bind "$root" "$root"
mount --bind /dev "$root/dev"
mount -t proc proc "$root/proc"
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
mount -t tmpfs -o "mode=0750,uid=${user%:*},gid=${user#*:}" tmpfs "$root/var/lib/nazh"
mount -o remount,bind,ro "$root"
cd "$root"
exec chroot . setpriv --reuid "${user%:*}" --regid "${user#*:}" --clear-groups \\
  --no-new-privs --bounding-set=-all --inh-caps=-all env --chdir=/var/lib/nazh "$@"
"""
"""Runs a command like Docker with a read-only root, no capabilities, and a volume."""


class Config(TypedDict):
    """The parts of an image's configuration that are checked here."""

    User: str
    Env: list[str]
    Entrypoint: list[str]
    Cmd: list[str]
    Labels: dict[str, str]
    StopSignal: str
    Healthcheck: dict[str, list[str]]


class Engine(Protocol):
    """Builds an image and runs programs in it."""

    def build(self) -> Config:
        """Build the image from the Dockerfile; return its configuration."""
        ...

    def command(self, *arguments: str, environment: Mapping[str, str]) -> tuple[str, ...]:
        """Return a command that runs ``arguments`` in the image, as in production."""
        ...


class Docker:
    """A Docker engine, used through its client."""

    def build(self) -> Config:
        must("docker", "build", "--tag", IMAGE, "--build-arg", f"COMMIT={COMMIT}", str(ROOT))
        (inspected,) = json.loads(must("docker", "image", "inspect", IMAGE))
        config: Config = inspected["Config"]
        return config

    def command(self, *arguments: str, environment: Mapping[str, str]) -> tuple[str, ...]:
        settings = (part for name, text in environment.items() for part in ("-e", f"{name}={text}"))
        hardened = (
            *("--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges"),
            *("--tmpfs", "/tmp", "--network", "host", "--init"),  # noqa: S108  # in the container
        )
        program, *rest = arguments
        return (
            *("docker", "run", "--rm", *hardened, *settings),
            *("--entrypoint", program, IMAGE, *rest),
        )


class Buildah:
    """buildah without an engine: the same Dockerfile on a base that we create."""

    def __init__(self, work: Path) -> None:
        self._root = work / "base"
        self._buildah = (
            *("buildah", "--root", str(work / "storage"), "--runroot", str(work / "run")),
            *("--storage-driver", "vfs"),
        )
        self._mounted = ""
        self.config: Config | None = None

    def build(self) -> Config:
        self._make_base()
        must(
            *(*self._buildah, "build", "--isolation", "chroot", "--network", "host"),
            *("--from", "localhost/base", "--format", "docker", "--tag", IMAGE),
            *("--volume", "/etc/ssl/certs:/etc/ssl/certs:ro"),
            *("--build-arg", f"COMMIT={COMMIT}", str(ROOT)),
        )
        container = must(*self._buildah, "from", f"localhost/{IMAGE}").strip()
        self._mounted = must(*self._buildah, "mount", container).strip()
        inspected = json.loads(
            must(*self._buildah, "inspect", "--type", "image", f"localhost/{IMAGE}")
        )
        config: Config = inspected["Docker"]["config"]
        self.config = config
        return config

    def command(self, *arguments: str, environment: Mapping[str, str]) -> tuple[str, ...]:
        assert self.config is not None, "nothing has been built"
        settings = (f"{name}={text}" for name, text in environment.items())
        return (
            *("unshare", "--mount", "bash", "-euc", _IN_A_CHROOT, "try", self._mounted),
            *(self.config["User"], "--ignore-environment", *self.config["Env"], *settings),
            *arguments,
        )

    def _make_base(self) -> None:
        say(f"no engine answers: building upon a Debian {DEBIAN}, not upon the real base")
        debootstrap = (
            *("debootstrap", "--variant=minbase", "--include=python3-venv,ca-certificates"),
            *(DEBIAN, str(self._root)),
        )
        if exit_status(*debootstrap) != 0:  # it downloads a hundred files
            say("the mirror failed; once more")
            shutil.rmtree(self._root, ignore_errors=True)
            must(*debootstrap)
        say("there is a base")
        for name in ("python", "python3"):
            (self._root / "usr/local/bin" / name).symlink_to("/usr/bin/python3")
        container = must(*self._buildah, "from", "scratch").strip()
        must(*self._buildah, "copy", "--quiet", container, str(self._root), "/")
        reaching = {**index_environment(), "UV_SYSTEM_CERTS": "true"}
        settings = (part for name, text in reaching.items() for part in ("--env", f"{name}={text}"))
        must(*self._buildah, "config", *settings, container)
        must(*self._buildah, "commit", "--quiet", container, "localhost/base")


@contextmanager
def available_engine() -> Iterator[Engine | None]:
    """Yield Docker, else buildah, else ``None``."""
    if shutil.which("docker") and exit_status("docker", "info") == 0:
        yield Docker()
    elif os.geteuid() == 0 and all(map(shutil.which, ("buildah", "debootstrap", "unshare"))):
        with TemporaryDirectory(prefix="nazh-image-") as work:
            yield Buildah(Path(work))
    else:
        yield None


def index_environment() -> dict[str, str]:
    """Return the environment variables for package indexes and certificates."""
    return {
        name: text
        for name, text in os.environ.items()
        if name.upper().startswith(_TO_REACH_AN_INDEX)
    }


def exit_status(*command: str) -> int:
    """Run a command and return its exit status."""
    return subprocess.run(  # noqa: S603  # nothing in it comes from outside
        command, capture_output=True, check=False
    ).returncode


def must(*command: str) -> str:
    """Return a command's output. Exits with that output if the command fails."""
    answer = subprocess.run(  # noqa: S603  # nothing in it comes from outside
        command, capture_output=True, text=True, check=False
    )
    if answer.returncode != 0:
        sys.exit(f"{' '.join(command[:6])} … failed:\n{answer.stdout}{answer.stderr}")
    return answer.stdout


def say(sentence: str) -> None:
    """Print a sentence, with the seconds since the start."""
    sys.stdout.write(f"image: {sentence} ({monotonic() - _BEGAN:.0f} s)\n")
    sys.stdout.flush()
