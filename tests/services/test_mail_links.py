"""E-mails that tasks send lead to the page that they are about. News of the site for a member."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from django_tweets import notification_text, services, timelines
from django_tweets.models import DataExport
from django_tweets.services import tasks
from tests import screening_checks
from tests.moderators import make_moderator
from tests.screening_checks import publish, reload
from tests.services.test_moderation_notices import make_person

if TYPE_CHECKING:
    from tests.factories import Profile

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]

BASE = "https://example.org"
PAGES = {name: reverse(f"django_tweets:{name}") for name in ("moderation_notices", "report_list")}


@pytest.fixture
def moderator() -> Any:
    return make_moderator()


@pytest.fixture
def person() -> Profile:
    return make_person("person")


@pytest.fixture(params=[BASE, f"{BASE}/"])
def base_url(request: Any, settings: Any) -> None:
    settings.DJANGO_TWEETS_BASE_URL = request.param


def notices_of(profile: Profile) -> list[Any]:
    return timelines.notifications(profile).rows


def texts_of(profile: Profile) -> list[str]:
    return [notification_text.get_text(row) for row in notices_of(profile)]


@pytest.mark.usefixtures("base_url")
class TestLinks:
    def test_of_a_decision(self, person: Profile, moderator: Any, run_with_tasks: Any) -> None:
        run_with_tasks(services.moderate, moderator, "warn", profile=person, message="Please.")
        (sent,) = mail.outbox
        assert sent.body.endswith(f"\n\n{BASE}{PAGES['moderation_notices']}\n")

    def test_of_an_appeal(self, person: Profile, moderator: Any, run_with_tasks: Any) -> None:
        action = services.moderate(moderator, "warn", profile=person)
        appeal = services.appeal(person, action, "It was a joke.")
        run_with_tasks(services.decide, make_moderator("other"), appeal, accept=False)
        assert f"\n{BASE}{PAGES['moderation_notices']}\n" in mail.outbox[-1].body

    def test_of_a_report(self, person: Profile, moderator: Any, run_with_tasks: Any) -> None:
        report = services.report(person, profile=make_person("other"), category="spam")
        run_with_tasks(services.moderate, moderator, "dismiss", report=report)
        (sent,) = mail.outbox
        assert sent.to == ["person@example.org"]
        assert sent.subject == "The moderators have decided about your report"
        assert f"\n{BASE}{PAGES['report_list']}\n" in sent.body


def test_mail_has_no_link_without_an_address_of_the_site(
    person: Profile, moderator: Any, run_with_tasks: Any
) -> None:
    run_with_tasks(services.moderate, moderator, "warn", profile=person)
    assert "http" not in mail.outbox[0].body


def test_mail_has_no_link_to_a_page_that_the_host_has_left_out(
    person: Profile, moderator: Any, run_with_tasks: Any, settings: Any
) -> None:
    settings.DJANGO_TWEETS_BASE_URL = BASE
    settings.ROOT_URLCONF = "tests.views.urls_without_reports"
    run_with_tasks(services.moderate, moderator, "warn", profile=person)
    assert "http" not in mail.outbox[0].body


class TestDataExport:
    @pytest.mark.usefixtures("base_url")
    def test_member_is_told_once(self, person: Profile) -> None:
        services.request_export(person, base_url="http://shop.example.org")
        assert services.make_exports() == 1
        for _ in range(2):
            tasks.tell_of_export.func(person.pk)
        (sent,) = mail.outbox
        assert sent.to == ["person@example.org"]
        assert sent.subject == "Your data is ready for download"
        # That of the request: the member is signed in there.
        page = reverse("django_tweets:data_export")
        assert sent.body.endswith(f"\nhttp://shop.example.org{page}\n")
        assert texts_of(person) == ["Your data is ready for download"]

    def test_ready_export_enqueues_the_mail(self, person: Profile, run_with_tasks: Any) -> None:
        run_with_tasks(services.request_export, person)
        run_with_tasks(services.make_exports)
        assert texts_of(person) == ["Your data is ready for download"]

    def test_next_export_is_told_again(self, person: Profile) -> None:
        for seconds in (0, 10):
            now = timezone.now() + timedelta(seconds=seconds)
            ready = {"state": "ready", "ready_at": now, "requested_at": now}
            ready["expires_at"] = now + timedelta(days=1)
            DataExport.objects.update_or_create(profile_id=person.pk, defaults=ready)
            tasks.tell_of_export.func(person.pk)
        assert len(mail.outbox) == 2

    def test_nobody_is_told_of_what_is_gone(self, person: Profile) -> None:
        services.request_export(person)  # it waits
        tasks.tell_of_export.func(person.pk)
        tasks.tell_of_export.func(make_person("other").pk)
        assert mail.outbox == []
        assert notices_of(person) == []


class TestReleasedTweet:
    def test_author_is_told(
        self, person: Profile, moderator: Any, run_with_tasks: Any, settings: Any, client: Any
    ) -> None:
        settings.DJANGO_TWEETS_SCREENING = [screening_checks.HOLD]
        tweet = publish(person, "bad")
        run_with_tasks(services.moderate, moderator, "dismiss", profile=person)
        (row,) = notices_of(person)
        assert texts_of(person) == ["Your tweet has been reviewed, and is published now"]
        assert row.shown_tweet == tweet
        client.force_login(person.user)
        html = client.get(reverse("django_tweets:notifications")).content.decode()
        assert "Your tweet has been reviewed, and is published now" in html
        assert f'href="{tweet.get_absolute_url()}"' in html

    def test_author_who_is_protected_is_told(
        self, person: Profile, moderator: Any, run_with_tasks: Any, settings: Any
    ) -> None:
        settings.DJANGO_TWEETS_SCREENING = [screening_checks.HOLD]
        services.update_profile(person, is_protected=True)
        publish(person, "bad")
        run_with_tasks(services.moderate, moderator, "dismiss", profile=person)
        assert len(notices_of(person)) == 1

    def test_author_is_not_told_of_an_edit_or_of_what_stays_away(
        self, person: Profile, moderator: Any, run_with_tasks: Any, settings: Any
    ) -> None:
        settings.DJANGO_TWEETS_SCREENING = [screening_checks.HOLD]
        tweet = publish(person, "bad")
        run_with_tasks(services.edit, reload(tweet), "good")
        tasks.tell_of_release.func(tweet.pk)  # it is held still
        assert notices_of(person) == []
        tasks.tell_of_release.func(7)
        assert notices_of(person) == []
