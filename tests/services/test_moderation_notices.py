"""Decisions of the moderators in notifications and e-mails, in the language of the person."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import django
import pytest
from django.core import mail
from django.utils import timezone, translation

from django_tweets import digests, get_profile_model, notification_text, services, timelines
from django_tweets.models import ModerationAction, Notification, NotificationSettings
from django_tweets.services import moderation_notices, tasks
from tests.consistency import find_inconsistencies
from tests.factories import make_profile, make_tweet
from tests.moderators import make_moderator

if TYPE_CHECKING:
    from tests.factories import Profile

pytestmark = pytest.mark.django_db

BASE = "https://example.org"


@pytest.fixture
def moderator() -> Any:
    return make_moderator()


@pytest.fixture
def person() -> Profile:
    return make_person("person")


def make_person(handle: str) -> Profile:
    profile: Any = make_profile(handle)
    user = profile.user
    setattr(user, user.get_email_field_name(), f"{handle}@example.org")
    user.save()
    mail.outbox.clear()
    return profile


def notices_of(profile: Profile) -> list[str]:
    rows = timelines.notifications(profile).rows
    return [notification_text.get_text(row) for row in rows]


class TestMail:
    @pytest.mark.parametrize(
        ("language", "subject"),
        [
            ("en", "A decision of the moderators"),
            ("de", "Eine Entscheidung der Moderation"),
            ("es", "Una decisión de los moderadores"),
            ("ja", "モデレーターの決定"),
            ("ar", "قرار من المشرفين"),
        ],
    )
    def test_mail_is_in_the_language_of_the_person(
        self, person: Profile, moderator: Any, run_with_tasks: Any, language: str, subject: str
    ) -> None:
        services.update_notification_settings(person, language=language)
        with translation.override("en"):
            run_with_tasks(
                services.moderate, moderator, "warn", profile=person, message="Mind the rules."
            )
        (sent,) = mail.outbox
        assert sent.subject == subject
        assert sent.to == ["person@example.org"]
        lines = sent.body.split("\n\n")
        assert lines[1] == "Mind the rules."
        assert len(lines) == 3
        assert moderator.handle not in sent.body
        with translation.override(language):
            assert lines[0] == str(ModerationAction(action="warn").announcement)

    @pytest.mark.parametrize("kind", ["warn", "limit", "suspend", "restore"])
    def test_mail_about_the_profile(
        self, person: Profile, moderator: Any, run_with_tasks: Any, kind: str
    ) -> None:
        action = run_with_tasks(services.moderate, moderator, kind, profile=person)
        (sent,) = mail.outbox
        assert action.announcement in sent.body
        assert ("appeal" in sent.body) is (kind != "restore")

    @pytest.mark.parametrize("kind", ["mark_sensitive", "hide", "delete"])
    def test_mail_about_a_tweet(
        self, person: Profile, moderator: Any, run_with_tasks: Any, kind: str
    ) -> None:
        action = run_with_tasks(services.moderate, moderator, kind, tweet=make_tweet(person))
        assert action.announcement in mail.outbox[0].body

    def test_dismissal_is_not_told(
        self, person: Profile, moderator: Any, run_with_tasks: Any
    ) -> None:
        services.report(make_profile(), profile=person, category="spam")
        run_with_tasks(services.moderate, moderator, "dismiss", profile=person)
        assert "person@example.org" not in [address for sent in mail.outbox for address in sent.to]
        assert notices_of(person) == []

    def test_message_adds_no_header(
        self, person: Profile, moderator: Any, run_with_tasks: Any
    ) -> None:
        message = "Hello\r\nBcc: eve@example.org\r\n\r\nmore"
        run_with_tasks(services.moderate, moderator, "warn", profile=person, message=message)
        (sent,) = mail.outbox
        assert "\n" not in sent.subject
        assert sent.message()["Bcc"] is None
        assert sent.recipients() == ["person@example.org"]
        assert "Bcc: eve@example.org" in sent.body

    @pytest.mark.parametrize("is_accepted", [True, False])
    def test_person_is_told_of_the_answer_to_an_appeal(
        self, person: Profile, moderator: Any, run_with_tasks: Any, is_accepted: bool
    ) -> None:
        action = services.moderate(moderator, "hide", tweet=make_tweet(person))
        appeal = services.appeal(person, action, "It was a joke.")
        run_with_tasks(
            services.decide,
            make_moderator("xavier"),
            appeal,
            accept=is_accepted,
            answer="ANSWER",
        )
        sent = mail.outbox[-1]
        assert sent.subject == "A decision about your appeal"
        assert ("accepted" if is_accepted else "rejected") in sent.body
        assert "ANSWER" in sent.body

    def test_task_that_runs_twice_sends_once(
        self, person: Profile, moderator: Any, run_with_tasks: Any
    ) -> None:
        action = run_with_tasks(services.moderate, moderator, "warn", profile=person)
        appeal = services.appeal(person, action, "It was a joke.")
        run_with_tasks(services.decide, make_moderator("xavier"), appeal, accept=False)
        before = len(mail.outbox)
        tasks.tell_of_moderation.func(action.pk)
        tasks.tell_of_appeal.func(appeal.pk)
        assert len(mail.outbox) == before

    def test_nobody_is_told_of_what_is_gone(self, person: Profile, moderator: Any) -> None:
        action = services.moderate(moderator, "warn", profile=person)
        appeal = services.appeal(person, action, "It was a joke.")
        get_profile_model()._base_manager.filter(pk=person.pk).update(deleted_at=timezone.now())
        for key in (action.pk, 0):
            moderation_notices.tell_of_moderation(key)
        for key in (appeal.pk, 0):
            moderation_notices.tell_of_appeal(key)
        assert mail.outbox == []
        assert not Notification._base_manager.exists()

    def test_person_without_an_address(
        self, moderator: Any, run_with_tasks: Any, settings: Any
    ) -> None:
        profile: Any = make_profile("plain")
        setattr(profile.user, profile.user.get_email_field_name(), "")
        profile.user.save()
        imported: Any = make_profile("remote")
        get_profile_model()._base_manager.filter(pk=imported.pk).update(user=None)
        for each in (profile, imported):
            run_with_tasks(services.moderate, moderator, "warn", profile=each)
        assert mail.outbox == []
        assert len(notices_of(profile)) == 1

    def test_error_of_the_mail_server_is_logged(
        self, person: Profile, moderator: Any, run_with_tasks: Any, settings: Any, caplog: Any
    ) -> None:
        if django.VERSION >= (6, 1):
            settings.MAILERS = {"default": {"BACKEND": f"{__name__}.BrokenBackend"}}
        else:
            settings.EMAIL_BACKEND = f"{__name__}.BrokenBackend"
        run_with_tasks(services.moderate, moderator, "warn", profile=person)
        assert "can’t be sent" in caplog.text
        assert len(notices_of(person)) == 1


class BrokenBackend:
    """An e-mail backend whose server is down."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        raise ConnectionRefusedError


