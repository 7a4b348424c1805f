"""The command tweets_find_text, and by its means: nothing remains of a deleted member or tweet."""

from __future__ import annotations

import logging
import re
import sqlite3
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.contrib.admin import site
from django.contrib.sessions.backends.cache import SessionStore as CacheStore
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.backends.file import SessionStore as FileStore
from django.core.cache import cache, caches
from django.core.cache.backends.base import BaseCache
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from django_tweets import get_profile_model, get_tweet_model, services
from django_tweets.management import stored_text
from django_tweets.models import LinkPreview, TweetLinkPreview
from django_tweets.services.unsent_texts import SESSION_KEY, remove_unsent_texts
from django_tweets.views import unsent_text
from tests.attachments import make_attachment, make_picture
from tests.factories import PROFILE_EXTRA, TWEET_EXTRA, make_profile, make_tweet, make_user
from tests.services.test_profiles import picture

if TYPE_CHECKING:
    from pathlib import Path

    from tests.factories import Profile

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]

MARKER = "zqxwvmarker"
NOTHING = ["The text is not found."]
INDEX = "django_tweets_searchentry_fts_data.block"


def find(text: str = MARKER) -> list[str]:
    """Return the places that the command prints, without the numbers of rows there."""
    out = StringIO()
    try:
        call_command("tweets_find_text", text, stdout=out)
    except CommandError:
        return [re.sub(r": [\d,]+$", "", line) for line in out.getvalue().splitlines()]
    return out.getvalue().splitlines()


def get(handle: str) -> Profile:
    return get_profile_model()._base_manager.get(handle=handle)


def write_everywhere(member: Profile, as_member: Client) -> None:
    """Write the marker wherever a member can, and have others and staff make copies of it."""
    make_profile("you")
    warning = f"cw {MARKER}"
    removed, kept = (services.upload(member, make_picture(), alt=MARKER) for _ in range(2))
    services.upload(member, make_picture(), alt=f"unpublished {MARKER}")
    make_attachment(member, MARKER.encode())
    tweet = services.publish(
        member,
        f"{MARKER}.example",
        content_warning=warning,
        attachments=[removed, kept],
        **TWEET_EXTRA,
    )
    services.attach(tweet, [kept])
    services.edit(tweet, f"edited {MARKER} #{MARKER}")
    services.publish(member, MARKER, visibility="followers", **TWEET_EXTRA)
    linking = services.publish(
        member, f"@you https://{MARKER}.com", in_reply_to=make_tweet(get("you")), **TWEET_EXTRA
    )
    preview = LinkPreview.objects.create(url=f"https://{MARKER}.com/", title=MARKER)
    TweetLinkPreview.objects.create(tweet_id=linking.pk, preview=preview)
    profile = {
        "handle": MARKER,
        "display_name": f"Ms {MARKER}",
        "bio": f"I am {MARKER}",
        "location": MARKER,
        "website": f"https://{MARKER}.example",
    }
    services.update_profile(member, avatar=picture(), banner=picture(), **profile)
    for service in (services.like, services.bookmark, services.retweet):
        service(get("you"), tweet)
    services.follow(member, get("you"))
    boss = make_client(make_user("boss", is_staff=True, is_superuser=True))
    for row, data in (
        (tweet, {"content": f"#{MARKER}", "content_warning": MARKER, **TWEET_EXTRA}),
        (member, profile),
    ):
        if apps.is_installed("django.contrib.admin"):
            data |= {"visibility": "public", "user": member.user_id, **PROFILE_EXTRA}
            assert boss.post(admin_url(row, "change"), data).status_code == 302
    as_member.logout()
    page = reverse("django_tweets:tweet_create")
    form = {"content": f"unsent {MARKER}", "writer": unsent_text.sign(member), **TWEET_EXTRA}
    as_member.post(page, form)


