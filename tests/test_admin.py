from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.urls import reverse

from django_tweets import get_profile_model, get_tweet_model
from django_tweets.models import Appeal, ModerationAction, Report
from django_tweets.services import withholding
from tests.factories import (
    PROFILE_EXTRA,
    TWEET_EXTRA,
    make_profile,
    make_tweet,
    make_tweets,
    make_user,
)

if TYPE_CHECKING:
    from django.test import Client

    from tests.factories import Profile


pytestmark = [pytest.mark.django_db, pytest.mark.needs("django.contrib.admin")]


def url(model: Any, name: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=args)


@pytest.fixture
def as_staff(client: Client) -> Client:
    client.force_login(make_user(is_staff=True, is_superuser=True))
    return client


def test_search_finds_profiles_by_the_start_of_the_handle(as_staff: Client) -> None:
    make_profile("grace")
    make_profile("gregor")
    make_profile("ada")
    response = as_staff.get(url(get_profile_model(), "changelist"), {"q": "@GR"})
    assert {row.handle for row in response.context["cl"].result_list} == {"grace", "gregor"}


def test_search_finds_tweets_by_author(as_staff: Client, ada: Profile) -> None:
    make_tweets(ada, 2)
    make_tweet(make_profile("ad"))
    response = as_staff.get(url(get_tweet_model(), "changelist"), {"q": "Ada"})
    assert [row.content for row in response.context["cl"].result_list] == ["number 2", "number 1"]


def test_changelist_does_not_count_and_has_constant_queries(
    as_staff: Client, ada: Profile, django_assert_num_queries: Any
) -> None:
    make_tweets(ada, 30)
    for model in (get_tweet_model(), get_profile_model()):
        with django_assert_num_queries(4) as captured:  # session, user, keys, rows
            as_staff.get(url(model, "changelist"))
        assert not any("COUNT(" in query["sql"].upper() for query in captured)


def test_changelist_ends_after_a_thousand_rows(as_staff: Client, ada: Profile) -> None:
    model = get_tweet_model()
    model.objects.bulk_create(
        model(profile=ada, content=f"number {n}", **TWEET_EXTRA) for n in range(1010)
    )
    response = as_staff.get(url(model, "changelist"))
    assert response.context["cl"].result_count == 1000
    assert as_staff.get(url(model, "changelist"), {"p": 10}).status_code == 200


def test_profile_form_has_raw_ids(as_staff: Client, ada: Profile) -> None:
    page = url(get_profile_model(), "change", ada.pk)
    html = as_staff.get(page).content.decode()
    assert '<select name="user"' not in html
    assert f'name="user" value="{ada.user.pk}"' in html
    get_profile_model().objects.update(follower_count=3)
    response = as_staff.post(
        page,
        {
            "user": ada.user.pk,
            "handle": "ada",
            "bio": "moderated",
            "is_suspended": "on",
            **PROFILE_EXTRA,
        },
    )
    assert response.status_code == 302
    ada.refresh_from_db()
    assert (ada.bio, ada.is_suspended, ada.follower_count) == ("moderated", True, 3)


def test_remote_profile_can_be_added(as_staff: Client) -> None:
    data = {"handle": "Ada@social.example.org", **PROFILE_EXTRA}
    assert as_staff.post(url(get_profile_model(), "add"), data).status_code == 302
    assert get_profile_model().objects.filter(handle="ada@social.example.org").exists()


def test_remote_profile_is_found_and_changed(as_staff: Client) -> None:
    model = get_profile_model()
    remote = model.objects.create(handle="ada@social.example.org", **PROFILE_EXTRA)
    make_profile("adam")
    response = as_staff.get(url(model, "changelist"), {"q": "@Ada@social"})
    assert [profile.pk for profile in response.context["cl"].result_list] == [remote.pk]
    page = url(model, "change", remote.pk)
    assert as_staff.get(page).status_code == 200
    data = {"handle": remote.handle, "is_suspended": "on", **PROFILE_EXTRA}
    assert as_staff.post(page, data).status_code == 302
    remote.refresh_from_db()
    assert (remote.handle, remote.is_suspended) == ("ada@social.example.org", True)
    data["handle"] = "ada@social"
    assert "handle" in as_staff.post(page, data).context["adminform"].form.errors


def test_tweet_is_edited_by_the_service(as_staff: Client, ada: Profile) -> None:
    tweet = make_tweet(ada, "#tea")
    page = url(get_tweet_model(), "change", tweet.pk)
    assert as_staff.get(page).status_code == 200
    data = {"content": "#coffee", "visibility": "unlisted", **TWEET_EXTRA}
    assert as_staff.post(page, data).status_code == 302
    tweet.refresh_from_db()
    assert (tweet.content, tweet.visibility) == ("#coffee", "unlisted")
    assert tweet.entities[0]["value"] == "coffee"
    assert tweet.edited_at is not None


def test_too_long_tweet_is_refused(as_staff: Client, ada: Profile) -> None:
    tweet = make_tweet(ada)
    data = {"content": "x" * 281, "visibility": "public", **TWEET_EXTRA}
    response = as_staff.post(url(get_tweet_model(), "change", tweet.pk), data)
    assert response.status_code == 200
    assert "1 character too long" in response.content.decode()