class TestNotifications:
    def test_each_decision_is_one_notification_without_a_name(
        self, person: Profile, moderator: Any, run_with_tasks: Any
    ) -> None:
        for _ in range(2):
            run_with_tasks(services.moderate, moderator, "warn", profile=person)
        assert notices_of(person) == ["The moderators have made a decision about you"] * 2
        assert timelines.unread_count(person) == 2
        assert find_inconsistencies() == []

    def test_reporters_are_told_of_the_outcome(
        self, person: Profile, moderator: Any, run_with_tasks: Any, settings: Any
    ) -> None:
        settings.DJANGO_TWEETS_VISITOR_REPORTS = True
        reporters = [make_person(f"r{n}") for n in range(2)]
        for reporter in (*reporters, None):
            services.report(reporter, profile=person, category="spam")
        action = run_with_tasks(services.moderate, moderator, "warn", profile=person)
        tasks.tell_reporters.func(action.pk)
        for reporter in reporters:
            assert notices_of(reporter) == ["The moderators have decided about your report"]
        told = sorted(sent.to[0] for sent in mail.outbox)
        assert told == ["person@example.org", "r0@example.org", "r1@example.org"]

    def test_reporter_who_has_left_is_told_nothing(
        self, person: Profile, moderator: Any, run_with_tasks: Any, settings: Any
    ) -> None:
        settings.DJANGO_TWEETS_DELETION_GRACE = timedelta(days=30)
        reporter = make_person("leaver")
        services.report(reporter, profile=person, category="spam")
        services.delete_profile(reporter)
        run_with_tasks(services.moderate, moderator, "warn", profile=person)
        assert [sent.to[0] for sent in mail.outbox] == ["person@example.org"]
        services.restore_profile(reporter)
        assert notices_of(reporter) == []

    def test_page_links_to_the_decision_without_a_picture(
        self, person: Profile, moderator: Any, run_with_tasks: Any, client: Any
    ) -> None:
        run_with_tasks(services.moderate, moderator, "warn", profile=person)
        client.force_login(person.user)
        html = client.get("/tweets/notifications/").content.decode()
        card = html.partition('<article class="tw-notification')[2].partition("</article>")[0]
        assert 'href="/tweets/decisions/"' in card
        assert 'href="#tw-i-lock"' in card
        assert "tw-avatars" not in card

    def test_rebuild_leaves_notifications_of_moderators(
        self, person: Profile, moderator: Any, run_with_tasks: Any
    ) -> None:
        run_with_tasks(services.moderate, moderator, "warn", profile=person)
        services.rebuild_notifications([person], since=timezone.now() - timedelta(days=1))
        assert len(notices_of(person)) == 1

    def test_site_code_cannot_add_or_remove_notifications_of_moderators(
        self, person: Profile
    ) -> None:
        for service in (services.notify, services.unnotify):
            with pytest.raises(ValueError, match="itself"):
                service(person, "moderation", actor=make_profile())

    def test_members_cannot_switch_off_notifications_of_moderators(self, person: Profile) -> None:
        with pytest.raises(Exception, match="moderation"):
            services.update_notification_settings(person, kinds={"moderation": False})

    def test_suspended_person_reads_them_after_the_suspension(
        self, person: Profile, moderator: Any, run_with_tasks: Any
    ) -> None:
        run_with_tasks(services.moderate, moderator, "suspend", profile=person)
        run_with_tasks(services.moderate, moderator, "restore", profile=person)
        person.refresh_from_db()
        assert len(notices_of(person)) == 2
        assert find_inconsistencies() == []

    @pytest.mark.parametrize(
        ("language", "text"), [("en", "made a decision"), ("de", "über dich entschieden")]
    )
    def test_digest_leads_to_the_decisions(
        self, person: Profile, moderator: Any, run_with_tasks: Any, language: str, text: str
    ) -> None:
        services.update_notification_settings(person, digest="daily", language=language)
        run_with_tasks(services.moderate, moderator, "warn", profile=person)
        mail.outbox.clear()
        assert digests.send_due_digests(BASE) == 1
        assert text in mail.outbox[0].body
        assert f"{BASE}/tweets/decisions/" in mail.outbox[0].body

    def test_digest_of_a_site_without_the_page(
        self, person: Profile, moderator: Any, run_with_tasks: Any, settings: Any
    ) -> None:
        run_with_tasks(services.moderate, moderator, "warn", profile=person)
        stored = NotificationSettings.for_profile(person)
        page = timelines.notifications(person)
        settings.ROOT_URLCONF = "tests.views.urls_without_reports"
        message = digests.build_message(stored, "a@example.org", page, BASE)
        assert f"{BASE}/tweets/@person/" in message.body