def make_client(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def admin_url(row: Any, name: str) -> str:
    meta = row._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{name}", args=[row.pk])


def test_text_is_found_wherever_members_write(
    as_ada: Client, ada: Profile, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        write_everywhere(ada, as_ada)
    found = find()
    profile, tweet = (model._meta.db_table for model in (get_profile_model(), get_tweet_model()))
    columns = [f"{profile}.{name}" for name in ("bio", "display_name", "handle", "location")]
    columns += [f"{tweet}.{name}" for name in ("content", "content_warning", "entities")]
    columns += ["django_tweets_searchentry.words", "django_tweets_searchname.word"]
    columns += ["django_tweets_tweetrevision.content", "django_tweets_hashtag.key"]
    columns += ["django_tweets_linkpreview.title", "django_tweets_linkpreview.url"]
    columns += ["django_tweets_tweetrevision.attachments", "django_tweets_attachment.alt"]
    columns += ["sessions (django.contrib.sessions.backends.db)"]
    assert {*columns} <= {*found}
    assert any(place.startswith("file django_tweets/attachments/") for place in found)
    assert (INDEX in found) == (connection.vendor == "sqlite")
    assert f"{profile}.bio" in find(MARKER.upper())


def delete_in_admin(row: Any) -> None:
    boss = make_client(make_user(is_staff=True, is_superuser=True))
    assert boss.post(admin_url(row, "delete"), {"post": "yes"}).status_code == 302
    boss.get(reverse("admin:index"))  # shows the message


def delete_user(user: Any) -> None:
    """Delete user in the admin, if it is there, else as code of a host does."""
    if apps.is_installed("django.contrib.admin") and site.is_registered(type(user)):
        delete_in_admin(user)
    else:
        user.delete()


NEEDS_ADMIN = pytest.mark.needs("django.contrib.admin")
DELETIONS = [
    services.delete_profile,
    pytest.param(delete_in_admin, marks=NEEDS_ADMIN),
    lambda profile: delete_user(profile.user),
    lambda profile: type(profile.user)._base_manager.filter(pk=profile.user_id).delete(),
]


@pytest.mark.parametrize("delete", DELETIONS)
def test_nothing_remains_of_a_deleted_member(
    as_ada: Client,
    ada: Profile,
    delete: Any,
    django_capture_on_commit_callbacks: Any,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.DEBUG):
        with django_capture_on_commit_callbacks(execute=True):
            write_everywhere(ada, as_ada)
        with django_capture_on_commit_callbacks(execute=True):
            delete(ada)
    assert find() == NOTHING
    ours = [row for row in caplog.records if row.name.startswith(("django_tweets", "django.tasks"))]
    assert not [row for row in ours if MARKER in logging.Formatter().format(row)]


@pytest.mark.parametrize("in_admin", [False, pytest.param(True, marks=NEEDS_ADMIN)])
def test_nothing_remains_of_a_deleted_tweet(
    ada: Profile, in_admin: bool, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        tweet = services.publish(ada, f"first {MARKER}", content_warning=MARKER, **TWEET_EXTRA)
        services.edit(tweet, f"then {MARKER} @ada")
        services.like(make_profile(), tweet)
    with django_capture_on_commit_callbacks(execute=True):
        (delete_in_admin if in_admin else services.delete)(tweet)
    # SQLite before 3.42 keeps the words in the index until it merges its parts.
    is_old = connection.vendor == "sqlite" and sqlite3.sqlite_version_info < (3, 42)
    assert find() == ([INDEX] if is_old else NOTHING)


def save_session(store: Any, writer: str) -> Any:
    session = store()
    session[SESSION_KEY] = ["/", writer, MARKER]
    session["other"] = 1
    session.save()
    return session


def test_unsent_texts_of_others_stay(ada: Profile, settings: Any) -> None:
    settings.DJANGO_TWEETS_FORMER_HANDLE_DAYS = 0
    former = make_profile("former")
    writers = [str(ada.pk), str(former.pk), "ada", "no key"]
    services.delete_profile(former)
    services.update_profile(make_profile(), handle="former")  # somebody else has the handle
    kept, *gone = [save_session(SessionStore, writer) for writer in writers]
    remove_unsent_texts()
    assert {*SessionStore(kept.session_key).keys()} == {SESSION_KEY, "other"}
    assert [{*SessionStore(row.session_key).keys()} for row in gone] == [{"other"}] * 3


@pytest.mark.django_db(transaction=True)
def test_deletions_of_ten_minutes_read_the_sessions_once(ada: Profile) -> None:
    def run(service: Any, *args: Any, **options: Any) -> list[set[str]]:
        """Call a service, and return what the sessions have then."""
        service(*args, **options)
        return [{*SessionStore(row.session_key).keys()} for row in (first, second)]

    former, other = make_profile(), make_profile()
    first, second = (save_session(SessionStore, str(row.pk)) for row in (former, other))
    both = {SESSION_KEY, "other"}
    assert run(services.delete_profile, former) == [{"other"}, both]
    assert run(services.delete_profile, other) == [{"other"}, both]  # it waits
    assert run(services.publish, ada, "one", key="1", **TWEET_EXTRA) == [{"other"}, both]
    cache.delete_many(["django_tweets:unsent_texts_removed", "django_tweets:form_keys_cleaned"])
    assert run(services.publish, ada, "two", key="2", **TWEET_EXTRA) == [{"other"}, {"other"}]


@pytest.mark.django_db(transaction=True)
def test_sessions_are_read_at_each_deletion_without_a_cache(settings: Any) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    for _ in range(2):
        profile = make_profile()
        session = save_session(SessionStore, str(profile.pk))
        services.delete_profile(profile)
        assert {*SessionStore(session.session_key).keys()} == {"other"}


def test_many_deleted_users_cost_one_task(django_capture_on_commit_callbacks: Any) -> None:
    for _ in range(3):
        make_profile()
    with django_capture_on_commit_callbacks() as waiting:
        get_profile_model()._base_manager.all().delete()
    assert [function.__name__ for function in waiting].count("enqueue_removal") == 1


@pytest.mark.parametrize(
    ("store", "place"),
    [
        (FileStore, "sessions (django.contrib.sessions.backends.file)"),
        (CacheStore, "cache default (LocMemCache)"),
    ],
)
def test_sessions_in_files_and_caches_are_searched(
    store: Any, place: str, settings: Any, monkeypatch: pytest.MonkeyPatch, media: Path
) -> None:
    settings.SESSION_ENGINE = store.__module__
    monkeypatch.setattr(FileStore, "_storage_path", str(media.parent / "sessions"), raising=False)
    (media.parent / "sessions").mkdir(exist_ok=True)
    save_session(store, "nobody")
    remove_unsent_texts()  # only from tables
    assert find() == [place]


def test_text_is_found_in_names_and_pieces_of_files(
    media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stored_text, "PIECE", 8)
    content = ContentFile(b"\xff 0123456789" + MARKER.encode() + b" and more")
    default_storage.save("django_tweets/avatars/a.webp", content)
    default_storage.save(f"of/the/site/{MARKER}.txt", ContentFile(b"nothing"))
    default_storage.save("empty", ContentFile(b""))
    names = ["django_tweets/avatars/a.webp", f"of/the/site/{MARKER}.txt"]
    assert sorted(find()) == [f"file {name}" for name in names]


class WriteOnly(Storage):
    """A storage that can't list files."""


def test_storage_that_cannot_list_files_is_named(settings: Any) -> None:
    backend = {"BACKEND": f"{__name__}.WriteOnly"}
    settings.STORAGES = {**settings.STORAGES, "default": backend}
    assert find() == ["files (WriteOnly): can't be searched", *NOTHING]


def test_missing_folder_has_no_files(settings: Any, media: Path) -> None:
    settings.MEDIA_ROOT = media / "missing"
    assert find() == NOTHING


class OtherCache(BaseCache):
    """A cache that can't list its entries."""

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        super().__init__(params)


def test_caches_are_searched(settings: Any, media: Path) -> None:
    backends = "django.core.cache.backends."
    folder = media.parent / "cache"
    settings.CACHES = {
        "default": {"BACKEND": f"{backends}locmem.LocMemCache", "LOCATION": "found"},
        "dummy": {"BACKEND": f"{backends}dummy.DummyCache"},
        "files": {"BACKEND": f"{backends}filebased.FileBasedCache", "LOCATION": str(folder)},
        "other": {"BACKEND": f"{__name__}.OtherCache"},
        "table": {"BACKEND": f"{backends}db.DatabaseCache", "LOCATION": "cache_table"},
    }
    call_command("createcachetable", verbosity=0)
    for alias in ("default", "files", "table"):
        caches[alias].set("key", {"text": [f"some {MARKER}"]})
        caches[alias].set("more", "nothing")
    assert find() == [
        "cache default (LocMemCache)",
        "cache files (FileBasedCache)",
        "cache other (OtherCache): can't be searched",
        "cache table (DatabaseCache)",
    ]


def test_other_forms_of_a_text_are_found(ada: Profile) -> None:
    services.publish(ada, "Ein GRÜNER Zaubermarker", **TWEET_EXTRA)
    assert "django_tweets_searchentry.words" in find("grüner")
    assert f"{get_tweet_model()._meta.db_table}.content" in find("GRÜNER")


def test_short_text_is_refused() -> None:
    with pytest.raises(CommandError, match="three characters or more"):
        call_command("tweets_find_text", "ab")