def test_tweet_cannot_be_added(as_staff: Client) -> None:
    assert as_staff.get(url(get_tweet_model(), "add")).status_code == 403


def test_tweet_is_deleted(as_staff: Client, ada: Profile) -> None:
    tweet = make_tweet(ada)
    page = url(get_tweet_model(), "delete", tweet.pk)
    assert as_staff.get(page).status_code == 200
    assert as_staff.post(page, {"post": "yes"}).status_code == 302
    ada.refresh_from_db()
    assert ada.tweet_count == 0


def test_many_tweets_are_deleted_and_counted(as_staff: Client, ada: Profile) -> None:
    tweets = make_tweets(ada, 3)
    data = {"action": "delete_selected", "_selected_action": [tweets[0].pk, tweets[2].pk]}
    page = url(get_tweet_model(), "changelist")
    assert str(tweets[2]) in as_staff.post(page, data).content.decode()
    assert as_staff.post(page, {**data, "post": "yes"}).status_code == 302
    ada.refresh_from_db()
    assert ada.tweet_count == 1


def test_profile_deletion_does_not_list_its_tweets(
    as_staff: Client, ada: Profile, django_capture_on_commit_callbacks: Any
) -> None:
    make_tweets(ada, 3)
    page = url(get_profile_model(), "delete", ada.pk)
    html = as_staff.get(page).content.decode()
    assert "@ada and all its tweets (3)" in html
    assert "number 3" not in html
    with django_capture_on_commit_callbacks(execute=True):
        assert as_staff.post(page, {"post": "yes"}).status_code == 302
        profiles = as_staff.get(url(get_profile_model(), "changelist")).context["cl"].result_list
        assert ada not in profiles
    assert not get_tweet_model().objects.exists()
    assert not get_profile_model().objects.filter(pk=ada.pk).exists()


def test_many_profiles_are_deleted(
    as_staff: Client, ada: Profile, bob: Profile, django_capture_on_commit_callbacks: Any
) -> None:
    data = {"action": "delete_selected", "_selected_action": [ada.pk, bob.pk], "post": "yes"}
    with django_capture_on_commit_callbacks(execute=True):
        assert as_staff.post(url(get_profile_model(), "changelist"), data).status_code == 302
    assert not get_profile_model().objects.filter(pk__in=[ada.pk, bob.pk]).exists()


def test_retweet_can_be_viewed_but_not_changed(as_staff: Client, ada: Profile) -> None:
    retweet = make_tweet(ada, "", retweet_of=make_tweet(ada))
    page = url(get_tweet_model(), "change", retweet.pk)
    assert 'name="content"' not in as_staff.get(page).content.decode()
    assert as_staff.post(page, {"content": "mine"}).status_code == 403


def test_deletion_without_permission_is_refused(client: Client, ada: Profile) -> None:
    staff = make_user(is_staff=True)
    permissions = apps.get_model("auth", "Permission").objects
    staff.user_permissions.add(*permissions.filter(codename__startswith="view_"))
    client.force_login(staff)
    assert client.get(url(get_profile_model(), "changelist")).status_code == 200
    assert client.get(url(get_profile_model(), "delete", ada.pk)).status_code == 403


def test_moderation_is_there_to_read_for_moderators(client: Client, ada: Profile) -> None:
    tweet = make_tweet(ada, "private words", visibility="followers")
    action = ModerationAction(action="hide", profile=ada, before={"content": tweet.content})
    action.save()
    appeal = Appeal._base_manager.create(action=action, profile=ada, text="Why?")
    report = Report._base_manager.create(profile=ada, category="spam")
    rows = [action, appeal, report]
    reader = make_user(is_staff=True)
    client.force_login(reader)
    for row in rows:
        assert client.get(url(type(row), "changelist")).status_code == 403
    reader.user_permissions.set(Permission.objects.filter(codename="view_reports"))
    for row in rows:
        assert client.get(url(type(row), "changelist")).status_code == 200
        page = client.get(url(type(row), "change", row.pk))
        assert page.status_code == 200
        assert "private words" not in page.text
        assert client.post(url(type(row), "change", row.pk), {"reason": "x"}).status_code == 403
        assert client.get(url(type(row), "delete", row.pk)).status_code == 403
        assert client.get(url(type(row), "add")).status_code == 403


def test_only_moderators_change_who_reads_a_withheld_tweet(as_staff: Client, ada: Profile) -> None:
    tweet = make_tweet(ada)
    page = url(get_tweet_model(), "change", tweet.pk)
    assert 'value="withheld"' not in as_staff.get(page).content.decode()
    withholding.withhold(tweet, "hidden")
    assert 'name="visibility"' not in as_staff.get(page).content.decode()
    data = {"content": "changed", "visibility": "public", **TWEET_EXTRA}
    assert as_staff.post(page, data).status_code == 302
    tweet.refresh_from_db()
    assert (tweet.content, tweet.visibility) == ("changed", "withheld")
