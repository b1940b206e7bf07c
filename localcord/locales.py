"""Lists Discord's locales and resolves translations for each."""

from typing import Final

DEFAULT: Final = "en-US"

# Discord's code, and the language's own name.
LOCALES: Final = {
    "en-US": "English, US",
    "en-GB": "English, UK",
    "bg": "български",
    "cs": "Čeština",
    "da": "Dansk",
    "de": "Deutsch",
    "el": "Ελληνικά",
    "es-ES": "Español",
    "es-419": "Español, LATAM",
    "fr": "Français",
    "hr": "Hrvatski",
    "id": "Bahasa Indonesia",
    "it": "Italiano",
    "lt": "Lietuviškai",
    "hu": "Magyar",
    "nl": "Nederlands",
    "no": "Norsk",
    "pl": "Polski",
    "pt-BR": "Português do Brasil",
    "ro": "Română",
    "ru": "Русский",
    "fi": "Suomi",
    "sv-SE": "Svenska",
    "vi": "Tiếng Việt",
    "tr": "Türkçe",
    "uk": "Українська",
    "ar": "العربية",
    "he": "עברית",
    "hi": "हिन्दी",
    "th": "ไทย",
    "zh-CN": "中文",
    "zh-TW": "繁體中文",
    "ja": "日本語",
    "ko": "한국어",
}

# Discord's fallback locales; the default text comes last.
FALLBACKS: Final = {"en-US": "en-GB", "en-GB": "en-US", "es-419": "es-ES"}


def known(locale: str) -> str:
    """Return a valid locale. Raises ValueError for any other."""
    if locale not in LOCALES:
        raise ValueError(f"Discord has no locale {locale!r}; it has: {', '.join(LOCALES)}.")
    return locale
