"""The steps of a new member: name, picture, people, hashtags."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import include, path, reverse
from PIL import Image

from django_tweets import services, urls
from django_tweets.timelines.compute_suggestions import compute_suggestions
from tests.factories import TWEET_EXTRA, make_profile, make_tweet
from tests.queries import at_most

if TYPE_CHECKING:
    from django.test import Client

    from tests.factories import Profile

pytestmark = pytest.mark.django_db


def url(name: str, *args: Any) -> str:
    return reverse(f"django_tweets:{name}", args=args)


NAME, PICTURE, HOME = url("profile_name"), url("welcome_picture"), url("home")
PEOPLE, HASHTAGS = url("welcome_people"), url("welcome_hashtags")


def picture() -> SimpleUploadedFile:
    file = io.BytesIO()
    Image.new("RGB", (60, 80), "seagreen").save(file, "PNG")
    return SimpleUploadedFile("me.png", file.getvalue(), "image/png")


def test_steps_lead_from_the_name_to_home(as_ada: Client, ada: Profile) -> None:
    assert "Step 1 of 4" in as_ada.get(NAME).text
    named = as_ada.post(NAME, {"display_name": "Ada"})
    assert named.headers["Location"] == PICTURE
    assert "Step 2 of 4" in as_ada.get(PICTURE).text
    shown = as_ada.post(PICTURE, {"avatar": picture()})
    assert shown.headers["Location"] == PEOPLE
    people = as_ada.get(PEOPLE).text
    assert "Step 3 of 4" in people
    assert f'href="{HASHTAGS}">Next</a>' in people
    last = as_ada.get(HASHTAGS).text
    assert "Step 4 of 4" in last
    assert f'href="{HOME}">Done</a>' in last
    ada.refresh_from_db()
    assert ada.display_name == "Ada"
    assert ada.avatar


def test_each_step_can_be_skipped(as_ada: Client, ada: Profile) -> None:
    assert as_ada.post(NAME, {"skip": "1"}).headers["Location"] == PICTURE
    assert f'href="{PEOPLE}">Skip</a>' in as_ada.get(PICTURE).text
    assert as_ada.post(PICTURE, {}).headers["Location"] == PEOPLE
    ada.refresh_from_db()
    assert (ada.display_name, bool(ada.avatar)) == ("", False)


def test_file_that_is_no_picture_is_an_error(as_ada: Client) -> None:
    response = as_ada.post(PICTURE, {"avatar": SimpleUploadedFile("me.png", b"no picture")})
    assert response.status_code == 422
    assert "errorlist" in response.text


def test_people_have_reasons_and_are_in_one_list(as_ada: Client, ada: Profile) -> None:
    friend, popular = make_profile("friend"), make_profile("popular")
    services.follow(ada, friend)
    met = make_profile("met")
    services.follow(friend, met)
    services.follow(met, popular)
    for author in (met, popular):
        make_tweet(author, "hello")
    compute_suggestions(ada.pk)
    main, _, side = as_ada.get(PEOPLE).text.partition('class="tw-sidebar"')
    assert "Followed by <bdi>friend</bdi>, whom you follow" in main
    assert "Followed by 1 person here" in main
    assert "Who to follow" not in side


def test_site_without_people_says_so(as_ada: Client) -> None:
    assert "No suggestions yet." in as_ada.get(PEOPLE).text
    assert "No hashtags yet." in as_ada.get(HASHTAGS).text


@pytest.fixture
def trending(ada: Profile) -> list[str]:
    for n in range(4):
        services.publish(make_profile(f"p{n}"), "#tea and #toast", **TWEET_EXTRA)
    services.compute_trends()
    return ["tea", "toast"]


def test_hashtags_are_trends_and_can_be_followed(as_ada: Client, trending: list[str]) -> None:
    main, _, side = as_ada.get(HASHTAGS).text.partition('class="tw-sidebar"')
    for name in trending:
        assert f'aria-label="Follow #{name}"' in main
    assert "Trends" not in side
    follow = as_ada.post(url("hashtag_follow", "tea"), {"next": HASHTAGS})
    assert follow.headers["Location"] == HASHTAGS
    after = as_ada.get(HASHTAGS).text
    assert 'aria-label="Following #tea: unfollow"' in after
    assert 'aria-label="Follow #toast"' in after


@pytest.mark.parametrize("step", [NAME, PICTURE, PEOPLE, HASHTAGS])
def test_step_costs_at_most_ten_queries(as_ada: Client, trending: list[str], step: str) -> None:
    as_ada.get(step)  # which finds out whom to suggest, once in some minutes
    with at_most(10):
        as_ada.get(step)


def use(settings: Any, *left_out: Any) -> None:
    gone = [pattern for part in left_out for pattern in part]
    patterns = [pattern for pattern in urls.urlpatterns if pattern not in gone]
    mounted = path("tweets/", include((patterns, "django_tweets")))
    settings.ROOT_URLCONF = type("Site", (), {"urlpatterns": [mounted]})


def test_site_without_the_part_has_the_name_only(settings: Any, as_ada: Client) -> None:
    use(settings, urls.welcome)
    assert "Step" not in as_ada.get(NAME).text
    assert as_ada.post(NAME, {"skip": "1"}).headers["Location"] == HOME


def test_step_without_its_part_is_left_out(settings: Any, as_ada: Client) -> None:
    use(settings, urls.suggestions, urls.hashtags)
    assert "Step 2 of 2" in as_ada.get(PICTURE).text
    assert as_ada.get(PEOPLE).headers["Location"] == HOME
    assert as_ada.get(HASHTAGS).headers["Location"] == HOME


def test_site_without_place_for_files_asks_for_no_picture(settings: Any, as_ada: Client) -> None:
    settings.MEDIA_URL = ""
    assert "Step 1 of 3" in as_ada.get(NAME).text
    assert as_ada.get(PICTURE).headers["Location"] == PEOPLE
    assert as_ada.post(PICTURE, {"avatar": picture()}).headers["Location"] == PEOPLE
