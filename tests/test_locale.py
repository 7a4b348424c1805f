"""Catalogues hold a translation of every message that they have, compiled as it is written."""

from __future__ import annotations

import gettext
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import translation

import django_tweets
from tests.factories import make_tweet

if TYPE_CHECKING:
    from django.test import Client

    from tests.factories import Profile

LOCALE = Path(django_tweets.__file__).parent / "locale"
LANGUAGES = sorted(path.name for path in LOCALE.iterdir())


def catalogue(language: str, suffix: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / f"django.{suffix}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_left_untranslated(language: str) -> None:
    source = catalogue(language, "po").read_text(encoding="utf-8")
    assert "#, fuzzy" not in source
    assert not re.search(r'\nmsgstr(\[\d\])? ""\n(?!")', source)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_compiled_is_what_is_written(language: str) -> None:
    source = catalogue(language, "po").read_text(encoding="utf-8")
    written = set(re.findall(r'\nmsgid "(.+)"\n', source))
    with catalogue(language, "mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]  # no other way to list it
    keys = [key[0] if isinstance(key, tuple) else key for key in compiled]
    written = {message.replace('\\"', '"') for message in written}
    assert written == {key.rpartition("\x04")[2] for key in keys if key}


def test_a_reader_of_german(settings: Any, client: Client, ada: Profile) -> None:
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "django.middleware.locale.LocaleMiddleware"]
    make_tweet(ada)
    with translation.override("en"):  # the middleware leaves its language on
        response = client.get(ada.get_absolute_url(), headers={"accept-language": "de"})
    html = response.content.decode()
    assert '<html lang="de" dir="ltr">' in html
    assert "1 Tweet\n" in html
    assert "gerade eben" in html
