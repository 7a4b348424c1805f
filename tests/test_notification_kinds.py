"""Notification kinds: the registry, the kinds of a host, and kinds that are not registered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.urls import reverse

from django_tweets import (
    digests,
    get_profile_model,
    notification_kinds,
    notification_text,
    services,
    timelines,
)
from django_tweets.models import Mute, Notification, NotificationPreference, NotificationSettings
from django_tweets.models.notification import GroupKey
from django_tweets.notification_kinds import GroupBy, NotificationKind
from django_tweets.services import notification_groups, tasks
from tests.factories import make_profile, make_tweet
from tests.hosts.badges.services import give_badge, pick, take_badge_back
from tests.notification_rows import notification_rows
from tests.queries import at_most
from tests.templatetags.test_django_tweets import render

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

    from tests.factories import Profile, Tweet

pytestmark = [pytest.mark.django_db, pytest.mark.needs("tests.hosts.badges")]


def make_kind(name: str = "poke", **fields: Any) -> NotificationKind:
    texts = {"one": "%(first)s poked you", "two": "two", "many": "many"}
    return NotificationKind(name=name, label=name, **{"group_by": GroupBy.DAY, **texts, **fields})


@pytest.fixture(autouse=True)
def restored_registry() -> Iterator[None]:
    """Restore the registry after each test."""
    before = notification_kinds.get_kinds()
    yield
    for kind in notification_kinds.get_kinds():
        notification_kinds.unregister(kind.name)
    for kind in before:
        notification_kinds.register(kind)


def register(**fields: Any) -> NotificationKind:
    return notification_kinds.register(make_kind(**fields))


@pytest.fixture
def tweet(ada: Profile) -> Tweet:
    return make_tweet(ada, "THE-TEXT")


def get_page(client: Client, name: str = "notifications") -> str:
    response = client.get(reverse(f"django_tweets:{name}"))
    assert response.status_code == 200
    return response.content.decode().replace("<bdi>", "").replace("</bdi>", "")


def get_texts(viewer: Profile) -> list[str]:
    settings = NotificationSettings.for_profile(viewer)
    page = timelines.notifications(viewer, settings)
    assert timelines.unread_count(viewer) == len(page.rows)
    return [notification_text.get_text(row) for row in page.rows]


class TestRegistry:
    @pytest.mark.parametrize(
        ("fields", "message"),
        [
            ({"name": "like"}, "already"),
            ({"name": "Badge"}, "can't name"),
            ({"name": "1st"}, "can't name"),
            ({"name": "a'b"}, "can't name"),
            ({"name": "a" * 31}, "can't name"),
            ({"name": ""}, "can't name"),
            ({"two": None}, "needs texts"),
            ({"many": None}, "needs texts"),
            ({"is_addressed": True}, "must group by tweet"),
        ],
    )
    def test_wrong_kind_is_refused(self, fields: dict[str, Any], message: str) -> None:
        before = notification_kinds.get_kinds()
        with pytest.raises(ImproperlyConfigured, match=message):
            register(**fields)
        assert notification_kinds.get_kinds() == before

    def test_longest_name_can_be_stored(self, ada: Profile, bob: Profile) -> None:
        register(name="a" * 30)
        assert services.notify(ada, "a" * 30, actor=bob)
        assert get_texts(ada) == ["bob poked you"]

    def test_addressed_kind_needs_one_text(self) -> None:
        kind = register(group_by=GroupBy.TWEET, is_addressed=True, two=None, many=None)
        assert kind.get_text(5, has_second=True) == kind.one

    def test_unknown_kind_can_not_be_unregistered(self) -> None:
        with pytest.raises(LookupError):
            notification_kinds.unregister("poke")

    def test_kind_can_be_replaced(self, ada: Profile, bob: Profile, tweet: Tweet) -> None:
        notification_groups.add_actor(GroupKey(ada.pk, "like", tweet.pk), bob.pk)
        notification_kinds.unregister("like")
        register(name="like", group_by=GroupBy.TWEET, one="%(first)s hearts it")
        assert get_texts(ada) == ["bob hearts it"]

    def test_list_without_names_matches_no_kind(self) -> None:
        assert notification_kinds.sql_names(lambda kind: False) == "''"


class TestHostKind:
    def test_page_shows_one_two_and_many_actors(
        self, as_ada: Client, ada: Profile, tweet: Tweet
    ) -> None:
        people = [make_profile(f"person{n}") for n in range(4)]
        links = [
            f'<a href="{person.get_absolute_url()}">{person.shown_name}</a>' for person in people
        ]
        expected = [
            "{0} gave you a badge",
            "{1} and {0} gave you badges",
            "{2} and 2 others gave you badges",
            "{3} and 3 others gave you badges",
        ]
        for person, text in zip(people, expected, strict=True):
            give_badge(person, ada)
            pick(person, tweet)
            html = get_page(as_ada)
            assert text.format(*links) in html
            assert html.count('<article class="tw-notification') == 2
        assert "{3} and 3 others picked your tweet".format(*links) in html
        assert "THE-TEXT" in html
        assert ">Your badges</a>" in html
        assert "gave you" not in get_page(as_ada, "notification_mentions")

    def test_bell_counts_host_kind(self, as_ada: Client, ada: Profile, bob: Profile) -> None:
        give_badge(bob, ada)
        assert ">Notifications, 1 unread<" in get_page(as_ada, "home")
        assert render("{% unread_notification_count %}", ada) == "1"

    def test_tag_shows_host_kind(self, ada: Profile, bob: Profile) -> None:
        give_badge(bob, ada)
        assert "gave you a badge" in render("{% notifications %}", ada)

    def test_digest_has_host_kind(self, ada: Profile, bob: Profile, tweet: Tweet) -> None:
        ada.user.email = "ada@example.org"
        ada.user.save()
        services.update_notification_settings(ada, digest="daily")
        give_badge(bob, ada)
        pick(bob, tweet)
        assert digests.send_due_digests("https://example.org") == 1
        body = str(mail.outbox[0].body)
        assert "bob gave you a badge" in body
        assert f"https://example.org{bob.get_absolute_url()}" in body
        assert "bob picked your tweet" in body
        assert f"https://example.org{tweet.get_absolute_url()}" in body

    def test_settings_page_switches_host_kind_off(
        self, as_ada: Client, ada: Profile, bob: Profile
    ) -> None:
        give_badge(bob, ada)
        assert "Somebody gives you a badge" in get_page(as_ada, "notification_settings")
        url = reverse("django_tweets:notification_settings")
        as_ada.post(url, {"on_pick": "on"})
        assert get_texts(ada) == []
        eve = make_profile("eve")
        assert not services.notify(ada, "badge", actor=eve)
        as_ada.post(url, {"on_badge": "on"})
        assert get_texts(ada) == ["bob gave you a badge"]
        give_badge(eve, ada)
        assert get_texts(ada) == ["eve and bob gave you badges"]

    @pytest.mark.parametrize("how", ["blocked", "blocks", "muted", "suspended"])
    def test_hidden_actor_is_not_named(self, ada: Profile, bob: Profile, how: str) -> None:
        give_badge(bob, ada)
        if how == "blocked":
            services.block(ada, bob)
        elif how == "blocks":
            services.block(bob, ada)
        elif how == "muted":
            Mute.objects.create(muter=ada, muted=bob)
        else:
            get_profile_model().objects.filter(pk=bob.pk).update(is_suspended=True)
        assert get_texts(ada) == []

    def test_protected_actor_is_named_to_followers(
        self, ada: Profile, bob: Profile, tweet: Tweet
    ) -> None:
        """Except for kinds with names_protected_actors. What came before stays untold."""
        services.update_profile(bob, is_protected=True)
        give_badge(bob, ada)
        pick(bob, tweet)
        assert get_texts(ada) == ["bob gave you a badge"]
        services.accept_follow(services.follow(ada, bob))  # type: ignore[arg-type]  # bob is protected
        assert get_texts(ada) == ["bob gave you a badge"]
        pick(bob, make_tweet(ada))
        assert get_texts(ada) == ["bob picked your tweet", "bob gave you a badge"]

    def test_protected_actor_beside_others_is_not_counted(
        self, ada: Profile, bob: Profile, tweet: Tweet
    ) -> None:
        services.update_profile(bob, is_protected=True)
        pick(bob, tweet)
        pick(make_profile("eve"), tweet)
        assert get_texts(ada) == ["eve picked your tweet"]

    def test_query_count_does_not_depend_on_the_number_of_notifications(
        self, ada: Profile, tweet: Tweet
    ) -> None:
        for _ in range(20):
            person = make_profile()
            give_badge(person, ada)
            pick(person, make_tweet(ada))
        settings = NotificationSettings.for_profile(ada)
        ada.user  # noqa: B018 - which a request has
        with at_most(6):
            timelines.notifications(ada, settings)
        with at_most(1):
            timelines.unread_count(ada)


class TestNotify:
    def test_second_call_changes_nothing(self, ada: Profile, bob: Profile) -> None:
        assert services.notify(ada, kind="badge", actor=bob)
        assert not services.notify(ada, kind="badge", actor=bob)
        assert notification_rows(ada) == [("badge", None, {"bob"})]

    def test_unnotify_removes_the_actor(self, ada: Profile, bob: Profile, tweet: Tweet) -> None:
        eve = make_profile("eve")
        for person in (bob, eve):
            give_badge(person, ada)
            pick(person, tweet)
        pick(bob, other := make_tweet(ada))
        take_badge_back(bob, ada)
        assert services.unnotify(ada, "pick", actor=bob, tweet=tweet)
        assert not services.unnotify(ada, "pick", actor=bob, tweet=tweet)
        assert notification_rows(ada) == [
            ("pick", other.pk, {"bob"}),
            ("pick", tweet.pk, {"eve"}),
            ("badge", None, {"eve"}),
        ]

    def test_unnotify_finds_an_earlier_day(self, ada: Profile, bob: Profile) -> None:
        give_badge(bob, ada)
        Notification.objects.update(subject=1)
        assert services.unnotify(ada, "badge", actor=bob)
        assert notification_rows(ada) == []

    def test_actor_is_not_notified_of_itself(self, ada: Profile) -> None:
        assert not services.notify(ada, "badge", actor=ada)
        assert notification_rows(ada) == []

    def test_nothing_is_written_without_notifications(self, ada: Profile, bob: Profile) -> None:
        with services.without_notifications():
            assert not services.notify(ada, "badge", actor=bob)
        assert notification_rows(ada) == []

    @pytest.mark.parametrize("gone", ["recipient", "actor", "tweet"])
    def test_nothing_is_written_for_deleted_rows(
        self, ada: Profile, bob: Profile, tweet: Tweet, gone: str
    ) -> None:
        rows: dict[str, Any] = {"recipient": ada, "actor": bob, "tweet": tweet}
        type(rows[gone]).objects.filter(pk=rows[gone].pk).delete()
        assert not services.notify(ada, "pick", actor=bob, tweet=tweet)
        assert not Notification.objects.exists()

    def test_tweet_and_kind_have_to_agree(self, ada: Profile, bob: Profile, tweet: Tweet) -> None:
        for service in (services.notify, services.unnotify):
            with pytest.raises(ValueError, match="is not about a tweet"):
                service(ada, "badge", actor=bob, tweet=tweet)
            with pytest.raises(ValueError, match="needs a tweet"):
                service(ada, "pick", actor=bob)
            with pytest.raises(ValueError, match="no notification kind 'poke'"):
                service(ada, "poke", actor=bob)

    def test_query_count_does_not_depend_on_the_number_of_actors(
        self, ada: Profile, bob: Profile, tweet: Tweet, django_assert_num_queries: Any
    ) -> None:
        for _ in range(5):
            pick(make_profile(), tweet)
        # savepoint; lock profiles and tweet; preference; find, savepoint, count, add, release;
        # whether the two have been hidden from each other meanwhile; release
        with django_assert_num_queries(11):
            pick(bob, tweet)


class TestPreferences:
    def test_kind_that_is_off_by_default(self, ada: Profile, bob: Profile) -> None:
        register(is_on_by_default=False)
        assert not services.notify(ada, "poke", actor=bob)
        services.update_notification_settings(ada, {"poke": True})
        assert services.notify(ada, "poke", actor=bob)
        assert get_texts(ada) == ["bob poked you"]
        services.update_notification_settings(ada, {"poke": False})
        assert get_texts(ada) == []

    def test_kind_that_is_not_optional(self, as_ada: Client, ada: Profile, bob: Profile) -> None:
        register(is_optional=False)
        NotificationPreference.objects.create(profile=ada, kind="poke", is_wanted=False)
        assert services.notify(ada, "poke", actor=bob)
        assert get_texts(ada) == ["bob poked you"]
        assert 'name="on_poke"' not in get_page(as_ada, "notification_settings")

    def test_required_addressed_kind_ignores_the_preference(
        self, ada: Profile, bob: Profile
    ) -> None:
        notification_kinds.unregister("mention")
        register(name="mention", group_by=GroupBy.TWEET, is_addressed=True, is_optional=False)
        NotificationPreference.objects.create(profile=ada, kind="mention", is_wanted=False)
        said = make_tweet(bob, "hello @ada")
        tasks.update_tweet_notifications.enqueue(said.pk)
        assert notification_rows(ada) == [("mention", said.pk, {"bob"})]

    @pytest.mark.parametrize("name", ["poke", "nothing"])
    def test_other_kinds_can_not_be_set(self, ada: Profile, name: str) -> None:
        register(is_optional=False)
        with pytest.raises(ValidationError) as caught:
            services.update_notification_settings(ada, {"like": False, name: True})
        assert list(caught.value.message_dict) == [name]
        assert not NotificationPreference.objects.exists()

    def test_preferences_of_others_do_not_count(self, ada: Profile, bob: Profile) -> None:
        services.update_notification_settings(bob, {"badge": False})
        give_badge(bob, ada)
        assert get_texts(ada) == ["bob gave you a badge"]
        assert str(NotificationPreference.objects.get()) == f"{bob.pk}: badge"

    def test_preference_is_stored_once(self, ada: Profile) -> None:
        for is_wanted in (False, True, False):
            services.update_notification_settings(ada, {"badge": is_wanted})
        (row,) = NotificationPreference.objects.all()
        assert (row.kind, row.is_wanted) == ("badge", False)


class TestUnregisteredKind:
    @pytest.fixture
    def removed(self, ada: Profile, bob: Profile) -> str:
        """Name of an unregistered kind that has a notification and a preference."""
        register()
        services.update_notification_settings(ada, {"poke": True}, digest="daily")
        services.notify(ada, "poke", actor=bob)
        assert get_texts(ada) == ["bob poked you"]
        notification_kinds.unregister("poke")
        return "poke"

    def test_notification_of_unregistered_kind_is_not_shown(
        self, as_ada: Client, ada: Profile, bob: Profile, removed: str
    ) -> None:
        give_badge(bob, ada)
        assert get_texts(ada) == ["bob gave you a badge"]
        assert "poke" not in get_page(as_ada)
        assert "poke" not in get_page(as_ada, "notification_settings")
        assert get_page(as_ada, "home")

    def test_digest_leaves_out_unregistered_kind(self, ada: Profile, removed: str) -> None:
        ada.user.email = "ada@example.org"
        ada.user.save()
        assert digests.send_due_digests("https://example.org") == 0

    def test_row_of_unregistered_kind_has_no_text(self, removed: str) -> None:
        row = Notification.objects.get(kind=removed)
        assert row.get_kind() is None
        assert notification_text.get_text(row) == notification_text.get_html(row) == ""

    def test_adding_an_actor_to_unregistered_kind_raises_lookup_error(
        self, ada: Profile, bob: Profile, removed: str
    ) -> None:
        with pytest.raises(LookupError):
            notification_groups.add_actor(GroupKey(ada.pk, removed, 2), bob.pk)

    def test_builtin_kind_that_is_unregistered_is_not_written(
        self,
        ada: Profile,
        bob: Profile,
        tweet: Tweet,
        django_capture_on_commit_callbacks: Any,
    ) -> None:
        for name in ("like", "mention", "follow"):
            notification_kinds.unregister(name)
        with django_capture_on_commit_callbacks(execute=True):
            services.like(bob, tweet)
            services.follow(bob, ada)
            said = make_tweet(bob, "hello @ada")
        tasks.update_tweet_notifications.enqueue(said.pk)
        services.rebuild_notifications([ada], since=tweet.created_at)
        assert notification_rows(ada) == []
