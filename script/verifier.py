"""Builds the verification page: combines modules, style and markup into one file."""

from __future__ import annotations

import base64
import hashlib
import re
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
PARTS = ROOT / "docs" / "verify"
PAGE = ROOT / "nazh" / "adapters" / "inbound" / "web" / "dice" / "verify.html"
_IMPORT = re.compile(r'^import (\{[^}]*\}) from "\./(\w+)\.js";$', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:const|class|(?:async )?function\*?) (\w+))", re.MULTILINE)
# No requests are allowed, and only scripts in the file may run.
_POLICY = (
    "default-src 'none'; script-src '{script}'; style-src '{style}'; "
    "base-uri 'none'; form-action 'none'"
)


def page() -> str:
    """Return the whole page."""
    script = "\n".join(("", *map(_enclosed, _modules("page"))))
    style = f"\n{_part('page.css')}"
    policy = _POLICY.format(script=_digest(script), style=_digest(style))
    pieces = {"policy": policy, "style": style, "script": script}
    return re.sub(r"\{\{(\w+)\}\}", lambda match: pieces[match[1]], _part("page.html"))


def _modules(last: str) -> list[str]:
    """Return ``last`` and its dependencies in topological order."""
    names: list[str] = []

    def visit(name: str) -> None:
        for _, needed in _IMPORT.findall(_part(f"{name}.js")):
            visit(needed)
        if name not in names:
            names.append(name)

    visit(last)
    return names


def _enclosed(name: str) -> str:
    """Return a module as an expression whose value is its exports."""
    text = _part(f"{name}.js")
    exports = ", ".join(_EXPORT.findall(text))
    text = _EXPORT.sub("", _IMPORT.sub(r"const \1 = from_\2;", text))
    if left := re.search(r"^(?:import|export)\b.*", text, re.MULTILINE):
        raise SystemExit(f"{name}.js: only plain imports and exports can be joined: {left[0]}")
    returns = f"return {{ {exports} }};\n" if exports else ""
    return f"const from_{name} = (() => {{\n{text}{returns}}})();\n"


def _part(name: str) -> str:
    return (PARTS / name).read_text("utf-8")


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def main() -> None:
    """Write the page, or with ``--check`` fail if it is out of date."""
    if sys.argv[1:] == ["--check"]:
        if PAGE.read_text("utf-8") != page():
            raise SystemExit(f"{PAGE.name} is out of step; run script/verifier.")
    else:
        PAGE.write_text(page(), "utf-8")


if __name__ == "__main__":
    main()
