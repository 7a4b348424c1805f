from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from django.urls import reverse

from django_tweets import services
from django_tweets.models import Block, Follow, FollowRequest, Mute
from tests.factories import PROFILE_EXTRA, make_profile, make_user
from tests.interleaving import run_before_statement
from tests.queries import at_most

if TYPE_CHECKING:
    from django.test import Client

    from tests.factories import Profile

pytestmark = pytest.mark.django_db


def verb(name: str, profile: Profile) -> str:
    return reverse(f"django_tweets:profile_{name}", args=[profile.handle])


def said(response: Any) -> list[str]:
    """Return the messages for the member, on a host with contrib.messages."""
    return [str(message) for message in response.context.get("messages") or []]


def test_follow_and_unfollow(as_ada: Client, ada: Profile, bob: Profile) -> None:
    html = as_ada.get(bob.get_absolute_url()).content.decode()
    assert 'aria-label="Follow bob"' in html
    response = as_ada.post(verb("follow", bob))
    assert response.headers["Location"] == bob.get_absolute_url()
    assert Follow.objects.filter(follower=ada, followed=bob).exists()
    html = as_ada.get(bob.get_absolute_url()).content.decode()
    assert 'aria-label="Following bob: unfollow"' in html
    assert "<b>1</b> follower<" in html
    as_ada.post(verb("unfollow", bob))
    assert not Follow.objects.exists()


def test_action_redirects_to_the_next_url(as_ada: Client, bob: Profile) -> None:
    page = reverse("django_tweets:explore") + "#t7"
    assert as_ada.post(verb("follow", bob), {"next": page}).headers["Location"] == page
    response = as_ada.post(verb("follow", bob), {"next": "https://evil.example/"})
    assert response.headers["Location"] == bob.get_absolute_url()


def test_follow_request_is_accepted_rejected_or_withdrawn(
    as_ada: Client, as_bob: Client, ada: Profile, bob: Profile
) -> None:
    services.update_profile(bob, is_protected=True)
    requests = reverse("django_tweets:follow_requests")
    assert 'aria-label="Ask to follow bob"' in as_ada.get(bob.get_absolute_url()).content.decode()
    as_ada.post(verb("follow", bob))
    assert "Requested" in as_ada.get(bob.get_absolute_url()).content.decode()
    as_ada.post(verb("unfollow", bob))
    assert not FollowRequest.objects.exists()
    as_ada.post(verb("follow", bob))
    assert "@ada" in as_bob.get(requests).content.decode()
    as_bob.post(verb("reject", ada))
    assert "No follow requests." in as_bob.get(requests).content.decode()
    as_ada.post(verb("follow", bob))
    assert as_bob.post(verb("accept", ada)).headers["Location"] == requests
    assert Follow.objects.filter(follower=ada, followed=bob).exists()


@pytest.mark.parametrize("name", ["accept", "reject"])
def test_missing_follow_request_is_a_message(as_ada: Client, bob: Profile, name: str) -> None:
    assert as_ada.post(verb(name, bob)).status_code == 302
    assert not Follow.objects.exists()


@pytest.mark.needs("django.contrib.messages")
def test_request_that_is_withdrawn_meanwhile_is_a_message(
    as_ada: Client, ada: Profile, bob: Profile
) -> None:
    services.update_profile(ada, is_protected=True)
    services.follow(bob, ada)
    # Just before the service locks the two: the view has found the request.
    with run_before_statement("SAVEPOINT", lambda: services.unfollow(bob, ada)):
        response = as_ada.post(verb("accept", bob), follow=True)
    assert said(response) == ["This no longer exists."]
    assert not Follow.objects.exists()


def test_block_and_unblock(as_ada: Client, as_bob: Client, ada: Profile, bob: Profile) -> None:
    as_ada.post(verb("block", bob))
    assert Block.objects.filter(blocker=ada, blocked=bob).exists()
    html = as_ada.get(bob.get_absolute_url()).content.decode()
    assert "You have blocked this person" in html
    assert 'aria-label="Unblock bob"' in html
    assert "@bob" in as_ada.get(reverse("django_tweets:blocked")).content.decode()
    assert as_bob.get(ada.get_absolute_url()).status_code == 404
    as_ada.post(verb("unblock", bob))
    assert as_bob.get(ada.get_absolute_url()).status_code == 200
    assert (
        "You haven’t blocked anyone."
        in as_ada.get(reverse("django_tweets:blocked")).content.decode()
    )


