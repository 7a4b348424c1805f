"""Reports, decisions of moderators, and appeals."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from django_tweets import get_tweet_model, services
from django_tweets.models import ModerationAction, ModerationCase, Report, WithheldTweet
from django_tweets.models.moderation import LogError
from django_tweets.services import moderation, report_cases, withholding
from tests.factories import make_profile, make_tweet
from tests.interleaving import run_before_statement
from tests.moderators import make_moderator

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator() -> Any:
    return make_moderator()


@pytest.fixture
def author() -> Any:
    profile = make_profile("ada")
    profile.user.email = "ada@example.org"
    profile.user.save()
    return profile


def is_readable(tweet: Any, viewer: Any = None) -> bool:
    found: bool = get_tweet_model()._rows.visible_to(viewer).filter(pk=tweet.pk).exists()
    return found


class TestReport:
    def test_reporter_has_one_open_report_about_a_profile(self, author: Any) -> None:
        reporter = make_profile("rose")
        one, two = make_tweet(author, "one"), make_tweet(author, "two")
        first = services.report(reporter, tweets=[one], category="spam", comment="a")
        again = services.report(reporter, tweets=[one, two], category="abuse", comment="b")
        assert again.pk == first.pk
        assert again.comment == "a\nb"
        assert sorted(first.reported_tweets.values_list("content", flat=True)) == ["one", "two"]
        case = ModerationCase._base_manager.get(pk=author.pk)
        assert (case.open_count, case.report_count, case.is_open) == (1, 1, True)

    def test_tweets_need_one_author(self, author: Any) -> None:
        reporter, other = make_profile("rose"), make_profile("otto")
        with pytest.raises(ValidationError):
            services.report(
                reporter, tweets=[make_tweet(author), make_tweet(other)], category="spam"
            )

    def test_hidden_tweet_cannot_be_reported(self, author: Any) -> None:
        tweet = make_tweet(author, visibility="followers")
        with pytest.raises(PermissionDenied):
            services.report(make_profile("rose"), tweets=[tweet], category="spam")


class TestModerate:
    def test_others_may_not_moderate(self, author: Any) -> None:
        with pytest.raises(PermissionDenied):
            services.moderate(make_profile("rose"), "suspend", profile=author)

    def test_hidden_tweet_comes_back_as_it_was(self, author: Any, moderator: Any) -> None:
        tweet = make_tweet(author, "hello #tea")
        report = services.report(make_profile("rose"), tweets=[tweet], category="spam")
        action = services.moderate(moderator, "hide", tweet=tweet, message="Please not.")
        assert not is_readable(tweet)
        assert is_readable(tweet, author)
        author.refresh_from_db()
        assert author.tweet_count == 0
        report.refresh_from_db()
        assert (report.is_open, report.outcome, report.action_id) == (None, "acted", action.pk)
        services.moderate(moderator, "restore", tweet=tweet)
        assert is_readable(tweet)
        author.refresh_from_db()
        assert author.tweet_count == 1
        assert not WithheldTweet._base_manager.exists()

    def test_suspension_with_an_end_ends(self, author: Any, moderator: Any) -> None:
        tweet = make_tweet(author)
        until = timezone.now() + timedelta(hours=1)
        action = services.moderate(moderator, "suspend", profile=author, until=until)
        assert not is_readable(tweet)
        assert moderation.end_actions() == 0
        ModerationAction._base_manager.filter(pk=action.pk).update(until=timezone.now())
        assert moderation.end_actions() == 1
        assert moderation.end_actions() == 0
        assert is_readable(tweet)

    def test_suspension_of_a_deleted_profile_is_left_alone(
        self, author: Any, moderator: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Otherwise a few of them would use up the bound of each run."""
        monkeypatch.setattr(moderation, "MAX_ENDED", 1)
        other = make_profile("otto")
        for profile in (author, other):
            until = timezone.now() + timedelta(hours=1)
            action = services.moderate(moderator, "limit", profile=profile, until=until)
            ModerationAction._base_manager.filter(pk=action.pk).update(until=timezone.now())
        services.delete_profile(author)
        assert moderation.end_actions() == 1
        other.refresh_from_db()
        assert not other.is_limited

    def test_earliest_end_comes_first(
        self, author: Any, moderator: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(moderation, "MAX_ENDED", 1)
        profiles = [author, make_profile("otto"), make_profile("rose")]
        for profile, hours in zip(profiles, (2, 3, 1), strict=True):
            until = timezone.now() + timedelta(hours=1)
            action = services.moderate(moderator, "suspend", profile=profile, until=until)
            ended = timezone.now() - timedelta(hours=hours)
            ModerationAction._base_manager.filter(pk=action.pk).update(until=ended)
        for expected in ([True, False, True], [False, False, True], [False, False, False]):
            assert moderation.end_actions() == 1
            for profile in profiles:
                profile.refresh_from_db()
            assert [profile.is_suspended for profile in profiles] == expected

    def test_log_cannot_be_changed(self, author: Any, moderator: Any) -> None:
        action = services.moderate(moderator, "warn", profile=author, message="Mind the rules.")
        for change in (action.save, action.delete, ModerationAction.objects.all().delete):
            with pytest.raises(LogError):
                change()

    def test_person_is_told_by_mail(
        self, author: Any, moderator: Any, django_capture_on_commit_callbacks: Any
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            services.moderate(moderator, "warn", profile=author, message="Mind the rules.")
        assert "Mind the rules." in mail.outbox[0].body

    def test_accepted_appeal_undoes_the_action(self, author: Any, moderator: Any) -> None:
        tweet = make_tweet(author)
        action = services.moderate(moderator, "delete", tweet=tweet)
        appeal = services.appeal(author, action, "It was a joke.")
        other = make_moderator("max")
        with pytest.raises(PermissionDenied):
            services.decide(moderator, appeal, accept=True)
        services.decide(other, appeal, accept=True)
        assert is_readable(tweet)

    def test_deleted_tweet_goes_after_a_month(self, author: Any, moderator: Any) -> None:
        tweet = make_tweet(author)
        services.moderate(moderator, "delete", tweet=tweet)
        assert withholding.delete_removed_tweets() == 0
        WithheldTweet._base_manager.update(purge_at=timezone.now())
        assert withholding.delete_removed_tweets() == 1
        assert not get_tweet_model()._base_manager.filter(pk=tweet.pk).exists()

    def test_tweet_that_is_restored_meanwhile_is_not_deleted(
        self, author: Any, moderator: Any
    ) -> None:
        restored, other = make_tweet(author), make_tweet(author)
        for tweet in (restored, other):
            services.moderate(moderator, "delete", tweet=tweet)
        WithheldTweet._base_manager.update(purge_at=timezone.now())

        def restore() -> None:
            services.moderate(moderator, "restore", tweet=restored)

        with run_before_statement("SAVEPOINT", restore):
            assert withholding.delete_removed_tweets() == 1
        assert is_readable(restored)
        assert not get_tweet_model()._base_manager.filter(pk=other.pk).exists()

    def test_case_is_claimed_by_one_moderator(self, author: Any, moderator: Any) -> None:
        services.report(make_profile("rose"), profile=author, category="spam")
        case = ModerationCase._base_manager.get()
        assert report_cases.claim(moderator, case)
        assert not report_cases.claim(make_moderator("max"), case)

    def test_dismissed_tweet_is_not_reported_again_until_edited(
        self, author: Any, moderator: Any
    ) -> None:
        tweet = make_tweet(author, "hello")
        services.report(make_profile("rose"), tweets=[tweet], category="spam")
        services.moderate(moderator, "dismiss", tweet=tweet)
        again = services.report(make_profile("rosa"), tweets=[tweet], category="spam")
        assert again.outcome == "dismissed"
        services.edit(tweet, "worse")
        third = services.report(make_profile("rosi"), tweets=[tweet], category="spam")
        assert Report._base_manager.get(pk=third.pk).is_open


class TestReverse:
    """An appeal, the end of an action and the restore button undo one action and no other."""

    def test_end_of_a_limit_lifts_no_suspension(self, author: Any, moderator: Any) -> None:
        until = timezone.now() + timedelta(hours=1)
        limit = services.moderate(moderator, "limit", profile=author, until=until)
        services.moderate(moderator, "suspend", profile=author)
        ModerationAction._base_manager.filter(pk=limit.pk).update(until=timezone.now())
        assert moderation.end_actions() == 1
        author.refresh_from_db()
        assert (author.is_limited, author.is_suspended) == (False, True)

    def test_earlier_suspension_does_not_end_a_later_one(self, author: Any, moderator: Any) -> None:
        tweet = make_tweet(author)
        until = timezone.now() + timedelta(hours=1)
        first = services.moderate(moderator, "suspend", profile=author, until=until)
        services.moderate(moderator, "suspend", tweet=tweet)
        ModerationAction._base_manager.filter(pk=first.pk).update(until=timezone.now())
        assert moderation.end_actions() == 0
        moderation.reverse(first, moderator)
        author.refresh_from_db()
        assert author.is_suspended

    def test_accepted_appeal_against_a_warning_lifts_nothing(
        self, author: Any, moderator: Any
    ) -> None:
        warning = services.moderate(moderator, "warn", profile=author)
        services.moderate(moderator, "limit", profile=author)
        moderation.reverse(warning, moderator)
        author.refresh_from_db()
        assert author.is_limited

    def test_tweet_stays_withheld_by_another_action(self, author: Any, moderator: Any) -> None:
        tweet = make_tweet(author)
        services.moderate(moderator, "mark_sensitive", tweet=tweet)
        hidden = services.moderate(moderator, "hide", tweet=tweet)
        deleted = services.moderate(moderator, "delete", tweet=tweet)
        moderation.reverse(deleted, moderator)
        assert WithheldTweet._base_manager.get(pk=tweet.pk).reason == "hidden"
        moderation.reverse(hidden, moderator)
        assert is_readable(tweet)
        tweet.refresh_from_db()
        assert tweet.is_sensitive
        services.moderate(moderator, "restore", tweet=tweet)
        tweet.refresh_from_db()
        assert not tweet.is_sensitive


def test_suspended_moderator_may_not_moderate(author: Any, moderator: Any) -> None:
    services.moderate(make_moderator("max"), "suspend", profile=moderator)
    moderator.refresh_from_db()
    with pytest.raises(PermissionDenied):
        services.moderate(moderator, "warn", profile=author)


class TestLimit:
    def test_limited_author_is_not_in_public_lists(self, author: Any, moderator: Any) -> None:
        tweet = make_tweet(author, "#tea")
        services.moderate(moderator, "limit", profile=author)
        assert is_readable(tweet)
        assert not get_tweet_model()._rows.visible_to(None).listed_for(None).exists()
