"""The languages of Nazh: a gettext catalogue each, and the one that a Discord locale asks for.

English is the text in the code, marked by ``N_`` and ``N_plural``; every other language has a
file in the folder ``catalogues`` of the platform, and one in that of each context. The only module
that knows Babel, whose rules say how a language counts, writes numbers and joins lists
(docs/adr/0014-languages.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from gettext import NullTranslations
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from babel import Locale
from babel.lists import format_list
from babel.numbers import format_decimal, get_decimal_symbol

from nazh.adapters.inbound.texts.catalogue_files import read_catalogue
from nazh.domain.kernel.texts import Fact, Text

LANGUAGES: Final[Mapping[str, str]] = MappingProxyType(
    {"de": "de", "fr": "fr", "es-ES": "es", "es-419": "es", "pt-BR": "pt_BR"}
)
"""The catalogue of each of Discord's locales that has one; all others read English."""
_SHORT: Final = 1_000
_packages: Final = [__package__]
"""Those with a folder of catalogues."""


class Translator:
    """What Nazh says in one language; a text is asked for by its English form."""

    __slots__ = ("_gettext", "_locale", "_ngettext")

    def __init__(self, locale: Locale, catalogue: NullTranslations) -> None:
        self._locale = locale
        self._gettext = catalogue.gettext
        self._ngettext = catalogue.ngettext

    def __call__(self, text: str, /, **facts: Fact) -> str:
        """Return ``text`` in this language, its ``{places}`` filled with ``facts``."""
        text = self._gettext(text)
        return text.format(**self._localized(facts)) if facts else text

    def counted(self, forms: tuple[str, str], count: int, /, **facts: Fact) -> str:
        """Return the form for ``count`` of a text that counts something; it has ``{count}``."""
        return self._ngettext(*forms, count).format(**self._localized({"count": count, **facts}))

    def fill(self, text: Text, facts: Mapping[str, Fact]) -> str:
        """Return a phrase that brings its facts with it, counted by the fact ``count``."""
        if isinstance(text, str):
            return self(text, **facts)
        return self._ngettext(*text, int(facts["count"])).format(**self._localized(facts))

    def number(self, value: int) -> str:
        """Return a whole number as this language groups its digits."""
        if -_SHORT < value < _SHORT:
            return str(value)
        return format_decimal(value, locale=self._locale)

    def one_decimal(self, tenths: int) -> str:
        """Return a number of tenths with one decimal, or none where it is whole."""
        return format_decimal(tenths / 10 or 0, format="#,##0.#", locale=self._locale)

    def decimal_sign(self) -> str:
        """Return what stands before the tenths, for numbers that others write."""
        return get_decimal_symbol(self._locale)

    def all_of(self, items: Iterable[str]) -> str:
        """Return ``items`` as a list in a sentence, such as ``1, 2 and 3``."""
        return format_list(list(items), style="standard", locale=self._locale)

    def any_of(self, items: Iterable[str]) -> str:
        """Return ``items`` as a choice in a sentence, such as ``3 or 4``."""
        return format_list(list(items), style="or", locale=self._locale)

    def _localized(self, facts: Mapping[str, Fact]) -> dict[str, str]:
        return {
            name: fact if isinstance(fact, str) else self.number(fact)
            for name, fact in facts.items()
        }


def translator_for(discord_locale: str | None) -> Translator:
    """Return the words for one of Discord's locales; in English where there are no others."""
    language = LANGUAGES.get(discord_locale or "")
    return ENGLISH if language is None else _translator(language)


def add_catalogues(package: str) -> None:
    """Translate the texts of a context, too: those in the folder ``catalogues`` of ``package``."""
    if package not in _packages:
        _packages.append(package)
        _translator.cache_clear()


@cache
def _translator(language: str) -> Translator:
    sources = (files(package).joinpath("catalogues", f"{language}.po") for package in _packages)
    written = (source.read_text("utf-8") for source in sources if source.is_file())
    return Translator(Locale.parse(language), read_catalogue("\n\n".join(written)))


ENGLISH: Final = Translator(Locale("en"), NullTranslations())
