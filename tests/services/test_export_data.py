"""The data in a data export: all of the member's own, and nothing private of others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.base import ContentFile

from django_tweets import services
from django_tweets.models import Hashtag, Notification
from django_tweets.services import export_data
from tests.attachments import make_attachment
from tests.data_exports import BASE_URL, data, write_zip
from tests.factories import TWEET_EXTRA, make_profile, make_tweet

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.factories import Profile, Tweet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]


def publish(author: Profile, content: str = "hello", **options: Any) -> Tweet:
    return services.publish(author, content, **TWEET_EXTRA, **options)


def url(row: Any) -> str:
    return BASE_URL + str(row.get_absolute_url())


def test_profile_has_all_fields_and_pictures(ada: Profile) -> None:
    services.update_profile(
        ada,
        display_name="Ada Love",
        bio="I count.",
        website="https://ada.example",
        location="London",
        is_protected=True,
    )
    ada.avatar.save("x.webp", ContentFile(b"AVATAR"))
    ada.banner.save("x.webp", ContentFile(b"BANNER"))
    files = write_zip(ada)
    profile = data(files, "profile")
    assert profile.pop("joined")[:4] == str(ada.created_at.year)
    assert profile == {
        "key": str(ada.pk),
        "url": url(ada),
        "handle": "ada",
        "name": "Ada Love",
        "bio": "I count.",
        "website": "https://ada.example",
        "location": "London",
        "is_protected": True,
        "avatar": "media/avatar.webp",
        "banner": "media/banner.webp",
    }
    assert files["media/avatar.webp"] == b"AVATAR"
    assert files["media/banner.webp"] == b"BANNER"


def test_tweet_has_its_fields_attachments_and_earlier_texts(ada: Profile) -> None:
    picture = make_attachment(ada, b"PICTURE", alt="A cat", preview="")
    tweet = publish(
        ada,
        "First",
        content_warning="Cats",
        visibility="followers",
        language="en",
        attachments=[picture],
    )
    services.edit(tweet, "Second", content_warning="")
    files = write_zip(ada)
    (stored,) = data(files, "tweets")
    assert stored["id"] == str(tweet.pk)
    assert stored["url"] == url(tweet)
    assert (stored["text"], stored["content_warning"]) == ("Second", "")
    assert (stored["visible_to"], stored["language"]) == ("followers", "en")
    assert stored["edited"] is not None
    (shown,) = stored["attachments"]
    assert (shown["alt"], shown["kind"]) == ("A cat", "image")
    assert files[shown["file"]] == b"PICTURE"
    (earlier,) = stored["earlier_texts"]
    assert (earlier["text"], earlier["content_warning"]) == ("First", "Cats")
    assert earlier["attachments"] == [{"id": str(picture.pk), "alt": "A cat"}]


def test_replies_retweets_and_quotes_name_the_other_tweet(ada: Profile, bob: Profile) -> None:
    other = publish(bob, "OTHER")
    publish(ada, "a reply", in_reply_to=other)
    services.retweet(ada, other)
    publish(ada, "a quote", quote_of=other)
    files = write_zip(ada)
    reply, retweet, quote = data(files, "tweets")
    reference = {"id": str(other.pk), "url": url(other), "author": "bob"}
    assert reply["in_reply_to"] == retweet["retweet_of"] == quote["quote_of"] == reference
    assert reply["quote_of"] is None
    assert not [name for name, content in files.items() if b"OTHER" in content]


def test_private_tweets_of_others_are_not_named(
    ada: Profile, bob: Profile, run_with_tasks: Callable[..., Any]
) -> None:
    """A tweet that the member can't read any more has no address, and so no author.

    Nothing changes when it is deleted: likes and bookmarks, which go then, are left out.
    """
    other = publish(bob, "OTHER")
    publish(ada, "a reply", in_reply_to=other)
    services.like(ada, other)
    services.bookmark(ada, other)
    services.update_profile(bob, is_protected=True)
    for _ in range(2):
        files = write_zip(ada)
        (reply,) = data(files, "tweets")
        assert reply["in_reply_to"] == {"id": str(other.pk), "url": "", "author": ""}
        assert data(files, "likes") == data(files, "bookmarks") == []
        assert not [name for name, content in files.items() if b"bob" in content]
        run_with_tasks(services.delete, other)


def test_likes_and_bookmarks_name_the_tweet(ada: Profile, bob: Profile) -> None:
    liked, kept = publish(bob, "LIKED"), publish(bob, "KEPT")
    services.like(ada, liked)
    services.bookmark(ada, kept)
    services.like(bob, liked)
    files = write_zip(ada)
    assert [row["url"] for row in data(files, "likes")] == [url(liked)]
    assert [row["url"] for row in data(files, "bookmarks")] == [url(kept)]


def test_follows_requests_blocks_and_mutes_are_exported(ada: Profile) -> None:
    names = ["followed", "follower", "asked", "asking", "blocked", "muted"]
    people = {name: make_profile(name) for name in names}
    for protected in ("asked",):
        services.update_profile(people[protected], is_protected=True)
    services.follow(people["follower"], ada)
    services.follow(ada, people["followed"])
    services.follow(ada, people["asked"])
    services.update_profile(ada, is_protected=True)
    services.follow(people["asking"], ada)
    services.block(ada, people["blocked"])
    services.mute(ada, people["muted"])
    files = write_zip(ada)
    lists = {
        "following": ["followed"],
        "followers": ["follower"],
        "requests_sent": ["asked"],
        "requests": ["asking"],
        "blocked": ["blocked"],
        "muted": ["muted"],
    }
    for name, handles in lists.items():
        assert [row["handle"] for row in data(files, name)] == handles, name
        assert data(files, name)[0]["url"] == url(people[handles[0]])


def test_suspended_people_are_left_out(ada: Profile, bob: Profile) -> None:
    services.follow(bob, ada)
    services.update_profile(bob, is_suspended=True)
    files = write_zip(ada)
    assert data(files, "followers") == []
    assert not [name for name, content in files.items() if b"bob" in content]


def test_blocks_by_others_are_not_exported(ada: Profile, bob: Profile) -> None:
    services.mute(ada, bob)
    services.block(bob, ada)
    files = write_zip(ada)
    assert data(files, "muted") == data(files, "blocked") == []


def test_hashtags_settings_and_uploads_are_exported(ada: Profile) -> None:
    publish(ada, "#Tea")
    services.follow_hashtag(ada, Hashtag._base_manager.get())
    services.update_notification_settings(ada, digest="weekly", kinds={"like": False})
    unpublished = make_attachment(ada, b"UNPUBLISHED")
    files = write_zip(ada)
    assert [row["hashtag"].lower() for row in data(files, "hashtags")] == ["tea"]
    settings = data(files, "settings")
    assert settings["digest"] == "weekly"
    assert settings["notifications"]["like"] is False
    assert settings["notifications"]["follow"] is True
    (upload,) = data(files, "uploads")
    assert (upload["id"], upload["tweet"]) == (str(unpublished.pk), None)
    assert files[upload["file"]] == b"UNPUBLISHED"


def test_notifications_are_without_names(
    ada: Profile, bob: Profile, run_with_tasks: Callable[..., Any]
) -> None:
    tweet = publish(ada, "mine")
    run_with_tasks(services.like, bob, tweet)
    run_with_tasks(services.follow, bob, ada)
    hidden = run_with_tasks(publish, bob, "@ada SECRET")
    run_with_tasks(services.delete, hidden)
    assert Notification._base_manager.filter(recipient=ada.pk).count() == 2
    files = write_zip(ada)
    rows = data(files, "notifications")
    assert {row["kind"]: (row["people"], row["url"]) for row in rows} == {
        "like": (1, url(tweet)),
        "follow": (1, ""),
    }
    assert b"bob" not in files["data/notifications.json"]


def test_notification_of_a_hidden_tweet_is_left_out(
    ada: Profile, bob: Profile, run_with_tasks: Callable[..., Any]
) -> None:
    run_with_tasks(publish, bob, "@ada hello")
    assert len(data(write_zip(ada), "notifications")) == 1
    services.block(bob, ada)
    assert data(write_zip(ada), "notifications") == []


def test_video_has_its_still_picture(ada: Profile) -> None:
    row = make_attachment(ada, b"MOVIE", kind="video")
    row.preview = f"{row.folder}/4.webp"
    row.save()
    files = write_zip(ada)
    (upload,) = data(files, "uploads")
    assert upload["still"] == f"media/{row.pk}-still.webp"
    assert files[upload["still"]] == b"MOVIE"


def test_missing_file_does_not_stop_the_export(ada: Profile, caplog: Any) -> None:
    row = make_attachment(ada)
    row.file.storage.delete(row.file_names[0])
    files = write_zip(ada)
    assert data(files, "uploads")[0]["id"] == str(row.pk)
    assert f"media/{row.pk}.webp" not in files
    assert f"media/{row.pk}.webp" in caplog.text


def test_models_of_a_host_add_their_fields(ada: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    tweet = make_tweet(ada)
    for model, own in ((type(ada), {"karma": 3}), (type(tweet), {"mood": 4})):
        monkeypatch.setattr(model, "get_export_data", lambda self, own=own: own)
    files = write_zip(ada)
    assert data(files, "profile")["karma"] == 3
    assert data(files, "tweets")[0]["mood"] == 4


def test_export_reads_in_batches(
    ada: Profile, bob: Profile, django_assert_max_num_queries: Any
) -> None:
    """As many statements for 30 tweets, likes and people as for one."""
    for n in range(30):
        tweet = publish(bob, f"{n}")
        publish(ada, f"answer {n}", in_reply_to=tweet)
        services.like(ada, tweet)
        services.follow(make_profile(f"fan{n}"), ada)
    with django_assert_max_num_queries(60):
        write_zip(ada)


def test_every_section_is_in_the_zip(ada: Profile) -> None:
    files = write_zip(ada)
    for section in export_data.SECTIONS:
        assert data(files, section.name) == []
        assert f"{section.name}.html" in files
    assert data(files, "tweets") == []
