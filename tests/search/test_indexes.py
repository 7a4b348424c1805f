"""Full text index of each database: created after migrate, used, and up to date."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from django_tweets import get_profile_model, get_tweet_model, search, services
from django_tweets.models import SearchEntry, SearchName
from django_tweets.search import backends, indexes
from django_tweets.search.backends import sqlite
from tests.consistency import find_inconsistencies
from tests.factories import TWEET_EXTRA, make_profile, make_tweet
from tests.search.conftest import COMMITTED

if TYPE_CHECKING:
    from tests.factories import Profile
    from tests.search.conftest import Find

pytestmark = [COMMITTED, pytest.mark.usefixtures("by_index")]


def run(**options: Any) -> list[str]:
    out = StringIO()
    call_command("rebuild_search", stdout=out, **options)
    return out.getvalue().splitlines()


@pytest.mark.databases("postgresql")
def test_postgresql_uses_the_index() -> None:
    ada = make_profile()
    model: Any = get_tweet_model()
    model.objects.bulk_create(
        model(profile=ada, content=f"tea {n} times", **TWEET_EXTRA) for n in range(2_000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        with CaptureQueriesContext(connection) as asked:
            search.search_tweets(search.parse_query('"700 times" -coffee'), None)
        (sql,) = (each["sql"] for each in asked if "to_tsquery" in each["sql"])
        cursor.execute(f"EXPLAIN {sql}")
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "Bitmap Index Scan on django_tweets_searchentry_words" in plan
    assert "Seq Scan on django_tweets_searchentry" not in plan


@pytest.mark.databases("sqlite")
class TestFTS5:
    def check(self) -> None:
        """Run the integrity check of FTS5 for external content tables."""
        with connection.cursor() as cursor:
            name = sqlite.INDEX
            cursor.execute(f'INSERT INTO "{name}" ("{name}", rank) VALUES (\'integrity-check\', 1)')

    def test_index_follows_all_writes(self, ada: Profile) -> None:
        tweets = [make_tweet(ada, f"tea {n}") for n in range(5)]
        services.edit(tweets[0], "coffee")
        services.delete(tweets[1])
        SearchEntry.objects.filter(pk=tweets[2].pk).update(words=" xwother ")
        SearchEntry.objects.filter(pk=tweets[3].pk).delete()
        self.check()
        run()
        self.check()
        assert find_inconsistencies() == []

    def test_index_is_created_again_if_a_trigger_is_missing(self, ada: Profile, find: Find) -> None:
        first = make_tweet(ada, "tea")
        with connection.cursor() as cursor:
            cursor.execute(f'DROP TRIGGER "{sqlite.INDEX}_insert"')
        second = make_tweet(ada, "tea")
        assert find("tea") == [first]
        call_command("migrate", verbosity=0)
        assert find("tea") == [first, second]
        self.check()

    def test_index_is_created_again_after_django_copied_the_table(
        self, ada: Profile, find: Find
    ) -> None:
        tweet = make_tweet(ada, "tea")
        with connection.cursor() as cursor:
            table = SearchEntry._meta.db_table
            cursor.execute(f"CREATE TABLE copy AS SELECT * FROM {table}")
            cursor.execute(f"DROP TABLE {table}")
            cursor.execute(f"ALTER TABLE copy RENAME TO {table}")
        indexes.prepare("default")
        assert find("tea") == [tweet]

    def test_without_fts5_entries_are_scanned(
        self, ada: Profile, find: Find, monkeypatch: pytest.MonkeyPatch, settings: Any
    ) -> None:
        monkeypatch.setattr(backends, "has_fts5", lambda: False)
        settings.DJANGO_TWEETS_SEARCH = {}  # so that the backend is made again
        tweet = make_tweet(ada, "tea")
        assert type(backends.get_backend()).__name__ == "UnindexedSearch"
        assert find("tea") == [tweet]

    def test_has_fts5_asks_sqlite(self, monkeypatch: pytest.MonkeyPatch) -> None:
        asked = sqlite.has_fts5.__wrapped__
        assert asked()
        monkeypatch.setattr(sqlite, "PROBE", "CREATE VIRTUAL TABLE probe USING no_such (words)")
        assert not asked()


def test_index_is_created_once(ada: Profile, find: Find) -> None:
    tweet = make_tweet(ada, "tea")
    make_tweet(ada, "the newest")
    indexes.prepare("default")
    indexes.prepare("default")
    assert find("tea") == [tweet]


def test_index_is_not_created_on_a_database_without_entries(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with CaptureQueriesContext(connection) as asked:
        settings.DATABASE_ROUTERS = [f"{__name__}.Elsewhere"]
        indexes.prepare("default")
        settings.DATABASE_ROUTERS = []
        monkeypatch.setattr(SearchEntry._meta, "db_table", "not_there")
        indexes.prepare("default")
    assert not any("CREATE" in each["sql"] for each in asked)


class Elsewhere:
    """A router that stores no table on this database."""

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return False


class TestRebuilding:
    @pytest.mark.parametrize("batch_size", [1, 2, 1000])
    def test_rebuild_adds_older_tweets(self, find: Find, batch_size: int) -> None:
        ada = make_profile("ada")
        tweets = [make_tweet(ada, f"tea {n}") for n in range(3)]
        services.retweet(make_profile("bob"), tweets[0], **TWEET_EXTRA)
        SearchEntry.objects.all().delete()
        SearchName.objects.all().delete()
        assert find("tea") == []
        lines = ["2 people can be found.", "4 tweets can be found."]
        assert run(batch_size=batch_size) == lines
        assert find("tea") == tweets
        assert len(search.search_profiles("a", None).rows) == 1
        assert SearchEntry.objects.count() == 3
        assert find_inconsistencies() == []
        assert run() == lines

    def test_rebuild_follows_raw_sql(self, ada: Profile, find: Find) -> None:
        tweet = make_tweet(ada, "tea")
        make_tweet(ada, "the newest")
        get_tweet_model().objects.filter(pk=tweet.pk).update(content="coffee")
        get_profile_model().objects.update(display_name="Byron")
        run(verbosity=0)
        assert find("coffee") == [tweet]
        assert find("tea") == []
        assert search.search_profiles("byr", None).rows == [ada]

    def test_rebuild_prints_its_progress(self, db: None) -> None:
        for _ in range(3):
            make_profile()
        assert run(verbosity=2, batch_size=2) == [
            "2 profiles …",
            "3 profiles …",
            "3 people can be found.",
            "0 tweets can be found.",
        ]
        assert run(verbosity=0) == []


def test_backend_depends_on_the_database() -> None:
    backend = type(backends.get_backend()).__name__
    expected = {"mysql": "FullText", "postgresql": "TextSearch", "sqlite": "FTS5"}
    assert backend == expected[connection.vendor]
    assert isinstance(SearchEntry._meta.get_field("words"), models.TextField)
