"""Sitemaps through Django's views."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import chain
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.core.cache import cache
from django.core.management import call_command
from django.core.paginator import EmptyPage, PageNotAnInteger
from django.template.response import TemplateResponse
from django.test import Client, override_settings
from django.urls import include, path
from django.utils import timezone

from django_tweets import get_profile_model, get_tweet_model, services, sitemaps, task_bounds, urls
from django_tweets.formatting.times import make_aware
from django_tweets.models import Attachment, SitemapKey, Visibility
from django_tweets.services import sitemap_keys, tasks
from tests.attachment_samples import make_attachments
from tests.factories import TWEET_EXTRA, make_profile, make_tweet, make_tweets, make_user
from tests.queries import at_most

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.factories import Profile, Tweet

NS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
IMAGE_NS = "{http://www.google.com/schemas/sitemap-image/1.1}"
SITE = "http://testserver"


class FewTweets(sitemaps.TweetSitemap):
    """A sitemap with three URLs per file, on a site where a key is stored for every three rows."""

    limit = 3


class TweetsInTwoLanguages(FewTweets):
    i18n = True
    alternates = True
    languages = ["en", "de"]
    limit = 6  # for both languages


SITEMAPS: dict[str, Any] = {"profiles": sitemaps.ProfileSitemap, "tweets": FewTweets}
URLS: list[Any] = [
    path("sitemap.xml", sitemaps.index, {"sitemaps": SITEMAPS}),
    path(
        "sitemap-<section>.xml",
        sitemaps.sitemap,
        {"sitemaps": {**SITEMAPS, "spoken": TweetsInTwoLanguages}},
        name="django.contrib.sitemaps.views.sitemap",
    ),
]


class Site:
    urlpatterns = [*URLS, path("tweets/", include("django_tweets.urls"))]


class Languages:
    urlpatterns = [*URLS, *i18n_patterns(path("tweets/", include("django_tweets.urls")))]


@pytest.fixture(autouse=True)
def host(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    cache.clear()
    monkeypatch.setattr(SitemapKey, "STEP", 3)
    apps = [*settings.INSTALLED_APPS, "django.contrib.sitemaps"]
    with override_settings(INSTALLED_APPS=apps, ROOT_URLCONF=Site):
        yield
    cache.clear()


def fetch(address: str) -> list[tuple[str, str]]:
    """Return the addresses in a sitemap or an index, each with its date."""
    response = Client().get(address)
    assert response.status_code == 200
    root = ElementTree.fromstring(response.content)
    return [(each.findtext(f"{NS}loc", ""), each.findtext(f"{NS}lastmod", "")) for each in root]


def found(address: str) -> list[str]:
    return [location for location, _ in fetch(address)]


def images(address: str) -> list[str]:
    """Return the addresses of the pictures in a sitemap."""
    root = ElementTree.fromstring(Client().get(address).content)
    return [each.text or "" for each in root.iter(f"{IMAGE_NS}loc")]


def shown(tweet: Tweet) -> list[Attachment]:
    rows: Any = Attachment.objects.filter(tweet=tweet.pk).shown()
    return list(rows)


def test_sitemap_has_public_profiles_with_tweets(ada: Profile, bob: Profile) -> None:
    make_tweet(ada)
    make_tweet(make_profile(is_protected=True))
    make_tweet(make_profile(is_suspended=True))
    make_tweet(services.get_profile(make_user(is_active=False)))
    services.delete_profile(make_tweet(make_profile()).profile)
    assert found("/sitemap-profiles.xml") == [
        f"{SITE}{ada.get_absolute_url()}"
    ]  # bob has no tweets


def test_sitemap_has_public_tweets(ada: Profile, bob: Profile) -> None:
    first = make_tweet(ada)
    second: Any = services.edit(make_tweet(bob, "helo"), "hello")
    for visibility in set(Visibility) - {Visibility.PUBLIC}:
        make_tweet(ada, visibility=visibility)
    services.retweet(bob, first, **TWEET_EXTRA)
    make_tweet(make_profile(is_protected=True))
    make_tweet(make_profile(is_suspended=True))
    make_tweet(services.get_profile(make_user(is_active=False)))
    pages = found("/sitemap.xml")
    rows = [row for page in pages if "tweets" in page for row in fetch(page.removeprefix(SITE))]
    assert [location for location, _ in rows] == [
        f"{SITE}{tweet.get_absolute_url()}" for tweet in (first, second)
    ]
    moments = [make_aware(first.created_at), make_aware(second.edited_at)]
    assert [datetime.fromisoformat(date).date() for _, date in rows] == [
        moment.date() for moment in moments
    ]


def test_pages_have_the_limit_of_urls(ada: Profile) -> None:
    tweets = make_tweets(ada, 8)
    services.compute_sitemap_keys()
    index = found("/sitemap.xml")
    assert index == [
        f"{SITE}/sitemap-profiles.xml",
        f"{SITE}/sitemap-tweets.xml",
        f"{SITE}/sitemap-tweets.xml?p=2",
        f"{SITE}/sitemap-tweets.xml?p=3",
    ]
    assert [found(page.removeprefix(SITE)) for page in index[1:]] == [
        [f"{SITE}{tweet.get_absolute_url()}" for tweet in tweets[start : start + 3]]
        for start in (0, 3, 6)
    ]


def test_page_may_have_several_steps_of_keys(ada: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FewTweets, "limit", 7)
    tweets = make_tweets(ada, 14)
    services.compute_sitemap_keys()
    pages = [found(f"/sitemap-tweets.xml?p={number}") for number in (1, 2, 3)]
    assert [len(page) for page in pages] == [6, 6, 2]
    assert [*chain.from_iterable(pages)] == [
        f"{SITE}{tweet.get_absolute_url()}" for tweet in tweets
    ]


def test_page_keeps_its_range_when_rows_change(ada: Profile) -> None:
    tweets = make_tweets(ada, 8)
    services.compute_sitemap_keys()
    second = found("/sitemap-tweets.xml?p=2")
    services.delete(tweets[0])
    get_tweet_model()._base_manager.filter(pk=tweets[1].pk).update(visibility="followers")
    make_tweets(ada, 5)
    services.compute_sitemap_keys()
    assert found("/sitemap-tweets.xml?p=2") == second
    assert len(found("/sitemap-tweets.xml?p=1")) == 1
    assert len(found("/sitemap-tweets.xml?p=5")) == 1


def test_imported_tweet_is_on_the_page_of_its_range(ada: Profile) -> None:
    tweets = make_tweets(ada, 8)
    services.compute_sitemap_keys()
    assert len(found("/sitemap-tweets.xml?p=1")) == 3
    old = make_tweet(ada, "imported", created_at=tweets[0].created_at - timedelta(days=4000))
    services.compute_sitemap_keys()
    assert len(found("/sitemap-tweets.xml?p=1")) == 4
    assert found("/sitemap-tweets.xml?p=1")[0] == f"{SITE}{old.get_absolute_url()}"
    call_command("compute_sitemaps", "--rebuild", verbosity=0)
    assert len(found("/sitemap-tweets.xml?p=1")) == 3


def test_number_of_urls_in_a_file_is_limited(ada: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    make_tweets(ada, 8)
    assert len(found("/sitemap-tweets.xml")) == 6  # twice the limit, without keys
    monkeypatch.setattr(sitemaps, "MAX_URLS", 2)
    assert len(found("/sitemap-tweets.xml")) == 2


def test_number_of_files_is_limited(ada: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    make_tweets(ada, 8)
    services.compute_sitemap_keys()
    monkeypatch.setattr(sitemaps, "MAX_PAGES", 2)
    assert len(found("/sitemap.xml")) == 3
    assert Client().get("/sitemap-tweets.xml?p=3").status_code == 404


@pytest.mark.parametrize("number", ["0", "4", "-1", "two", "1.5", "٣", "", "9" * 30, "9" * 5000])
def test_invalid_page_is_not_found(ada: Profile, number: str) -> None:
    make_tweets(ada, 8)
    services.compute_sitemap_keys()
    assert Client().get(f"/sitemap-tweets.xml?p={number}").status_code == 404
    with pytest.raises((EmptyPage, PageNotAnInteger)):
        FewTweets().paginator.page(number)


def test_index_has_the_next_keys_found(
    ada: Profile, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    monkeypatch.setattr(sitemap_keys, "KEYS_PER_RUN", 1)
    make_tweets(ada, 8)
    for files in (1, 2, 2):  # one run, and then none for ten minutes
        with django_capture_on_commit_callbacks(execute=True):
            assert len(found("/sitemap.xml")) == 1 + files
    tasks.compute_sitemap_keys.func()
    assert len(found("/sitemap.xml")) == 4
    assert services.compute_sitemap_keys() == 0


def test_command_finds_all_keys(ada: Profile, capsys: pytest.CaptureFixture[str]) -> None:
    make_tweets(ada, 100)
    call_command("compute_sitemaps")
    assert capsys.readouterr().out == "New keys: 33.\n"
    assert FewTweets().paginator.num_pages == 34
    assert str(SitemapKey._base_manager.get(kind="tweet", number=1)).startswith("tweet 1: ")


def test_run_goes_on_behind_the_hidden_rows_of_the_last_run(
    ada: Profile, bob: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Hidden rows are read once, however many there are: a request reads a few batches of rows."""
    monkeypatch.setattr(sitemap_keys, "BATCH_SIZE", 2)
    monkeypatch.setattr(task_bounds, "BATCHES_IN_REQUEST", 4)
    make_tweets(bob, 24)
    services.update_profile(bob, is_protected=True)
    make_tweets(ada, 5)
    for _number in range(6):
        with at_most(20):
            tasks.compute_sitemap_keys.func()
    ((number, key),) = SitemapKey._base_manager.filter(kind="tweet", number__gt=0).values_list(
        "number", "key"
    )
    tweets = get_tweet_model()._base_manager.filter(profile=ada).order_by("pk")
    assert (number, key) == (1, str(tweets[3].pk))
    with at_most(10):
        tasks.compute_sitemap_keys.func()  # nothing is left to read


