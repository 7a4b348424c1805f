"""services.appeal() and decide(): who may, once, and what the log keeps."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from django_tweets import get_tweet_model, services
from django_tweets.models import (
    Appeal,
    ModerationAction,
    ModerationCase,
    Report,
    ReportedTweet,
    WithheldTweet,
)
from django_tweets.models.moderation import LogError
from django_tweets.services import withholding
from tests.factories import make_profile, make_tweet
from tests.moderators import make_moderator

if TYPE_CHECKING:
    from tests.factories import Profile

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator() -> Any:
    return make_moderator()


@pytest.fixture
def person() -> Profile:
    return make_profile("person")


@pytest.fixture
def action(person: Profile, moderator: Any) -> ModerationAction:
    return services.moderate(moderator, "warn", profile=person)


class TestAppeal:
    def test_second_appeal_is_the_first(self, person: Profile, action: ModerationAction) -> None:
        first = services.appeal(person, action, "It was a joke.")
        assert services.appeal(person, action, "Really.").pk == first.pk
        assert Appeal._base_manager.get().text == "It was a joke."

    def test_signal_is_sent_once(
        self, person: Profile, action: ModerationAction, received: list[Any], run_with_tasks: Any
    ) -> None:
        appeal = run_with_tasks(services.appeal, person, action, "It was a joke.")
        run_with_tasks(services.appeal, person, action, "Again.")
        assert received == [("appealed", appeal)]

    @pytest.mark.parametrize("kind", ["dismiss", "restore"])
    def test_others_actions_and_those_against_nobody(
        self, person: Profile, moderator: Any, action: ModerationAction, kind: str
    ) -> None:
        harmless = services.moderate(moderator, kind, profile=person)
        for profile, row in ((make_profile(), action), (person, harmless)):
            with pytest.raises(PermissionDenied):
                services.appeal(profile, row, "It was a joke.")

    def test_reversed_action(
        self, person: Profile, moderator: Any, action: ModerationAction
    ) -> None:
        services.moderation.reverse(action, moderator)
        with pytest.raises(PermissionDenied):
            services.appeal(person, action, "It was a joke.")

    @pytest.mark.parametrize("text", ["", " \u200b", "x" * 2001])
    def test_invalid_text(self, person: Profile, action: ModerationAction, text: str) -> None:
        with pytest.raises(ValidationError) as caught:
            services.appeal(person, action, text)
        assert list(caught.value.message_dict) == ["text"]


class TestDecide:
    def test_first_decision_counts(
        self, person: Profile, moderator: Any, action: ModerationAction
    ) -> None:
        appeal = services.appeal(person, action, "It was a joke.")
        services.decide(moderator, appeal, accept=False, answer="No.")
        again = services.decide(moderator, appeal, accept=True, answer="Yes.")
        assert (again.is_accepted, again.answer) == (False, "No.")
        assert not ModerationAction._base_manager.filter(action="restore").exists()

    def test_only_moderator_decides_their_own_action(
        self, person: Profile, moderator: Any, action: ModerationAction
    ) -> None:
        appeal = services.appeal(person, action, "It was a joke.")
        other = make_moderator("xavier")
        with pytest.raises(PermissionDenied):
            services.decide(moderator, appeal, accept=True)
        other.user.user_permissions.clear()
        services.decide(moderator, appeal, accept=True)

    def test_moderator_does_not_decide_their_own_appeal(self, moderator: Any) -> None:
        other = make_moderator("xavier")
        action = services.moderate(other, "warn", profile=moderator)
        appeal = services.appeal(moderator, action, "It was a joke.")
        with pytest.raises(PermissionDenied):
            services.decide(moderator, appeal, accept=True)

    def test_members_do_not_decide(self, person: Profile, action: ModerationAction) -> None:
        appeal = services.appeal(person, action, "It was a joke.")
        with pytest.raises(PermissionDenied):
            services.decide(person, appeal, accept=True)


class TestRows:
    def test_log_is_not_changed_by_a_queryset(self, action: ModerationAction) -> None:
        log: Any = ModerationAction.objects
        with pytest.raises(LogError):
            log.update(message="")
        with pytest.raises(LogError):
            log.bulk_update([action], ["message"])
        with pytest.raises(LogError):
            log.all().delete()

    def test_rows_are_named_without_texts(
        self, person: Profile, action: ModerationAction, moderator: Any
    ) -> None:
        tweet = make_tweet(person, "THE-TEXT")
        services.appeal(person, action, "THE-TEXT")
        services.report(make_profile(), tweets=[tweet], category="spam", comment="THE-TEXT")
        services.moderate(moderator, "hide", tweet=tweet, message="THE-TEXT")
        models = (Appeal, ModerationAction, ModerationCase, Report, ReportedTweet)
        for model in (*models, WithheldTweet):
            assert "THE-TEXT" not in " ".join(map(str, model._base_manager.all()))


class TestWithholding:
    def test_tweet_that_is_not_withheld_is_not_released(self, person: Profile) -> None:
        assert not withholding.release(make_tweet(person))

    def test_one_run_deletes_so_many(self, person: Profile, monkeypatch: Any) -> None:
        monkeypatch.setattr(withholding, "MAX_PURGED", 1)
        monkeypatch.setattr(withholding, "PURGED_AFTER", timedelta(days=-1))
        for _ in range(2):
            withholding.withhold(make_tweet(person), "deleted")
        withholding.delete_removed_tweets()
        assert not get_tweet_model()._base_manager.exists()
