"""Reads the metadata of the installed package."""

from __future__ import annotations

from importlib.metadata import metadata


def source_url() -> str:
    """Return the URL of the source code from pyproject.toml, or nothing."""
    written = (line.partition(", ") for line in metadata("nazh").get_all("Project-URL", []))
    return next((address for name, _, address in written if name == "Source"), "")
