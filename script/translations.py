"""Keeps the catalogues of all languages in step with the texts in the code."""

from __future__ import annotations

import sys
from functools import cache
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from nazh.adapters.inbound.texts.languages import LANGUAGES

ROOT = Path(__file__).parent.parent
TEXTS = ROOT / "nazh/adapters/inbound/texts"
CONTEXTS = sorted(folder.parent.name for folder in TEXTS.glob("*/catalogues"))
KEYWORDS = {"N_": None, "N_plural": (1, 2), "translator": None}
METHODS = [("nazh/adapters/inbound/cli/**", "ignore"), ("nazh/**.py", "python")]


def templates() -> dict[Path, Catalog]:
    """Return every marked text of the code, for the folder of its catalogues.

    Texts in a package or module named after a context belong to that context's catalogues; all
    others to the platform's.
    """
    texts = {TEXTS / name / "catalogues": new_catalogue(None) for name in ("", *CONTEXTS)}
    messages = extract_from_dir(
        ROOT, METHODS, keywords=KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True
    )
    for path, _, text, comments, context in sorted(
        messages, key=lambda entry: (entry[0], entry[1])
    ):
        (name,) = {"", *CONTEXTS} & {*Path(path).with_suffix("").parts} or {""}
        texts[TEXTS / name / "catalogues"].add(
            text, None, [(path, 0)], auto_comments=comments, context=context
        )
    return texts


def new_catalogue(locale: Locale | None) -> Catalog:
    """Return an empty catalogue."""
    return Catalog(locale=locale, project="nazh", header_comment="", fuzzy=False)


def updated(language: str, texts: Catalog) -> Catalog:
    """Return a language's catalogue with exactly these texts, keeping existing translations."""
    after = new_catalogue(Locale.parse(language))
    for text in texts:
        if text.id:
            known = (catalogue.get(text.id, text.context) for catalogue in translated(language))
            after.add(
                text.id,
                next((message.string for message in known if message and message.string), None),
                text.locations,
                auto_comments=text.auto_comments,
                context=text.context,
            )
    return after


@cache
def translated(language: str) -> tuple[Catalog, ...]:
    """Return all catalogues of a language, because texts may move between them."""
    paths = TEXTS.rglob(f"{language}.po")
    return tuple(read_po(BytesIO(path.read_bytes()), locale=language) for path in paths)


def written(catalogue: Catalog) -> bytes:
    """Return a catalogue file without dates and line numbers, to keep diffs small."""
    lines = BytesIO()
    write_po(lines, catalogue, width=100, include_lineno=False, omit_header=True)
    header = [
        'msgid ""',
        'msgstr ""',
        '"Content-Type: text/plain; charset=utf-8\\n"',
    ]
    if catalogue.locale:
        plurals = catalogue.plural_forms
        header += [f'"Language: {catalogue.locale}\\n"', f'"Plural-Forms: {plurals}\\n"']
    return "\n".join(header).encode() + b"\n\n" + lines.getvalue()


def languages(folder: Path) -> list[str]:
    """Return the languages of a folder of catalogues: all, or none if it has no file for any."""
    return sorted(set(LANGUAGES.values())) if any(folder.glob("*.po")) else []


def main(arguments: list[str]) -> int:
    """Write the catalogues, or report those that are out of date."""
    files = {}
    for folder, texts in templates().items():
        files[folder / "messages.pot"] = written(texts)
        for language in languages(folder):
            files[folder / f"{language}.po"] = written(updated(language, texts))
    stale = [path for path, new in files.items() if not path.exists() or path.read_bytes() != new]
    if "--check" in arguments:
        for path in stale:
            print(f"{path.relative_to(ROOT)} is out of step: run script/translations.")
        return bool(stale)
    for path in stale:
        path.write_bytes(files[path])
        print(f"{path.relative_to(ROOT)} was updated.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