@pytest.mark.parametrize("hidden", ["protected", "suspended", "followers", "unlisted", "retweet"])
def test_hidden_rows_move_no_file(ada: Profile, bob: Profile, hidden: str) -> None:
    """A file must not tell how many tweets there are that the reader can't see."""
    options: dict[str, Any] = {}
    if hidden in {"protected", "suspended"}:
        services.update_profile(bob, **{f"is_{hidden}": True})
    elif hidden == "retweet":
        options = {"retweet_of": make_tweet(ada)}
    else:
        options = {"visibility": hidden}
    make_tweets(ada, 4)
    before = services.compute_sitemap_keys(rebuild=True)
    stored = SitemapKey._base_manager.order_by("kind", "number")
    rows = list(stored.values_list("kind", "number", "key"))
    make_tweet(bob, "" if hidden == "retweet" else "hidden", **options)
    make_tweets(ada, 1)
    assert services.compute_sitemap_keys(rebuild=True) == before
    assert list(stored.values_list("kind", "number", "key")) == rows


def test_hidden_rows_take_no_place_in_a_file(ada: Profile, bob: Profile) -> None:
    first = make_tweet(ada)
    make_tweets(bob, 12)  # four files, which hidden rows would fill
    services.update_profile(bob, is_protected=True)
    last = make_tweet(ada)
    services.compute_sitemap_keys(rebuild=True)
    assert list(FewTweets().paginator.page(1)) == [first, last]


