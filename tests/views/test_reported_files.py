"""Files of reported tweets: moderators see them after unlocking the report, which is logged."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from django_tweets import services
from django_tweets.models import ModerationAction
from django_tweets.services import moderation
from tests import screening_checks
from tests.attachments import make_attachment
from tests.factories import TWEET_EXTRA, make_profile, make_tweet
from tests.moderators import make_moderator
from tests.queries import at_most
from tests.views.scenarios import allow

if TYPE_CHECKING:
    from django_tweets.models import Attachment, Report
    from tests.factories import Profile, Tweet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]

CASE = reverse("django_tweets:moderation_case_detail", args=["ada"])


@pytest.fixture
def moderator() -> Any:
    return make_moderator("mo")


@pytest.fixture
def client(moderator: Any) -> Client:
    client = Client()
    client.force_login(moderator.user)
    return client


@pytest.fixture
def follower(ada: Profile) -> Profile:
    found = make_profile("follower")
    services.follow(found, ada)
    return found


@pytest.fixture
def private(ada: Profile, follower: Profile) -> Tweet:
    """A tweet for followers, with a picture."""
    file = make_attachment(ada, alt="A cake")
    return services.publish(ada, "", attachments=[file], visibility="followers", **TWEET_EXTRA)


@pytest.fixture
def report(private: Tweet, follower: Profile) -> Report:
    return services.report(follower, tweets=[private], category="spam")


def file_of(tweet: Tweet) -> Attachment:
    return tweet.attachments.get()  # type: ignore[no-any-return]  # a related name


def url_of(tweet: Tweet, report: Any = "") -> str:
    url = reverse("django_tweets:attachment_file", args=[file_of(tweet).pk, "8.webp"])
    return f"{url}?report={report}"


def status_of(client: Client, url: str) -> int:
    response = client.get(url)
    response.getvalue()  # so that the file is closed
    return response.status_code


def shown_files(client: Client) -> list[str]:
    """Return the URLs of the pictures on the page of the case."""
    return re.findall(r'<img src="([^"]+/media/[^"]+)"', client.get(CASE).text)


def test_picture_is_shown_after_a_look(
    client: Client, moderator: Any, private: Tweet, report: Report
) -> None:
    assert shown_files(client) == []
    assert status_of(client, url_of(private, report.pk)) == 404
    client.post(reverse("django_tweets:report_unlock", args=[report.pk]))
    (url,) = shown_files(client)
    assert url.endswith(f"?report={report.pk}")
    response = client.get(url)
    assert response.getvalue() == b"THE-TEXT"
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert ModerationAction.objects.get().action == "unlock"
    assert status_of(client, url_of(private)) == 404  # only through the report


def test_look_ends(client: Client, moderator: Any, private: Tweet, report: Report) -> None:
    moderation.unlock_report(moderator, report)
    assert status_of(client, url_of(private, report.pk)) == 200
    ModerationAction._base_manager.update(created_at=timezone.now() - timedelta(minutes=31))
    assert status_of(client, url_of(private, report.pk)) == 404
    assert shown_files(client) == []


def test_look_is_of_one_moderator(private: Tweet, report: Report, moderator: Any) -> None:
    moderation.unlock_report(moderator, report)
    other = Client()
    other.force_login(make_moderator("other").user)
    assert status_of(other, url_of(private, report.pk)) == 404


def test_look_at_one_report_shows_no_other_tweet(
    client: Client, ada: Profile, moderator: Any, private: Tweet, report: Report
) -> None:
    file = make_attachment(ada)
    unreported = services.publish(
        ada, "", attachments=[file], visibility="followers", **TWEET_EXTRA
    )
    moderation.unlock_report(moderator, report)
    assert status_of(client, url_of(unreported, report.pk)) == 404


@pytest.mark.parametrize("reader", ["bob", "author", "former", "suspended", "visitor"])
def test_others_get_nothing_by_the_address(
    ada: Profile, private: Tweet, report: Report, moderator: Any, reader: str
) -> None:
    moderation.unlock_report(moderator, report)
    client = Client()
    if reader == "suspended":
        services.update_profile(moderator, is_suspended=True)
    if reader == "former":
        moderator.user.user_permissions.clear()
    if reader != "visitor":
        people = {"bob": make_profile("bob"), "author": ada}
        client.force_login(people.get(reader, moderator).user)
    expected = 200 if reader == "author" else 404
    assert status_of(client, url_of(private, report.pk)) == expected


@pytest.mark.parametrize("number", ["", "x", "0", "-1", "9" * 30, "%00"])
def test_odd_reports_are_missing(client: Client, private: Tweet, number: str) -> None:
    assert status_of(client, url_of(private, number)) == 404


def test_reader_of_reports_sees_it_too(private: Tweet, report: Report) -> None:
    reader = make_profile("reader")
    allow(reader, "view_reports")
    client = Client()
    client.force_login(reader.user)
    client.post(reverse("django_tweets:report_unlock", args=[report.pk]))
    assert status_of(client, shown_files(client)[0]) == 200


def test_picture_of_a_held_tweet_is_shown(client: Client, ada: Profile, settings: Any) -> None:
    """It would be public if it did not wait. So there is nothing to unlock."""
    settings.DJANGO_TWEETS_SCREENING = [screening_checks.HOLD]
    services.publish(ada, "bad", attachments=[make_attachment(ada)], **TWEET_EXTRA)
    (url,) = shown_files(client)
    assert client.get(url).getvalue() == b"THE-TEXT"
    assert not ModerationAction.objects.exists()


def test_picture_of_a_withheld_tweet_is_shown_after_a_look(
    client: Client, ada: Profile, follower: Profile
) -> None:
    tweet = services.publish(ada, "", attachments=[make_attachment(ada)], **TWEET_EXTRA)
    report = services.report(follower, tweets=[tweet], category="spam")
    services.moderate(make_moderator("other"), "hide", tweet=tweet)
    services.report(make_profile(), profile=ada, category="spam")
    assert status_of(client, url_of(tweet, report.pk)) == 404
    client.post(reverse("django_tweets:report_unlock", args=[report.pk]))
    assert status_of(client, url_of(tweet, report.pk)) == 200


def test_public_picture_has_its_usual_address(client: Client, ada: Profile) -> None:
    tweet = services.publish(ada, "", attachments=[make_attachment(ada)], **TWEET_EXTRA)
    services.report(make_profile(), tweets=[tweet], category="spam")
    (url,) = shown_files(client)
    assert "?" not in url


def test_file_costs_a_moderator_seven_statements(
    client: Client, moderator: Any, private: Tweet, report: Report
) -> None:
    moderation.unlock_report(moderator, report)
    url = url_of(private, report.pk)
    with at_most(7):  # session, user, profile, the file, two for permissions, the report
        assert status_of(client, url) == 200


def test_program_gets_the_address(client: Client, private: Tweet, report: Report) -> None:
    client.post(reverse("django_tweets:report_unlock", args=[report.pk]))
    case = client.get(CASE, headers={"accept": "application/json"}).json()
    (file,) = case["reports"]["results"][0]["tweets"][0]["files"]
    assert (file["kind"], file["description"]) == ("image", "A cake")
    assert status_of(client, file["url"]) == 200


def test_case_without_files_shows_none(client: Client, ada: Profile) -> None:
    services.report(make_profile(), tweets=[make_tweet(ada)], category="spam")
    assert shown_files(client) == []
