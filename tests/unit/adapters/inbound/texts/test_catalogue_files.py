"""Tests that catalogue files are read as by Babel."""

from __future__ import annotations

from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from hypothesis import given
from hypothesis import strategies as st

from nazh.adapters.inbound import texts
from nazh.adapters.inbound.texts.catalogue_files import read_catalogue

FILES = sorted(Path(next(iter(texts.__path__))).rglob("*.po"))
HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
hostile_inputs = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Zl", "Zp"), include_characters="\n\t")
)


def read_by_babel(written: str) -> GNUTranslations:
    compiled = BytesIO()
    write_mo(compiled, read_po(BytesIO(written.encode())))
    compiled.seek(0)
    return GNUTranslations(compiled)


@pytest.mark.parametrize("file", FILES, ids=lambda file: "/".join(file.parts[-3:]))
def test_every_catalogue_matches_babels_reading(file: Path) -> None:
    catalogue_text = file.read_text("utf-8")
    catalogue, babel_catalogue = read_catalogue(catalogue_text), read_by_babel(catalogue_text)

    for message in read_po(BytesIO(catalogue_text.encode())):
        if not message.id:
            continue
        if isinstance(message.id, str):
            assert catalogue.gettext(message.id) == babel_catalogue.gettext(message.id)
        else:
            singular, many = message.id
            for count in (0, 1, 2, 1_000_000):
                plural = catalogue.ngettext(singular, many, count)
                assert plural == babel_catalogue.ngettext(singular, many, count)
    assert catalogue.info().items() <= babel_catalogue.info().items()


@given(hostile_inputs.filter(bool), hostile_inputs)
def test_written_catalogues_are_read_back(text: str, translation: str) -> None:
    catalogue, lines = Catalog(), BytesIO()
    catalogue.add(text, translation)
    write_po(lines, catalogue, width=100, omit_header=True)

    read = read_catalogue(HEADER + lines.getvalue().decode())

    assert read.gettext(text) == (translation or text)


def test_fuzzy_and_obsolete_entries_are_ignored() -> None:
    ignored_entries = (
        '#, fuzzy\nmsgid "to guess"\nmsgstr "raten"\n\n#~ msgid "gone"\n#~ msgstr "weg"\n'
    )

    read = read_catalogue(HEADER + ignored_entries)

    assert (read.gettext("to guess"), read.gettext("gone")) == ("to guess", "gone")
