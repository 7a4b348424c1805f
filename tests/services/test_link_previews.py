"""Link previews: fetched in a task, stored once for each address, and shown with the tweet."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from django_tweets import get_tweet_model, services, timelines
from django_tweets.models import LinkPreview, TweetLinkPreview
from django_tweets.services import link_previews, tasks
from django_tweets.services.link_previews import FRESH_FOR, RETRY_AFTER
from tests.attachments import make_attachment
from tests.factories import TWEET_EXTRA, make_tweet
from tests.link_previews import LINK, PAGE, URL, files, publish, shown, web
from tests.views.test_full_disk import ERRORS, FailingStorage
from tests.web_pages.web import answer, html

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import timedelta

    from tests.factories import Profile, Tweet
    from tests.web_pages.web import Web

    Publish = Callable[..., Tweet]

__all__ = ["publish", "web"]  # fixtures

pytestmark = pytest.mark.django_db

PAGE_ONLY = ["harbour.example.org/times"]
FETCH = [*PAGE_ONLY, "harbour.example.org/boat.png"]


def test_published_link_has_a_preview(web: Web, ada: Profile, publish: Publish) -> None:
    preview = shown(publish(ada))
    assert preview is not None
    assert (preview.title, preview.description) == ("Ferry times", "When the boats leave")
    assert (preview.site_name, preview.host) == ("Harbour", "harbour.example.org")
    assert (preview.picture_width, preview.picture_height) == (640, 336)


def test_site_without_the_setting_fetches_nothing(
    web: Web, ada: Profile, publish: Publish, settings: Any
) -> None:
    settings.DJANGO_TWEETS_LINK_PREVIEWS = False
    tweet = publish(ada)
    tasks.update_link_preview.func(tweet.pk)
    assert shown(tweet) is None
    assert web.lookups == []


def test_preview_is_not_shown_when_the_setting_is_off_again(
    web: Web, ada: Profile, publish: Publish, settings: Any
) -> None:
    tweet = publish(ada)
    settings.DJANGO_TWEETS_LINK_PREVIEWS = False
    assert shown(tweet) is None


def test_site_without_the_extra_fetches_nothing(
    web: Web, ada: Profile, publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "lxml.etree", None)
    assert shown(publish(ada)) is None
    assert web.lookups == []


@pytest.mark.parametrize(
    "content",
    [
        "no link, but #tag and @bob",
        "http://harbour.example.org:8080/times",
        "http://harbour.example.org:8080/times and then http://harbour.example.org/times",
    ],
)
def test_tweet_without_a_link_to_fetch(
    web: Web, ada: Profile, publish: Publish, content: str
) -> None:
    assert shown(publish(ada, content)) is None
    assert web.lookups == []


def test_only_the_first_link_is_fetched(web: Web, ada: Profile, publish: Publish) -> None:
    web.add("other.example.org/", html("<title>Other</title>"))
    preview = shown(publish(ada, "other.example.org or harbour.example.org/times"))
    assert preview is None  # https:// is added to the first, and nobody answers there
    assert web.connections == [("93.184.215.14", 443)]


def test_quote_has_no_preview(web: Web, ada: Profile, publish: Publish) -> None:
    tweet = publish(ada, quote_of=make_tweet(ada, "hello"))
    assert shown(tweet) is None
    assert web.lookups == []


def test_tweet_with_attachments_has_no_preview(web: Web, ada: Profile, publish: Publish) -> None:
    assert shown(publish(ada, attachments=[make_attachment(ada)])) is None
    assert web.lookups == []


def test_reply_and_retweet_have_the_preview(
    web: Web, ada: Profile, bob: Profile, publish: Publish
) -> None:
    reply = publish(ada, in_reply_to=make_tweet(bob, "when?"))
    assert shown(reply) is not None
    retweet = services.retweet(bob, reply, **TWEET_EXTRA)
    (hydrated,) = timelines.hydrate([retweet.pk], None)
    assert hydrated.shown.link_preview is not None


# Stored once


def test_link_of_a_tweet_that_the_author_may_read_is_not_fetched_again(
    web: Web, ada: Profile, bob: Profile, publish: Publish
) -> None:
    first = publish(ada)
    assert web.asked == FETCH
    second = publish(bob, f"{URL}#part")
    assert web.asked == FETCH
    assert shown(first) == shown(second) == LinkPreview.objects.get()


@pytest.mark.parametrize("visibility", ["followers", "mentioned"])
def test_link_of_a_tweet_that_the_author_may_not_read_is_fetched_again(
    web: Web, ada: Profile, bob: Profile, publish: Publish, visibility: str
) -> None:
    """Otherwise its preview would come at once, and tell that somebody has linked to it."""
    publish(ada, visibility=visibility)
    assert web.asked == FETCH
    publish(bob)
    assert web.asked == FETCH * 2
    assert LinkPreview.objects.count() == 1
    assert len(files()) == 1


def test_preview_that_only_a_hidden_tweet_had_is_not_shown_if_the_fetch_fails(
    web: Web, ada: Profile, bob: Profile, publish: Publish
) -> None:
    publish(ada, visibility="mentioned")
    web.sites["harbour.example.org/times"] = answer(b"", "500 Oh")
    assert shown(publish(bob)) is None
    assert files() == []


def test_private_tweet_has_its_preview_for_its_readers(
    web: Web, ada: Profile, bob: Profile, publish: Publish
) -> None:
    tweet = publish(ada, f"@bob {LINK}", visibility="mentioned")
    assert shown(tweet, bob) is not None
    assert timelines.hydrate([tweet.pk], None) == []


def make_older(age: timedelta) -> None:
    LinkPreview.objects.update(fetched_at=timezone.now() - age)


def test_old_preview_is_fetched_again(
    web: Web, ada: Profile, bob: Profile, publish: Publish
) -> None:
    publish(ada)
    web.sites["harbour.example.org/times"] = html("<title>New times</title>")
    make_older(FRESH_FOR)
    preview = shown(publish(bob))
    assert preview is not None
    assert (preview.title, preview.picture.name, preview.picture_width) == ("New times", "", 0)
    assert files() == []


def test_failure_is_kept_for_an_hour(
    web: Web, ada: Profile, bob: Profile, publish: Publish
) -> None:
    web.sites["harbour.example.org/times"] = answer(b"", "404 Not Found")
    assert shown(publish(ada)) is None
    assert shown(publish(bob)) is None
    assert web.asked == PAGE_ONLY
    make_older(RETRY_AFTER)
    web.sites["harbour.example.org/times"] = html(PAGE)
    tweet = publish(bob)
    assert shown(tweet) is not None
    assert web.asked == [*PAGE_ONLY, *FETCH]


# Edited and deleted


def edit(tweet: Tweet, content: str, on_commit: Any) -> None:
    with on_commit(execute=True):
        services.edit(tweet, content)


def test_edit_that_leaves_the_link_fetches_nothing(
    web: Web, ada: Profile, publish: Publish, django_capture_on_commit_callbacks: Any
) -> None:
    tweet = publish(ada)
    edit(tweet, f"{LINK}!", django_capture_on_commit_callbacks)
    assert shown(tweet) is not None
    assert web.asked == FETCH


def test_edit_that_adds_a_link_has_it_fetched(
    web: Web, ada: Profile, publish: Publish, django_capture_on_commit_callbacks: Any
) -> None:
    tweet = publish(ada, "soon")
    edit(tweet, LINK, django_capture_on_commit_callbacks)
    assert shown(tweet) is not None


def test_edit_that_changes_the_link_replaces_the_preview(
    web: Web, ada: Profile, publish: Publish, django_capture_on_commit_callbacks: Any
) -> None:
    tweet = publish(ada)
    web.add("other.example.org/", html("<title>Other</title>"))
    edit(tweet, "http://other.example.org", django_capture_on_commit_callbacks)
    preview = shown(tweet)
    assert preview is not None
    assert preview.title == "Other"
    assert LinkPreview.objects.get() == preview
    assert files() == []


def test_edit_before_the_link_was_fetched_fetches_the_new_one(
    web: Web, ada: Profile, django_capture_on_commit_callbacks: Any
) -> None:
    tweet = make_tweet(ada, LINK)
    web.add("other.example.org/", html("<title>Other</title>"))
    edit(tweet, "http://other.example.org", django_capture_on_commit_callbacks)
    tasks.update_link_preview.func(tweet.pk)  # that of the first text, which runs late
    preview = shown(tweet)
    assert preview is not None
    assert preview.title == "Other"
    assert web.asked == ["other.example.org/"]


def test_edit_that_removes_the_link_removes_the_preview(
    web: Web, ada: Profile, publish: Publish, django_capture_on_commit_callbacks: Any
) -> None:
    tweet = publish(ada)
    edit(tweet, "cancelled", django_capture_on_commit_callbacks)
    assert shown(tweet) is None
    assert not TweetLinkPreview.objects.exists()
    assert not LinkPreview.objects.exists()
    assert files() == []


def test_preview_of_a_former_link_is_not_shown(web: Web, ada: Profile, publish: Publish) -> None:
    """After code of the host has changed the text."""
    tweet = publish(ada)
    tweet.content = "http://other.example.org/"
    tweet.save()
    assert shown(tweet) is None


def test_deleted_tweet_takes_its_preview_along(
    web: Web,
    ada: Profile,
    bob: Profile,
    publish: Publish,
    django_capture_on_commit_callbacks: Any,
) -> None:
    tweets = [publish(ada), publish(bob)]
    for tweet, left in zip(tweets, (1, 0), strict=True):
        with django_capture_on_commit_callbacks(execute=True):
            services.delete(tweet)
        assert TweetLinkPreview.objects.count() == left
        assert LinkPreview.objects.count() == left
        assert len(files()) == left


@pytest.mark.parametrize("way", ["service", "model", "user"])
def test_deleted_member_takes_previews_along(
    web: Web,
    ada: Profile,
    publish: Publish,
    way: str,
    django_capture_on_commit_callbacks: Any,
) -> None:
    publish(ada)
    with django_capture_on_commit_callbacks(execute=True):
        if way == "service":
            services.delete_profile(ada)
        elif way == "model":
            ada.delete()
        else:
            ada.user.delete()
    assert not TweetLinkPreview.objects.exists()
    assert not LinkPreview.objects.exists()
    assert files() == []


# A task that runs late


def test_task_for_a_deleted_tweet_fetches_nothing(web: Web) -> None:
    tasks.update_link_preview.func(404)
    assert web.lookups == []


@pytest.mark.parametrize("change", ["edited", "deleted"])
def test_tweet_that_changes_while_its_link_is_fetched(
    web: Web, ada: Profile, publish: Publish, change: str
) -> None:
    tweet = make_tweet(ada, LINK)

    def resolve(host: str, port: int, timeout: float) -> list[str]:
        if change == "edited":
            get_tweet_model().objects.filter(pk=tweet.pk).update(entities=[])
        else:
            get_tweet_model().objects.filter(pk=tweet.pk)._raw_delete("default")
        return ["93.184.215.14"]

    web.resolve = resolve  # type: ignore[method-assign]  # of this web alone
    tasks.update_link_preview.func(tweet.pk)
    assert web.asked == FETCH
    assert not TweetLinkPreview.objects.exists()
    assert not LinkPreview.objects.exists()


def test_picture_is_removed_if_its_row_is_not_written(
    web: Web, ada: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    tweet = make_tweet(ada, LINK)

    def fail(*args: Any, **kwargs: Any) -> None:
        assert len(files()) == 1
        raise ConnectionError("the database is gone")

    monkeypatch.setattr(LinkPreview, "save", fail)
    with pytest.raises(ConnectionError):
        tasks.update_link_preview.func(tweet.pk)
    assert files() == []


def test_preview_without_its_picture_if_the_storage_fails(
    web: Web, ada: Profile, publish: Publish, settings: Any
) -> None:
    backend = {"BACKEND": "tests.views.test_full_disk.FailingStorage"}
    settings.STORAGES = {**settings.STORAGES, "default": backend}
    FailingStorage.error, FailingStorage.room = ERRORS[0], 0
    try:
        tweet = publish(ada)
    finally:
        FailingStorage.error = None
    preview = TweetLinkPreview.objects.get(tweet=tweet).preview
    assert (preview.title, preview.picture.name) == ("Ferry times", "")


def test_preview_that_is_removed_while_it_is_refreshed(
    web: Web, ada: Profile, publish: Publish
) -> None:
    publish(ada)
    preview = LinkPreview.objects.get()
    LinkPreview.objects.all().delete()
    kept = files()
    link_previews.refresh_preview(preview)
    assert files() == kept
    assert not LinkPreview.objects.exists()


def test_tasks_at_the_same_time_make_one_row(web: Web, ada: Profile, bob: Profile) -> None:
    """The second finds no row, fetches, and then finds the row of the first."""
    first, second = make_tweet(ada, LINK), make_tweet(bob, LINK)
    resolve = web.resolve

    def run_other(host: str, port: int, timeout: float) -> list[str]:
        web.resolve = resolve  # type: ignore[method-assign]  # of this web alone
        tasks.update_link_preview.func(second.pk)
        return resolve(host, port, timeout)

    web.resolve = run_other  # type: ignore[method-assign]  # of this web alone
    tasks.update_link_preview.func(first.pk)
    assert LinkPreview.objects.count() == 1
    assert TweetLinkPreview.objects.count() == 2
    assert shown(first) == shown(second) != None  # noqa: E711 - both have one


def test_preview_names_itself_by_its_key(web: Web, ada: Profile, publish: Publish) -> None:
    tweet = publish(ada)
    preview = LinkPreview.objects.get()
    assert str(preview) == f"{preview.pk}"
    assert str(TweetLinkPreview.objects.get()) == f"{tweet.pk}: {preview.pk}"
