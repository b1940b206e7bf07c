"""Runs the shipped configurations of HAProxy and nginx with the ports of this machine."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tests.external_services import absent

FOLDER: Final = Path(__file__).parents[1] / "deploy/proxy"
PROXIES: Final = ("haproxy", "nginx")


def proxy_command(
    kind: str, port: int, watched: int, replicas: Sequence[int], folder: Path
) -> tuple[str, ...]:
    """Return the command that runs the shipped file with ports of this machine, without TLS.

    ``watched`` is for HAProxy's metrics.
    """
    program = shutil.which(kind) or absent(kind, f"it is not installed (Debian's {kind})")
    file = next(FOLDER.glob(f"{kind}.*"))
    text = file.read_text()
    for name, its in zip(("nazh-one", "nazh-two"), replicas, strict=True):
        text = text.replace(f"{name}:8080", f"127.0.0.1:{its}")
    text = re.sub(r"bind :8443 .*|listen 8443 .*;", _plain(kind, port), text)
    text = re.sub(r"(?m)^\s*ssl_.*$", "", text).replace("bind :8405", f"bind 127.0.0.1:{watched}")
    text = text.replace("maxconn 2000", "maxconn 1000").replace(
        "worker_processes auto", "worker_processes 1"
    )
    if kind == "nginx":
        kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        paths = "".join(f"  {kind}_temp_path {folder}/{kind};\n" for kind in kinds)
        # Started by root, it would switch to a user who cannot write here.
        user = "user root;\n" if os.geteuid() == 0 else ""
        text = f"daemon off;\n{user}" + text.replace("http {\n", f"http {{\n{paths}")
    (folder / file.name).write_text(text)
    options = ("-db", "-f") if kind == "haproxy" else ("-p", str(folder), "-c")
    return (program, *options, str(folder / file.name))


def _plain(kind: str, port: int) -> str:
    return f"bind 127.0.0.1:{port}" if kind == "haproxy" else f"listen 127.0.0.1:{port};"
