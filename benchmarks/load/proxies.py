"""Runs a load balancer in front of several processes, with a generated configuration.

The configuration follows deploy/proxy, without TLS and with the ports of the run.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from benchmarks.load.managed_process import ManagedProcess, wait_until_listening

HAPROXY: Final = """\
global
  nbthread 1
  tune.bufsize 65536

defaults
  mode http
  timeout connect 500ms
  timeout client 75s
  timeout server 4s
  timeout http-keep-alive 75s
  retries 3
  option redispatch 1
  retry-on conn-failure empty-response 503
  http-reuse always

frontend discord
  bind 127.0.0.1:{port}
  default_backend replicas

backend replicas
  balance leastconn
  option httpchk GET /readyz
  default-server check inter 1s fastinter 250ms downinter 500ms fall 2 rise 1
{servers}
"""
NGINX: Final = """\
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/nginx-errors.log;
events {{ worker_connections 8192; }}
http {{
  access_log off;
  client_body_temp_path {folder};
  proxy_temp_path {folder};
  fastcgi_temp_path {folder};
  uwsgi_temp_path {folder};
  scgi_temp_path {folder};
  upstream replicas {{
    least_conn;
    keepalive 64;
{servers}
  }}
  server {{
    listen 127.0.0.1:{port} backlog=1024;
    keepalive_timeout 75s;
    keepalive_requests 1000000;
    location / {{
      proxy_pass http://replicas;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_connect_timeout 500ms;
      proxy_read_timeout 4s;
      proxy_next_upstream error timeout http_503 non_idempotent;
      proxy_next_upstream_tries 2;
      proxy_next_upstream_timeout 2s;
    }}
  }}
}}
"""


class NoProxy(Exception):
    """Neither haproxy nor nginx is installed."""


async def start_proxy(
    kind: str | None, folder: Path, port: int, ports: Sequence[int]
) -> ManagedProcess:
    """Start ``haproxy`` or ``nginx`` (None: any installed one) on ``port`` in front of ``ports``.

    Raises NoProxy, DidNotRun.
    """
    kind = kind or next((proxy for proxy in ("haproxy", "nginx") if shutil.which(proxy)), None)
    if kind is None or shutil.which(kind) is None:
        raise NoProxy(f"{kind or 'haproxy or nginx'} is needed in front of several processes.")
    file = folder / f"{kind}.cfg"
    command: tuple[str, ...]
    if kind == "haproxy":
        servers = "\n".join(f"  server r{number} 127.0.0.1:{number}" for number in ports)
        command = (kind, "-db", "-f", str(file))
        file.write_text(HAPROXY.format(port=port, servers=servers))
    else:
        servers = "\n".join(
            f"    server 127.0.0.1:{number} max_fails=1 fail_timeout=1s;" for number in ports
        )
        command = (kind, "-p", str(folder), "-c", str(file))
        file.write_text(NGINX.format(port=port, servers=servers, folder=folder))
    proxy = ManagedProcess(kind, command, folder)
    try:
        await proxy.start()
        await wait_until_listening(proxy, port)
    except BaseException:
        await proxy.stop()
        raise
    return proxy
