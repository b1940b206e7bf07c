"""Proxies: what stands before several processes, with a configuration made for the run."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from benchmarks.load.running import Running, free_port, listens

HAPROXY = """\
global
  nbthread 1

defaults
  mode http
  timeout connect 1s
  timeout client 75s
  timeout server 10s
  timeout http-keep-alive 75s
  option http-keep-alive
  http-reuse always

frontend discord
  bind 127.0.0.1:{port}
  default_backend replicas

backend replicas
  balance leastconn
  option httpchk GET /readyz
  default-server check inter 500ms rise 1 fall 2 pool-max-conn 500
{servers}
"""
NGINX = """\
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
    keepalive 500;
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
      proxy_next_upstream error timeout;
      proxy_next_upstream_tries 2;
    }}
  }}
}}
"""


class NoProxy(Exception):
    """Neither haproxy nor nginx is on this machine."""


async def start_proxy(kind: str | None, folder: Path, ports: Sequence[int]) -> tuple[Running, int]:
    """Start ``haproxy`` or ``nginx`` (None: whichever is there) on a port of its own.

    Raises NoProxy, DidNotRun.
    """
    kind = kind or next((one for one in ("haproxy", "nginx") if shutil.which(one)), None)
    if kind is None or shutil.which(kind) is None:
        raise NoProxy(f"{kind or 'haproxy or nginx'} is needed before several processes.")
    port, file = free_port(), folder / f"{kind}.cfg"
    command: tuple[str, ...]
    if kind == "haproxy":
        servers = "\n".join(f"  server r{one} 127.0.0.1:{one}" for one in ports)
        command = (kind, "-db", "-f", str(file))
        file.write_text(HAPROXY.format(port=port, servers=servers))
    else:
        servers = "\n".join(f"    server 127.0.0.1:{one};" for one in ports)
        command = (kind, "-p", str(folder), "-c", str(file))
        file.write_text(NGINX.format(port=port, servers=servers, folder=folder))
    proxy = Running(kind, command, folder)
    await proxy.start()
    try:
        await listens(proxy, port)
    except BaseException:
        await proxy.stop()
        raise
    return proxy, port
