"""A site whose own profile model, with a manager that leaves out rows, is the profile model.

tests/migrations/test_adopted_profile.py makes its migrations, and runs it on that site. Here
is_listed is always False, so the managers of the host find no row.
"""

from __future__ import annotations

import datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.template import Context, Template
from django.urls import reverse

from django_tweets import get_profile_model, get_tweet_model, search, services, timelines
from tests.consistency import find_inconsistencies

if TYPE_CHECKING:
    from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.needs("dossiers")]

BIRTHDAY = datetime.date(1815, 12, 10)


@pytest.fixture
def host() -> Any:
    """The code of the host that creates dossiers."""
    return import_module("dossiers.sign_up")


@pytest.fixture
def ada(host: Any) -> Any:
    return host.sign_up("ada.lovelace@example.org", "Ada", BIRTHDAY).profile


@pytest.fixture
def bob(host: Any) -> Any:
    return host.sign_up("bob@example.org", "Bob", BIRTHDAY).profile


def test_sign_up_of_the_host_creates_the_profile(host: Any) -> None:
    user = host.sign_up("ada.lovelace@example.org", "Ada", BIRTHDAY)
    profile = services.get_profile(get_user_model()._base_manager.get(pk=user.pk))
    assert (profile.name, profile.birthday) == ("Ada", BIRTHDAY)  # type: ignore[attr-defined]  # the host's


def test_handle_has_nothing_of_the_email_address(ada: Any) -> None:
    assert ada.handle.startswith("user_")
    assert ada.shown_name == ada.handle


def test_user_without_profile_raises_does_not_exist_for_the_host(host: Any) -> None:
    user = get_user_model()._base_manager.create(username="old")
    profile = host.ensure_dossier(user)
    assert profile.name == "From elsewhere"
    assert services.get_profile(user) == profile


@pytest.mark.parametrize("name", ["home", "notifications", "profile_edit"])
def test_first_page_of_a_user_without_profile_creates_it(name: str, client: Client) -> None:
    user = get_user_model()._base_manager.create(username="old")
    client.force_login(user)
    assert client.get(reverse(f"django_tweets:{name}")).status_code == 200
    profile = get_profile_model()._base_manager.get(user=user)
    assert (profile.name, profile.handle) == ("Somebody", "old")  # type: ignore[attr-defined]  # the host's


def test_create_profiles_uses_create_for(host: Any) -> None:
    get_user_model()._base_manager.create(username="old")
    call_command("create_profiles", verbosity=0)
    assert get_profile_model()._base_manager.get(handle="old").name == "Somebody"  # type: ignore[attr-defined]  # the host's


def test_managers_of_the_host_find_nothing(ada: Any) -> None:
    services.publish(ada, "hello")
    assert not get_profile_model().objects.exists()
    assert not get_tweet_model().objects.exists()


def test_pages_show_what_the_managers_of_the_host_leave_out(
    ada: Any, bob: Any, client: Client
) -> None:
    services.follow(ada, bob)
    root = services.publish(bob, "hello from bob #tea")
    reply = services.publish(ada, "hello yourself", in_reply_to=root)
    services.publish(bob, "see this", quote_of=root)
    services.retweet(ada, root)
    services.like(ada, root)
    client.force_login(ada.user)
    pages = {
        "home": ([], "hello from bob"),
        "explore": ([], "hello from bob"),
        "profile_detail": ([bob.handle], "hello from bob"),
        "profile_replies": ([ada.handle], "hello yourself"),
        "profile_likes": ([ada.handle], "hello from bob"),
        "tweet_detail": ([bob.handle, root.pk], "hello yourself"),
        "tweet_detail_of_reply": ([ada.handle, reply.pk], "hello from bob"),
        "tweet_likes": ([bob.handle, root.pk], ada.handle),
        "tweet_retweets": ([bob.handle, root.pk], ada.handle),
        "tweet_quotes": ([bob.handle, root.pk], "see this"),
        "followers": ([bob.handle], ada.handle),
        "hashtag": (["tea"], "hello from bob"),
        "search": ([], "hello from bob"),
        "profile_atom": ([bob.handle], "hello from bob"),
        "profile_edit": ([], ada.handle),
    }
    for name, (args, text) in pages.items():
        url = reverse(f"django_tweets:{name.removesuffix('_of_reply')}", args=args)
        response = client.get(url, {"q": "bob"} if name == "search" else {})
        assert response.status_code == 200, name
        assert text in response.text, name
    client.force_login(bob.user)
    assert ada.handle in client.get(reverse("django_tweets:notifications")).text


def test_services_work_with_what_the_managers_of_the_host_leave_out(ada: Any, bob: Any) -> None:
    tweet = services.publish(ada, "hello")
    services.edit(tweet, "hello you")
    services.retweet(bob, tweet)
    services.block(ada, bob)
    services.unblock(ada, bob)
    services.compute_trends()
    assert {row.handle for row in search.search_profiles(bob.handle, ada).rows} == {bob.handle}
    assert find_inconsistencies() == []
    services.delete(tweet)
    services.delete_profile(bob)
    assert [row.pk for row in timelines.profile_tweets(ada, ada).rows] == []


def test_taken_handle_of_a_hidden_profile_is_refused(ada: Any, bob: Any, client: Client) -> None:
    services.update_profile(bob, handle="bob")
    with pytest.raises(ValidationError) as error:
        services.update_profile(ada, handle="bob")
    assert "handle" in error.value.message_dict
    client.force_login(ada.user)
    url = reverse("django_tweets:profile_edit")
    form = client.get(url).context["django_tweets"]["form"]
    data = {name: form[name].value() or "" for name in form.fields}
    response = client.post(url, {**data, "handle": "bob", "avatar": "", "banner": ""})
    assert response.status_code == 422


def test_tags_show_what_the_managers_of_the_host_leave_out(ada: Any) -> None:
    tweet = services.publish(ada, "hello")
    template = Template(
        "{% load django_tweets %}{% profile_card p %}{% profile_timeline p %}{% tweet t %}"
    )
    html = template.render(Context({"p": ada, "t": tweet}))
    assert html.count("hello") >= 2
    assert ada.handle in html