@pytest.mark.parametrize("address", ["/sitemap.xml", "/sitemap-tweets.xml"])
def test_caches_may_store_a_sitemap_and_ask_whether_it_changed(
    ada: Profile, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tweets = make_tweets(ada, 3)
    first = Client().get(address)
    assert first.headers["Cache-Control"] == "public, max-age=3600"
    headers = {"If-None-Match": first.headers["ETag"]}
    assert Client().head(address).headers["ETag"] == first.headers["ETag"]
    with monkeypatch.context() as patch:  # nothing is written
        patch.setattr(TemplateResponse, "rendered_content", None)
        assert Client().get(address, headers=headers).status_code == 304
    edited_at = timezone.now() + timedelta(days=1)
    get_tweet_model()._base_manager.filter(pk=tweets[2].pk).update(edited_at=edited_at)
    make_tweets(ada, 1)
    services.compute_sitemap_keys()
    assert Client().get(address, headers=headers).status_code == 200


def test_sitemap_without_rows_is_empty() -> None:
    assert len(found("/sitemap.xml")) == 2
    assert found("/sitemap-tweets.xml") == []


@pytest.mark.parametrize("count", [1, 30])
def test_query_count_does_not_depend_on_the_number_of_rows(ada: Profile, count: int) -> None:
    make_tweets(ada, count)
    services.compute_sitemap_keys()
    with at_most(2):  # the last key of each sitemap
        found("/sitemap.xml")
    with at_most(3):  # keys, candidates, rows; no tweet has attachments
        found(f"/sitemap-tweets.xml?p={(count + 2) // 3}")


@pytest.mark.parametrize("count", [1, 3])
def test_tweets_have_their_pictures(ada: Profile, count: int) -> None:
    tweets = [make_tweet(ada) for _ in range(count)]
    for tweet in tweets:
        make_attachments(tweet, {}, {"kind": "video"}, {"kind": "audio"})
    expected = [f"{SITE}{row.still_url}" for tweet in tweets for row in shown(tweet)[:2]]
    with at_most(4):
        assert images("/sitemap-tweets.xml") == expected


@pytest.mark.parametrize("fields", [{"is_sensitive": True}, {"content_warning": "spiders"}])
def test_covered_pictures_are_left_out(ada: Profile, fields: dict[str, Any]) -> None:
    make_attachments(make_tweet(ada, **fields), {})
    assert len(found("/sitemap-tweets.xml")) == 1
    assert images("/sitemap-tweets.xml") == []


def test_picture_that_an_edit_removed_is_left_out(ada: Profile) -> None:
    tweet = make_tweet(ada)
    first, _ = make_attachments(tweet, {}, {})
    services.attach(tweet, [first])
    assert images("/sitemap-tweets.xml") == [f"{SITE}{first.still_url}"]


def test_site_without_files_has_no_pictures(ada: Profile) -> None:
    make_attachments(make_tweet(ada), {})
    rest = [each for each in urls.urlpatterns if each not in urls.attachments]
    mounted = path("tweets/", include((rest, "django_tweets")))
    with override_settings(ROOT_URLCONF=type("Parts", (), {"urlpatterns": [*URLS, mounted]})):
        assert images("/sitemap-tweets.xml") == []


@override_settings(LANGUAGES=[("en", "English"), ("de", "Deutsch")])
def test_sitemap_has_urls_of_each_language(ada: Profile) -> None:
    tweets = make_tweets(ada, 4)
    locations = [
        f"{SITE}/{language}/tweets/@ada/{tweet.pk}/"
        for tweet in tweets
        for language in ("en", "de")
    ]
    with override_settings(ROOT_URLCONF=Languages):
        services.compute_sitemap_keys()
        assert found("/sitemap-spoken.xml") == locations[:6]
        assert found("/sitemap-spoken.xml?p=2") == locations[6:]
        assert b'hreflang="de"' in Client().get("/sitemap-spoken.xml").content


def test_sitemaps_use_the_swapped_models(ada: Profile) -> None:
    make_tweet(ada)
    assert isinstance(sitemaps.ProfileSitemap().items().get(), get_profile_model())
    assert isinstance(sitemaps.TweetSitemap().items().get(), get_tweet_model())


def test_sitemaps_of_a_closed_site_are_empty() -> None:
    make_tweets(make_profile(), 7)
    services.compute_sitemap_keys()
    with override_settings(DJANGO_TWEETS_PUBLIC=False):
        assert len(found("/sitemap.xml")) == 2  # one file of each kind, however many tweets
        for section in ("profiles", "tweets", "spoken"):
            assert found(f"/sitemap-{section}.xml") == []
            response = Client().get(f"/sitemap-{section}.xml")
            assert "private" in response.headers["Cache-Control"]
            assert Client().get(f"/sitemap-{section}.xml?p=2").status_code == 404
        assert sitemap_keys.listed_tweets().count() == 7
    assert len(found("/sitemap-tweets.xml")) == 3