def test_mute_and_unmute(as_ada: Client, ada: Profile, bob: Profile) -> None:
    as_ada.post(verb("mute", bob))
    assert Mute.objects.filter(muter=ada, muted=bob).exists()
    assert "Unmute bob" in as_ada.get(bob.get_absolute_url()).content.decode()
    assert "@bob" in as_ada.get(reverse("django_tweets:muted")).content.decode()
    as_ada.post(verb("unmute", bob))
    assert not Mute.objects.exists()


@pytest.mark.parametrize("name", ["follow", "block", "mute"])
def test_action_on_oneself_redirects_with_a_message(
    as_ada: Client, ada: Profile, name: str
) -> None:
    home = reverse("django_tweets:home")
    assert as_ada.post(verb(name, ada)).headers["Location"] == home
    assert as_ada.get(home).status_code == 200


@pytest.mark.needs("django.contrib.messages")
def test_failed_action_shows_a_message(
    as_ada: Client, as_bob: Client, ada: Profile, bob: Profile
) -> None:
    """Ada's page was open in bob's browser when she blocked him."""
    assert said(as_ada.post(verb("follow", bob), follow=True)) == ["You now follow bob."]
    assert said(as_ada.post(verb("follow", ada), follow=True)) == ["You can’t follow yourself."]
    services.block(ada, bob)
    response = as_bob.post(verb("follow", ada), follow=True)
    assert response.status_code == 200
    assert said(response) == ["This no longer exists."]


def test_visitor_is_sent_to_login_and_back_to_the_page(client: Client, bob: Profile) -> None:
    page = bob.get_absolute_url()
    assert 'aria-label="Follow bob"' in client.get(page).content.decode()
    response = client.post(verb("follow", bob), {"next": page})
    assert response.headers["Location"] == f"/accounts/login/?next={quote(page)}"
    response = client.post(verb("follow", bob))
    assert response.headers["Location"] == f"/accounts/login/?next={quote(page)}"


def test_get_request_changes_nothing(as_ada: Client, bob: Profile) -> None:
    assert as_ada.get(verb("follow", bob)).status_code == 405
    assert not Follow.objects.exists()


def test_turning_protection_off_accepts_all_requests(
    as_ada: Client, ada: Profile, bob: Profile, django_capture_on_commit_callbacks: Any
) -> None:
    services.update_profile(ada, is_protected=True)
    services.follow(bob, ada)
    with django_capture_on_commit_callbacks(execute=True):
        as_ada.post(reverse("django_tweets:profile_edit"), {"handle": "ada", **PROFILE_EXTRA})
    assert Follow.objects.filter(follower=bob, followed=ada).exists()


def test_followers_of_a_protected_profile_are_private(
    client: Client, as_ada: Client, ada: Profile, bob: Profile
) -> None:
    services.follow(ada, bob)
    services.update_profile(bob, is_protected=True)
    page = reverse("django_tweets:followers", args=["bob"])
    assert "@ada" in as_ada.get(page).content.decode().split("<h1>")[1]
    html = client.get(page).content.decode()
    assert "This list is protected" in html
    assert "@ada" not in html


@pytest.mark.parametrize("count", [1, 20])
@pytest.mark.parametrize("name", ["followers", "following"])
def test_query_count_of_a_profile_list_is_constant(
    as_ada: Client, bob: Profile, name: str, count: int
) -> None:
    for _ in range(count):
        pair = [make_profile(), bob]
        services.follow(*(pair if name == "followers" else pair[::-1]))
    url = reverse(f"django_tweets:{name}", args=["bob"])
    as_ada.get(url)  # what is found out once in some minutes
    with at_most(9):
        response = as_ada.get(url)
    assert len(response.context["page"].rows) == count


def test_suspended_profile_is_in_no_list(client: Client, ada: Profile, bob: Profile) -> None:
    services.follow(ada, bob)
    ada.is_suspended = True
    ada.save()
    page = reverse("django_tweets:followers", args=["bob"])
    assert "@ada" not in client.get(page).content.decode()
    client.force_login(make_user(is_staff=True))
    assert "@ada" in client.get(page).content.decode()


@pytest.mark.parametrize("count", [1, 20])
@pytest.mark.parametrize("name", ["follow_requests", "blocked", "muted"])
def test_query_count_of_own_lists_is_constant(
    as_ada: Client, ada: Profile, name: str, count: int
) -> None:
    services.update_profile(ada, is_protected=True)
    for _ in range(count):
        other = make_profile()
        if name == "follow_requests":
            services.follow(other, ada)
        elif name == "blocked":
            services.block(ada, other)
        else:
            services.mute(ada, other)
    url = reverse(f"django_tweets:{name}")
    as_ada.get(url)
    with at_most(7):
        response = as_ada.get(url)
    assert len(response.context["page"].rows) == count
