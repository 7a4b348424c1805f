"""Translation catalogues are complete, and compiled from their source."""

from __future__ import annotations

import gettext
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import translation

import django_tweets
from django_tweets.templatetags.values import tweet_count
from tests.factories import make_tweet

if TYPE_CHECKING:
    from django.test import Client

    from tests.factories import Profile

LOCALE = Path(django_tweets.__file__).parent / "locale"
LANGUAGES = sorted(path.name for path in LOCALE.iterdir())


def catalogue(language: str, suffix: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / f"django.{suffix}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_has_all_translations(language: str) -> None:
    source = catalogue(language, "po").read_text(encoding="utf-8")
    assert "#, fuzzy" not in source
    assert not re.search(r'\nmsgstr(\[\d\])? ""\n(?!")', source)


@pytest.mark.parametrize("language", LANGUAGES)
def test_compiled_catalogue_matches_its_source(language: str) -> None:
    source = catalogue(language, "po").read_text(encoding="utf-8")
    written = set(re.findall(r'\nmsgid "(.+)"\n', source))
    with catalogue(language, "mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]  # no other way to list it
    keys = [key[0] if isinstance(key, tuple) else key for key in compiled]
    written = {message.replace('\\"', '"') for message in written}
    assert written == {key.rpartition("\x04")[2] for key in keys if key}


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        ("ar", ['dir="rtl"', "تغريد", "الآن"]),
        ("de", ['dir="ltr"', "<b>1</b> Tweet", "jetzt"]),
        ("es", ['dir="ltr"', "<b>1</b> tuit", "ahora"]),
        ("ja", ['dir="ltr"', "<b>1</b>", "今"]),
    ],
)
def test_page_is_in_the_language_of_the_browser(
    settings: Any, client: Client, ada: Profile, language: str, texts: list[str]
) -> None:
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "django.middleware.locale.LocaleMiddleware"]
    make_tweet(ada)
    with translation.override("en"):  # the middleware does not restore the language
        response = client.get(ada.get_absolute_url(), headers={"accept-language": language})
    html = response.content.decode()
    for text in [f'<html lang="{language}"', *texts]:
        assert text in html


@pytest.mark.parametrize(
    ("language", "short"),
    [("ar", "12 ألف"), ("de", "12 Tsd."), ("en", "12K"), ("es", "12 mil"), ("ja", "1.2万")],
)
def test_numbers_are_shortened_as_in_the_language(language: str, short: str) -> None:
    with translation.override(language):
        assert tweet_count(12_345) == short
