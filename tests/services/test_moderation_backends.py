"""DJANGO_TWEETS_MODERATION: a host says who moderates, and passes reports on to another system."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

import pytest
from django.core.checks import Warning as CheckWarning
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from django_tweets import checks, services
from django_tweets.services import tasks
from django_tweets.services.moderation_backends import BaseModeration, SiteModeration
from tests.factories import make_profile, make_tweet
from tests.moderators import make_moderator

if TYPE_CHECKING:
    from django_tweets.models import AbstractProfile, Appeal, Report
    from tests.factories import Profile

pytestmark = pytest.mark.django_db


class ElsewhereModeration(BaseModeration):
    """The moderators of another system act as one profile."""

    supports_forwarding = True
    sent: ClassVar[list[tuple[str, int]]] = []

    def __init__(self, *, handle: str) -> None:
        self.handle = handle

    def may_view_reports(self, profile: AbstractProfile) -> bool:
        return self.may_moderate(profile)

    def may_moderate(self, profile: AbstractProfile) -> bool:
        return profile.handle == self.handle

    def has_other_moderators(self, profile: AbstractProfile) -> bool:
        return False

    def send_report(self, report: Report) -> None:
        self.sent.append((report.profile.handle, report.pk))

    def send_appeal(self, appeal: Appeal) -> None:
        self.sent.append((appeal.action.action, appeal.pk))

    def check(self) -> list[Any]:
        return [CheckWarning("No key.", id="elsewhere.W001")]


@pytest.fixture
def elsewhere(settings: Any) -> list[tuple[str, int]]:
    """Let another system moderate, and return the reports and appeals sent to it."""
    path = f"{__name__}.ElsewhereModeration"
    settings.DJANGO_TWEETS_MODERATION = {"BACKEND": path, "OPTIONS": {"handle": "desk"}}
    ElsewhereModeration.sent.clear()
    return ElsewhereModeration.sent


@pytest.fixture
def author() -> Profile:
    return make_profile("ada")


def run_on_commit(capture: Any, work: Any) -> Any:
    with capture(execute=True):
        return work()


@pytest.mark.usefixtures("elsewhere")
class TestPermissions:
    def test_backend_says_who_decides(self, author: Profile) -> None:
        tweet = make_tweet(author)
        with pytest.raises(PermissionDenied):
            services.moderate(make_moderator(), "hide", tweet=tweet)
        services.moderate(make_profile("desk"), "hide", tweet=tweet)

    def test_backend_says_who_opens_the_pages(self) -> None:
        url = reverse("django_tweets:moderation_case_list")
        for profile, status in ((make_moderator(), 403), (make_profile("desk"), 200)):
            client = Client()
            client.force_login(profile.user)
            assert client.get(url).status_code == status

    def test_suspended_one_may_nothing(self, author: Profile) -> None:
        desk = make_profile("desk", is_suspended=True)
        with pytest.raises(PermissionDenied):
            services.moderate(desk, "hide", tweet=make_tweet(author))

    def test_one_who_has_acted_decides_alone(self, author: Profile) -> None:
        desk = make_profile("desk")
        make_moderator()
        appeal = services.appeal(author, services.moderate(desk, "warn", profile=author), "no")
        assert services.decide(desk, appeal, accept=True).is_accepted


class TestForwarding:
    def test_new_report_is_passed_on(
        self,
        elsewhere: list[tuple[str, int]],
        author: Profile,
        django_capture_on_commit_callbacks: Any,
    ) -> None:
        rose = make_profile("rose")
        report = run_on_commit(
            django_capture_on_commit_callbacks,
            lambda: services.report(rose, profile=author, category="spam"),
        )
        assert elsewhere == [("ada", report.pk)]

    def test_report_with_a_new_comment_is_passed_on_again(
        self,
        elsewhere: list[tuple[str, int]],
        author: Profile,
        django_capture_on_commit_callbacks: Any,
    ) -> None:
        rose = make_profile("rose")
        for comment in ("first", "second"):
            report = run_on_commit(
                django_capture_on_commit_callbacks,
                partial(services.report, rose, profile=author, category="spam", comment=comment),
            )
        assert elsewhere == [("ada", report.pk)] * 2

    def test_new_appeal_is_passed_on(
        self,
        elsewhere: list[tuple[str, int]],
        author: Profile,
        django_capture_on_commit_callbacks: Any,
    ) -> None:
        action = services.moderate(make_profile("desk"), "warn", profile=author)
        appeal = run_on_commit(
            django_capture_on_commit_callbacks, lambda: services.appeal(author, action, "no")
        )
        assert elsewhere == [("warn", appeal.pk)]

    def test_decided_ones_are_not(self, elsewhere: list[tuple[str, int]], author: Profile) -> None:
        desk = make_profile("desk")
        report = services.report(make_profile(), profile=author, category="spam")
        action = services.moderate(desk, "warn", profile=author)
        appeal = services.appeal(author, action, "no")
        services.decide(desk, appeal, accept=False)
        tasks.send_report.func(report.pk)
        tasks.send_appeal.func(appeal.pk)
        tasks.send_report.func(0)
        assert elsewhere == []

    def test_moderation_of_the_site_tells_nobody(
        self, author: Profile, django_capture_on_commit_callbacks: Any
    ) -> None:
        assert not SiteModeration().supports_forwarding
        rose = make_profile("rose")
        with django_capture_on_commit_callbacks() as callbacks:
            report = services.report(rose, profile=author, category="spam")
        assert len(callbacks) == 1  # the signal
        tasks.send_report.func(report.pk)
        action = services.moderate(make_moderator(), "warn", profile=author)
        tasks.send_appeal.func(services.appeal(author, action, "no").pk)


class TestCheck:
    @pytest.mark.usefixtures("elsewhere")
    def test_backend_checks_the_settings(self) -> None:
        assert [message.id for message in checks.check_moderation()] == ["elsewhere.W001"]

    def test_default_is_fine(self) -> None:
        assert checks.check_moderation() == []

    @pytest.mark.parametrize("path", ["no.such.Moderation", "django.core.cache.cache"])
    def test_useless_backend_is_an_error(self, settings: Any, path: str) -> None:
        settings.DJANGO_TWEETS_MODERATION = {"BACKEND": path}
        (message,) = checks.check_moderation()
        assert message.id == "django_tweets.E017"

    def test_wrong_type_has_an_error_of_its_own(self, settings: Any) -> None:
        settings.DJANGO_TWEETS_MODERATION = 7
        assert checks.check_moderation() == []
