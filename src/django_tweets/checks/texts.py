"""Checks of texts: every character can be sent and stored, and each language has a catalogue."""

from __future__ import annotations

import codecs
import gettext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.conf import global_settings, settings
from django.core import checks
from django.db import connections, router
from django.utils.translation import to_locale

from ..models import AbstractProfile, AbstractTweet

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.core.checks import CheckMessage
    from django.db.backends.base.base import BaseDatabaseWrapper

OUR_MODELS = (AbstractProfile, AbstractTweet)
LOCALE_MIDDLEWARE = "django.middleware.locale.LocaleMiddleware"

# A text of ours that no other catalogue is likely to have.
SAMPLE_TEXT = "It may have been deleted, or you may not be allowed to see it."


def check_charset(**kwargs: Any) -> list[CheckMessage]:
    """E009: DEFAULT_CHARSET is not UTF-8."""
    try:
        name = codecs.lookup(settings.DEFAULT_CHARSET).name
    except LookupError:
        name = ""
    if name == "utf-8":
        return []
    return [
        checks.Error(
            f"DEFAULT_CHARSET is {settings.DEFAULT_CHARSET!r}: a page with an emoji is a 500.",
            hint='DEFAULT_CHARSET = "utf-8"',
            id="django_tweets.E009",
        )
    ]


def check_languages(**kwargs: Any) -> list[CheckMessage]:
    """W005: the site is in a language that we have no texts in."""
    missing = [code for code in _site_languages() if not _has_catalogue(code)]
    if not missing:
        return []
    locale = to_locale(missing[0])
    return [
        checks.Warning(
            f"Pages of django_tweets are in English for readers of {', '.join(missing)}: "
            "there is no catalogue.",
            hint=(
                "Translate django_tweets/locale/de/LC_MESSAGES/django.po as "
                f"locale/{locale}/LC_MESSAGES/django.po, run manage.py compilemessages, and write "
                'LOCALE_PATHS = [BASE_DIR / "locale"]. If you want English there, write '
                'SILENCED_SYSTEM_CHECKS = ["django_tweets.W005"].'
            ),
            id="django_tweets.W005",
        )
    ]


def _site_languages() -> Iterator[str]:
    """Return the languages of the site except English: those that the host has written down."""
    if not settings.USE_I18N:
        return
    codes = [settings.LANGUAGE_CODE]
    is_own = settings.LANGUAGES != global_settings.LANGUAGES
    if is_own and LOCALE_MIDDLEWARE in settings.MIDDLEWARE:
        codes += dict(settings.LANGUAGES)
    for code in dict.fromkeys(codes):
        if code.partition("-")[0] != "en":
            yield code


def _has_catalogue(code: str) -> bool:
    """Whether a catalogue has our texts in this language: ours, or one of the site."""
    folders: list[Any] = [
        *settings.LOCALE_PATHS,
        *(Path(app.path) / "locale" for app in apps.get_app_configs()),
    ]
    return any(
        gettext.translation("django", folder, [to_locale(code)], fallback=True).gettext(SAMPLE_TEXT)
        != SAMPLE_TEXT
        for folder in folders
    )


def check_columns(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """W006: MariaDB or MySQL stores our texts in a character set without emoji."""
    messages: list[CheckMessage] = []
    for alias in databases or ():
        connection = connections[alias]
        if connection.vendor == "mysql":  # pragma: no cover - tested on MariaDB
            messages += [
                checks.Warning(
                    f"{problem}: an emoji, and in latin1 some letters, are an error 500.",
                    hint=hint,
                    id="django_tweets.W006",
                )
                for problem, hint in _find_narrow(connection)
            ]
    return messages


def _find_narrow(  # pragma: no cover - tested on MariaDB
    connection: BaseDatabaseWrapper,
) -> Iterator[tuple[str, str]]:
    """Yield each problem with the character sets of connection, and the line that solves it."""
    alias = connection.alias
    tables = sorted(
        model._meta.db_table
        for model in apps.get_models()
        if model._meta.app_label == "django_tweets" or issubclass(model, OUR_MODELS)
        if router.allow_migrate_model(alias, model)
    )
    if not tables:
        return
    charset = connection.get_connection_params().get("charset", "utf8mb4")
    if charset != "utf8mb4":
        yield (
            f"The connection to the database {alias!r} uses the character set {charset}",
            f'DATABASES["{alias}"]["OPTIONS"]["charset"] = "utf8mb4"',
        )
    with connection.cursor() as cursor:
        present = {table.name for table in connection.introspection.get_table_list(cursor)}
        if present.isdisjoint(tables):  # before the first migrate
            cursor.execute("SELECT DATABASE(), @@character_set_database")
            name, charset = cursor.fetchone()
            if charset != "utf8mb4":
                yield (
                    f"The database {name} makes tables in the character set {charset}",
                    f"ALTER DATABASE `{name}` CHARACTER SET utf8mb4;",
                )
            return
        cursor.execute(
            "SELECT table_name, MIN(character_set_name) FROM information_schema.columns "
            "WHERE table_schema = DATABASE() AND character_set_name <> 'utf8mb4' "
            "AND table_name IN %s GROUP BY table_name ORDER BY table_name",
            [tables],
        )
        for table, charset in cursor.fetchall():
            convert = f"ALTER TABLE `{table}` CONVERT TO CHARACTER SET utf8mb4;"
            yield (
                f"The table {table} uses the character set {charset}",
                f"SET FOREIGN_KEY_CHECKS = 0; {convert}",
            )
