"""services.report(): who may report what, one open report, silenced reports, and cases."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from django_tweets import get_profile_model, services
from django_tweets.models import (
    ModerationAction,
    ModerationCase,
    Report,
    ReportedTweet,
    Visibility,
)
from django_tweets.services import report_cases, reports
from tests.factories import make_profile, make_tweet, make_tweets
from tests.moderators import make_moderator

if TYPE_CHECKING:
    from tests.factories import Profile

pytestmark = pytest.mark.django_db


@pytest.fixture
def author() -> Profile:
    return make_profile("author")


@pytest.fixture
def reporter() -> Profile:
    return make_profile("reporter")


@pytest.fixture
def moderator() -> Any:
    return make_moderator()


def get_case(author: Profile) -> ModerationCase:
    return ModerationCase._base_manager.get(pk=author.pk)


def counts(author: Profile) -> tuple[int, int, bool]:
    case = get_case(author)
    return case.open_count, case.report_count, case.is_open


class TestArguments:
    def test_visitor_may_not_report_by_default(self, author: Profile) -> None:
        with pytest.raises(PermissionDenied):
            services.report(None, profile=author, category="spam")

    def test_report_by_a_visitor_makes_a_new_row(self, author: Profile, settings: Any) -> None:
        settings.DJANGO_TWEETS_VISITOR_REPORTS = True
        tweet = make_tweet(author)
        first = services.report(None, tweets=[tweet], category="spam")
        second = services.report(None, tweets=[tweet], category="spam")
        assert first.pk != second.pk
        assert counts(author) == (2, 2, True)

    def test_visitor_reports_only_what_everyone_may_read(
        self, author: Profile, settings: Any
    ) -> None:
        settings.DJANGO_TWEETS_VISITOR_REPORTS = True
        hidden = make_tweet(author, visibility=Visibility.FOLLOWERS)
        with pytest.raises(PermissionDenied):
            services.report(None, tweets=[hidden], category="spam")

    def test_twenty_tweets_at_most(self, author: Profile, reporter: Profile) -> None:
        tweets = make_tweets(author, 21)
        with pytest.raises(ValidationError) as caught:
            services.report(reporter, tweets=tweets, category="spam")
        assert list(caught.value.message_dict) == ["tweets"]
        report = services.report(reporter, tweets=tweets[1:], category="spam")
        assert report.reported_tweets.count() == 20

    def test_tweets_that_are_added_are_bounded(self, author: Profile, reporter: Profile) -> None:
        tweets = make_tweets(author, reports.MAX_STORED_TWEETS + 1)
        for start in range(0, 40, 20):
            added = tweets[start : start + 20]
            report = services.report(reporter, tweets=added, category="spam")
        last: dict[str, Any] = {"tweets": tweets[40:], "category": "spam", "comment": "and these"}
        with pytest.raises(ValidationError) as caught:
            services.report(reporter, **last)
        assert list(caught.value.message_dict) == ["tweets"]
        last["tweets"] = tweets[35:-1]  # some of them again
        assert services.report(reporter, **last) == report
        assert services.report(reporter, profile=author, category="spam") == report
        assert report.reported_tweets.count() == reports.MAX_STORED_TWEETS

    def test_retweet_reports_its_original_and_its_author(
        self, author: Profile, reporter: Profile
    ) -> None:
        tweet = make_tweet(author, "the original")
        retweet = services.retweet(make_profile(), tweet)
        report = services.report(reporter, tweets=[retweet, tweet], category="spam")
        assert report.profile_id == author.pk
        (row,) = report.reported_tweets.all()
        assert (row.tweet_id, row.content) == (tweet.pk, "the original")

    def test_profile_and_tweet_of_another(self, author: Profile, reporter: Profile) -> None:
        tweet = make_tweet(make_profile())
        with pytest.raises(ValidationError) as caught:
            services.report(reporter, tweets=[tweet], profile=author, category="spam")
        assert list(caught.value.message_dict) == ["tweets"]

    def test_nothing_to_report(self, reporter: Profile) -> None:
        with pytest.raises(ValidationError):
            services.report(reporter, category="spam")

    def test_unknown_category_and_long_comment(self, author: Profile, reporter: Profile) -> None:
        for category, comment, field in (
            ("screening", "", "category"),
            ("spam", "x" * 1001, "comment"),
        ):
            with pytest.raises(ValidationError) as caught:
                services.report(reporter, profile=author, category=category, comment=comment)
            assert list(caught.value.message_dict) == [field]
        assert not ModerationCase._base_manager.exists()

    def test_comment_is_cleaned(self, author: Profile, reporter: Profile) -> None:
        report = services.report(
            reporter, profile=author, category="spam", comment=" one\r\ntwo\u202e "
        )
        report.refresh_from_db()
        assert report.comment == "one\ntwo"

    def test_members_cannot_report_themselves(self, reporter: Profile) -> None:
        for subject in ({"profile": reporter}, {"tweets": [make_tweet(reporter)]}):
            with pytest.raises(PermissionDenied):
                services.report(reporter, category="spam", **subject)

    @pytest.mark.parametrize("state", ["deleted", "suspended", "blocks the reporter"])
    def test_hidden_profile(self, author: Profile, reporter: Profile, state: str) -> None:
        if state == "blocks the reporter":
            services.block(author, reporter)
        else:
            changes: dict[str, Any] = {"is_suspended": True}
            if state == "deleted":
                changes = {"deleted_at": timezone.now()}
            get_profile_model()._base_manager.filter(pk=author.pk).update(**changes)
        with pytest.raises(PermissionDenied):
            services.report(reporter, profile=author, category="spam")

    def test_blocked_profile_can_be_reported(self, author: Profile, reporter: Profile) -> None:
        services.block(reporter, author)
        assert services.report(reporter, profile=author, category="abuse").is_open


class TestOpenReport:
    def test_comments_are_joined_within_the_limit(self, author: Profile, reporter: Profile) -> None:
        for comment in ("one", "two", "one", "", "x" * 1000):
            report = services.report(reporter, profile=author, category="spam", comment=comment)
        report.refresh_from_db()
        assert report.comment.startswith("one\ntwo\nxxx")
        assert len(report.comment) == 1000
        assert counts(author) == (1, 1, True)

    def test_reported_text_stays_as_it_was(self, author: Profile, reporter: Profile) -> None:
        tweet = make_tweet(author, "first")
        services.report(reporter, tweets=[tweet], category="spam")
        services.edit(tweet, "second")
        services.report(reporter, tweets=[tweet], category="spam")
        assert ReportedTweet._base_manager.get().content == "first"

    def test_closed_report_leaves_room_for_another(
        self, author: Profile, reporter: Profile, moderator: Any
    ) -> None:
        first = services.report(reporter, profile=author, category="spam")
        services.moderate(moderator, "warn", profile=author)
        second = services.report(reporter, profile=author, category="spam")
        assert first.pk != second.pk
        assert counts(author) == (1, 2, True)

    def test_signal_is_sent(
        self, author: Profile, reporter: Profile, received: list[Any], run_with_tasks: Any
    ) -> None:
        report = run_with_tasks(services.report, reporter, profile=author, category="spam")
        assert received == [("reported", report)]


class TestDismissed:
    """What moderators have found harmless."""

    def test_profile_is_not_reported_for_a_month(
        self, author: Profile, reporter: Profile, moderator: Any
    ) -> None:
        services.report(reporter, profile=author, category="spam")
        dismissal = services.moderate(moderator, "dismiss", profile=author)
        other = services.report(make_profile(), profile=author, category="spam")
        assert (other.is_open, other.outcome) == (None, "dismissed")
        assert other.closed_at is not None
        assert counts(author) == (0, 1, False)
        # A tweet of it is another matter.
        assert services.report(reporter, tweets=[make_tweet(author)], category="spam").is_open
        month_ago = timezone.now() - reports.DISMISSED_FOR - timedelta(minutes=1)
        ModerationAction._base_manager.filter(pk=dismissal.pk).update(created_at=month_ago)
        assert services.report(make_profile(), profile=author, category="spam").is_open

    def test_one_dismissed_report_silences_no_other(
        self, author: Profile, reporter: Profile, moderator: Any
    ) -> None:
        report = services.report(reporter, profile=author, category="spam")
        services.moderate(moderator, "dismiss", report=report)
        assert services.report(make_profile(), profile=author, category="spam").is_open

    def test_tweet_is_not_reported_until_it_is_edited(
        self, author: Profile, reporter: Profile, moderator: Any
    ) -> None:
        tweet, other = make_tweet(author, "one"), make_tweet(author, "two")
        services.moderate(moderator, "dismiss", tweet=tweet)
        assert not services.report(reporter, tweets=[tweet], category="spam").is_open
        both = services.report(make_profile(), tweets=[tweet, other], category="spam")
        assert both.is_open
        services.edit(tweet, "worse")
        assert services.report(reporter, tweets=[tweet], category="spam").is_open
        tweet.refresh_from_db()
        services.moderate(moderator, "dismiss", tweet=tweet)
        assert not services.report(make_profile(), tweets=[tweet], category="spam").is_open

    def test_dismissed_tweet_does_not_silence_its_author(
        self, author: Profile, reporter: Profile, moderator: Any
    ) -> None:
        services.moderate(moderator, "dismiss", tweet=make_tweet(author))
        assert services.report(reporter, profile=author, category="spam").is_open

    def test_silenced_reports_of_one_reporter_are_several_rows(
        self, author: Profile, reporter: Profile, moderator: Any
    ) -> None:
        services.moderate(moderator, "dismiss", profile=author)
        for _ in range(2):
            services.report(reporter, profile=author, category="spam")
        assert Report._base_manager.filter(reporter=reporter.pk, is_open=None).count() == 2


class TestHeld:
    def test_held_tweet_is_in_the_queue_whatever_was_dismissed(
        self, author: Profile, moderator: Any
    ) -> None:
        tweet = make_tweet(author)
        services.moderate(moderator, "dismiss", tweet=tweet)
        report = reports.report_held(tweet, "a blocked word")
        assert (report.category, report.comment, report.is_open) == (
            "screening",
            "a blocked word",
            True,
        )
        assert report.reporter_id is None
        assert counts(author) == (1, 1, True)


class TestCase:
    def test_tweet_closes_the_reports_that_have_it(
        self, author: Profile, reporter: Profile, moderator: Any
    ) -> None:
        one, two = make_tweet(author, "one"), make_tweet(author, "two")
        first = services.report(reporter, tweets=[one], category="spam")
        second = services.report(make_profile(), tweets=[two], category="spam")
        services.moderate(moderator, "hide", tweet=one)
        first.refresh_from_db()
        second.refresh_from_db()
        assert (first.outcome, second.outcome) == ("acted", "")
        assert counts(author) == (1, 2, True)
        services.moderate(moderator, "suspend", tweet=two)
        assert counts(author) == (0, 2, False)

    def test_report_closes_alone(self, author: Profile, reporter: Profile, moderator: Any) -> None:
        first = services.report(reporter, profile=author, category="spam")
        services.report(make_profile(), profile=author, category="spam")
        services.moderate(moderator, "dismiss", report=first)
        assert counts(author) == (1, 2, True)

    def test_case_opens_again_without_its_claim(
        self, author: Profile, reporter: Profile, moderator: Any
    ) -> None:
        services.report(reporter, profile=author, category="spam")
        report_cases.claim(moderator, get_case(author))
        before = get_case(author).opened_at
        services.moderate(moderator, "warn", profile=author)
        assert get_case(author).claimed_by_id is None
        services.report(reporter, profile=author, category="spam")
        assert get_case(author).opened_at > before

    def test_claim_ends_and_is_given_up(self, author: Profile, moderator: Any) -> None:
        services.report(make_profile(), profile=author, category="spam")
        other = make_moderator("xavier")
        assert report_cases.claim(moderator, get_case(author))
        assert report_cases.claim(moderator, get_case(author))
        assert not report_cases.claim(other, get_case(author))
        report_cases.unclaim(other, get_case(author))
        assert get_case(author).claimed_by_id == moderator.pk
        report_cases.unclaim(moderator, get_case(author))
        assert report_cases.claim(other, get_case(author))
        earlier = timezone.now() - report_cases.CLAIMED_FOR - timedelta(minutes=1)
        ModerationCase._base_manager.update(claimed_at=earlier)
        assert report_cases.claim(moderator, get_case(author))

    def test_claim_stays_while_reports_are_open(self, author: Profile, moderator: Any) -> None:
        first = services.report(make_profile(), profile=author, category="spam")
        report_cases.claim(moderator, get_case(author))
        opened_at = get_case(author).opened_at
        second = services.report(make_profile(), profile=author, category="spam")
        case = get_case(author)
        assert (case.claimed_by_id, case.opened_at) == (moderator.pk, opened_at)
        services.moderate(moderator, "dismiss", report=first)
        assert get_case(author).claimed_by_id == moderator.pk
        services.moderate(moderator, "dismiss", report=second)
        assert get_case(author).claimed_by_id is None

    def test_members_may_not_claim(self, author: Profile, reporter: Profile) -> None:
        services.report(reporter, profile=author, category="spam")
        with pytest.raises(PermissionDenied):
            report_cases.claim(reporter, get_case(author))
