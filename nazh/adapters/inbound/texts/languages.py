"""Translates texts with gettext catalogues, selected by Discord locale.

English is the text in the code, marked by ``N_`` and ``N_plural``; every other language has a file
in the platform's folder ``catalogues``, and one in each context's. The only module that imports
Babel, which provides each language's plural rules, number formats and lists
(docs/adr/0014-languages.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal, localcontext
from functools import cache
from gettext import NullTranslations
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from babel import Locale
from babel.lists import format_list
from babel.numbers import format_decimal, get_decimal_symbol

from nazh.adapters.inbound.texts.catalogue_files import read_catalogue
from nazh.domain.kernel.texts import Fact, Text, utc_text

LANGUAGES: Final[Mapping[str, str]] = MappingProxyType(
    {"de": "de", "fr": "fr", "es-ES": "es", "es-419": "es", "pt-BR": "pt_BR"}
)
"""The catalogue of each Discord locale that has one; all others get English."""
_SHORT: Final = 1_000
_PRECISION: Final = 28
_packages: Final = [__package__]
"""The packages with a folder of catalogues."""


class Translator:
    """Translates texts into one language. The key of a text is its English form."""

    __slots__ = ("_gettext", "_locale", "_ngettext")

    def __init__(self, locale: Locale, catalogue: NullTranslations) -> None:
        self._locale = locale
        self._gettext = catalogue.gettext
        self._ngettext = catalogue.ngettext

    def __call__(self, text: str, /, **facts: Fact) -> str:
        """Return the translation of ``text`` with ``facts`` in its ``{placeholders}``."""
        text = self._gettext(text)
        return text.format(**self._localized(facts)) if facts else text

    def counted(self, forms: tuple[str, str], count: int, /, **facts: Fact) -> str:
        """Return the plural form for ``count``, which is inserted at ``{count}``."""
        return self._ngettext(*forms, count).format(**self._localized({"count": count, **facts}))

    def fill(self, text: Text, facts: Mapping[str, Fact]) -> str:
        """Return a phrase with its facts inserted; the fact ``count`` selects its plural form."""
        if isinstance(text, str):
            return self(text, **facts)
        count = facts["count"]
        assert isinstance(count, int)
        return self._ngettext(*text, count).format(**self._localized(facts))

    def number(self, value: int) -> str:
        """Return a whole number with its digits grouped as in this language."""
        return str(value) if -_SHORT < value < _SHORT else self._decimal(value, 0, None)

    def one_decimal(self, tenths: int) -> str:
        """Return a number of tenths with one decimal, or without decimals if it is whole."""
        return self._decimal(tenths, 1, "#,##0.#")

    def two_decimals(self, hundredths: int) -> str:
        """Return a number of hundredths, with at most two decimals, and none if it is whole."""
        return self._decimal(hundredths, 2, "#,##0.##")

    def decimal_sign(self) -> str:
        """Return the decimal sign, for numbers that are formatted elsewhere."""
        return get_decimal_symbol(self._locale)

    def all_of(self, items: Iterable[str]) -> str:
        """Return ``items`` as a conjunction, such as ``1, 2 and 3``."""
        return format_list(list(items), style="standard", locale=self._locale)

    def any_of(self, items: Iterable[str]) -> str:
        """Return ``items`` as a disjunction, such as ``3 or 4``."""
        return format_list(list(items), style="or", locale=self._locale)

    def _decimal(self, digits: int, decimals: int, pattern: str | None) -> str:
        # Totals may have hundreds of digits, far more than the default precision.
        with localcontext(prec=max(_PRECISION, digits.bit_length())):
            value = Decimal(digits).scaleb(-decimals)
            return format_decimal(value, format=pattern, locale=self._locale)

    def _localized(self, facts: Mapping[str, Fact]) -> dict[str, str]:
        return {name: self._localize(fact) for name, fact in facts.items()}

    def _localize(self, fact: Fact) -> str:
        if isinstance(fact, str):
            return fact
        return self.number(fact) if isinstance(fact, int) else utc_text(fact)


def translator_for(discord_locale: str | None) -> Translator:
    """Return the translator for a Discord locale; English if it has no catalogue."""
    language = LANGUAGES.get(discord_locale or "")
    return ENGLISH if language is None else _translator(language)


def add_catalogues(package: str) -> None:
    """Add a context's translations, from the folder ``catalogues`` of ``package``."""
    if package not in _packages:
        _packages.append(package)
        _translator.cache_clear()


@cache
def _translator(language: str) -> Translator:
    sources = (files(package) / "catalogues" / f"{language}.po" for package in _packages)
    written = (source.read_text("utf-8") for source in sources if source.is_file())
    return Translator(Locale.parse(language), read_catalogue("\n\n".join(written)))


ENGLISH: Final = Translator(Locale("en"), NullTranslations())
