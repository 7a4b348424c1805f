"""Moderators read nothing of what is reported or decided about themselves, on no page."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from django_tweets import services, urls
from django_tweets.models import Appeal, ModerationAction, ModerationCase, Report
from django_tweets.services import moderation, report_cases
from tests.factories import make_profile, make_tweet
from tests.moderators import make_moderator

pytestmark = pytest.mark.django_db

SECRETS = ["quiet_reporter", "other_mo", "COMMENT", "REASON"]
FORMATS = ["text/html", "application/json"]


class World:
    """A moderator about whom there are a report, a decision and an appeal."""

    def __init__(self) -> None:
        self.me = make_moderator("me")
        self.other = make_moderator("other_mo")
        tweet = make_tweet(self.me, "hello")
        self.report: Report = services.report(
            make_profile("quiet_reporter"), tweets=[tweet], category="spam", comment="COMMENT"
        )
        self.action: ModerationAction = moderation.moderate(
            self.other, "warn", profile=self.me, reason="REASON", message="hi"
        )
        self.appeal: Appeal = services.appeal(self.me, self.action, "please")
        Report.objects.filter(pk=self.report.pk).update(is_open=True)
        ModerationCase.objects.filter(pk=self.me.pk).update(is_open=True, open_count=1)

    def get_args(self, name: str) -> list[Any]:
        """Return arguments of the URL, about the moderator."""
        keys: dict[str, list[Any]] = {
            "report_unlock": [self.report.pk],
            "moderation_action_reverse": [self.action.pk],
            "appeal_decide": [self.appeal.pk],
            "blocked_term_delete": [1],
        }
        if name in keys:
            return keys[name]
        return [self.me.handle] if "handle" in routes()[name] else []


def routes() -> dict[str, str]:
    """Return the names of the pages for moderators, with their routes."""
    return {str(pattern.name): str(pattern.pattern) for pattern in urls.moderation}


def content_of(response: Any) -> str:
    streamed = b"".join(response.streaming_content) if response.streaming else response.content
    return streamed.decode()


@pytest.mark.parametrize("accept", FORMATS)
@pytest.mark.parametrize("name", routes())
def test_moderator_reads_nothing_about_themselves(name: str, accept: str) -> None:
    world = World()
    client = Client(headers={"accept": accept})
    client.force_login(world.me.user)
    url = reverse(f"django_tweets:{name}", args=world.get_args(name))
    for query in ("", "?show=decided", "?show=mine", "?profile=me"):
        content = content_of(client.get(url + query))
        assert not [secret for secret in SECRETS if secret in content], content


@pytest.mark.parametrize("accept", FORMATS)
def test_other_moderator_reads_the_case(accept: str) -> None:
    world = World()
    client = Client(headers={"accept": accept})
    client.force_login(world.other.user)
    pages = ["moderation_case_detail", "moderation_action_list", "moderation_action_export"]
    for name in pages:
        url = reverse(f"django_tweets:{name}", args=world.get_args(name))
        assert "REASON" in content_of(client.get(url)), name


def test_moderator_keeps_no_colleague_from_their_own_case() -> None:
    world = World()
    case = ModerationCase.objects.get(pk=world.me.pk)
    with pytest.raises(PermissionDenied):
        report_cases.claim(world.me, case)
    with pytest.raises(PermissionDenied):
        moderation.unlock_report(world.me, world.report)
    assert not ModerationAction.objects.filter(action="unlock").exists()
    client = Client()
    client.force_login(world.me.user)
    client.post(reverse("django_tweets:case_claim", args=["me"]))
    case.refresh_from_db()
    assert case.claimed_by is None
