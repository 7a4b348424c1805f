"""Reports by several threads at once: one open report of a reporter, and exact counts."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import Count, Q

from django_tweets import get_profile_model, get_tweet_model, services
from django_tweets.models import ModerationCase, Report, ReportedTweet
from tests.concurrency.test_races import PEOPLE, call_in_threads
from tests.factories import make_profile, make_tweets
from tests.moderators import make_moderator

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.databases("postgresql", "mysql"),
]


def get_profile(key: Any) -> Any:
    return get_profile_model()._base_manager.get(pk=key)


def check_case(author: Any) -> None:
    """Compare the counts of a case with its reports."""
    case = ModerationCase._base_manager.get(pk=author.pk)
    found = Report._base_manager.filter(profile=author.pk).aggregate(
        opened=Count("pk", filter=Q(is_open=True)), every=Count("pk")
    )
    assert case.open_count == found["opened"]
    assert case.report_count == found["every"]
    assert case.is_open == (found["opened"] > 0)


def test_eight_reports_at_once_create_one_report() -> None:
    author, reporter = make_profile(), make_profile()
    tweets = make_tweets(author, PEOPLE)

    def report(number: int) -> Any:
        tweet = get_tweet_model()._base_manager.get(pk=tweets[number].pk)
        return services.report(get_profile(reporter.pk), tweets=[tweet], category="spam").pk

    assert len(set(call_in_threads(report))) == 1
    assert Report._base_manager.count() == 1
    assert ReportedTweet._base_manager.count() == PEOPLE
    check_case(author)


def test_first_reports_of_eight_reporters_open_one_case() -> None:
    author = make_profile()
    reporters = [make_profile() for _ in range(PEOPLE)]

    def report(number: int) -> None:
        services.report(get_profile(reporters[number].pk), profile=author, category="spam")

    call_in_threads(report)
    assert Report._base_manager.filter(is_open=True).count() == PEOPLE
    check_case(author)


def test_reports_while_moderators_close_them() -> None:
    author, moderator = make_profile(), make_moderator()
    reporters = [make_profile() for _ in range(PEOPLE)]

    def act(number: int) -> None:
        for _ in range(4):
            if number % 2:
                services.moderate(get_profile(moderator.pk), "warn", profile=author)
            else:
                reporter = get_profile(reporters[number].pk)
                services.report(reporter, profile=author, category="spam")

    call_in_threads(act)
    check_case(author)
    open_reports = Report._base_manager.filter(is_open=True)
    assert open_reports.filter(action__isnull=False).count() == 0
    services.moderate(moderator, "warn", profile=author)
    assert not open_reports.exists()
    check_case(author)


def test_two_people_report_each_other() -> None:
    one, two = make_profile(), make_profile()

    def report(number: int) -> None:
        pair = (one, two) if number % 2 else (two, one)
        services.report(get_profile(pair[0].pk), profile=pair[1], category="abuse")

    call_in_threads(report)
    assert Report._base_manager.count() == 2
    for profile in (one, two):
        check_case(profile)


def test_eight_appeals_at_once_create_one_appeal() -> None:
    person, moderator = make_profile(), make_moderator()
    action = services.moderate(moderator, "warn", profile=person)

    def appeal(number: int) -> Any:
        return services.appeal(get_profile(person.pk), action, f"Appeal {number}.").pk

    assert len(set(call_in_threads(appeal))) == 1
