"""Members of open event streams: whether they are still signed in, by any session store."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib import auth
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends import cache, cached_db, db, signed_cookies
from django.db import DatabaseError
from django.test import RequestFactory

from django_tweets.views.stream_members import get_member, read_members
from tests.factories import make_profile
from tests.queries import at_most

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

    from tests.factories import Profile

pytestmark = pytest.mark.django_db

STORES = [db.SessionStore, cached_db.SessionStore, cache.SessionStore, signed_cookies.SessionStore]


class FailingStore(signed_cookies.SessionStore):
    """A session store of a site, which can't be read."""

    error: Exception

    def load(self) -> Any:
        raise self.error


class SlowStore(db.SessionStore):
    """A session store during whose reads another thread can read the same request."""

    while_reading: Callable[[], Any] | None = None

    def load(self) -> Any:
        work, SlowStore.while_reading = SlowStore.while_reading, None
        data = super().load()
        if work is not None:
            self._session_cache = data  # as it is when load() has returned
            work()
        return data


def make_request(profile: Profile, store: type[Any] | None = db.SessionStore) -> HttpRequest:
    """Return the request of a stream: of a member with a session, or known by something else."""
    request = RequestFactory().get("/")
    request.user = profile.user
    if store is not None:
        request.session = store()
        auth.login(request, profile.user, "django.contrib.auth.backends.ModelBackend")
        request.session.save()
    return request


def set_user(profile: Profile, **values: Any) -> None:
    type(profile.user)._base_manager.filter(pk=profile.user.pk).update(**values)


class TestOneMember:
    def test_user_without_session_is_read_again(self, ada: Profile) -> None:
        request = make_request(ada, None)
        assert get_member(request, again=True) == ada
        set_user(ada, is_active=False)
        assert get_member(request) == ada
        assert get_member(request, again=True) is None

    def test_other_thread_does_not_take_a_signed_out_member_for_one_without_sessions(
        self, ada: Profile
    ) -> None:
        request, found = make_request(ada, SlowStore), []
        SlowStore().delete(request.session.session_key)
        SlowStore.while_reading = lambda: found.append(read_members({request: ada}))
        assert get_member(request, again=True) is None
        assert found == [{request: None}]

    def test_visitor_is_no_member(self) -> None:
        for request in (SimpleNamespace(), SimpleNamespace(user=AnonymousUser())):
            assert get_member(request) is None  # type: ignore[arg-type]  # has what is read


class TestManyMembers:
    @pytest.mark.parametrize("count", [1, 5])
    @pytest.mark.parametrize(
        ("store", "statements"),
        [(db.SessionStore, 2), (cached_db.SessionStore, 2), (cache.SessionStore, 1), (None, 1)],
    )
    def test_query_counts(self, store: type[Any] | None, statements: int, count: int) -> None:
        profiles = [make_profile() for _ in range(count)]
        viewers = {make_request(profile, store): profile for profile in profiles}
        with at_most(statements):
            assert read_members(viewers) == viewers

    @pytest.mark.parametrize("store", [*STORES, None])
    def test_member_goes_on_until_deactivated(
        self, ada: Profile, bob: Profile, store: type[Any] | None
    ) -> None:
        first, second = make_request(ada, store), make_request(bob, store)
        assert read_members({first: ada, second: bob}) == {first: ada, second: bob}
        set_user(ada, is_active=False)
        assert read_members({first: ada, second: bob}) == {first: None, second: bob}

    @pytest.mark.parametrize("store", STORES)
    def test_session_ends_with_another_password(self, ada: Profile, store: type[Any]) -> None:
        request = make_request(ada, store)
        set_user(ada, password="another")
        assert read_members({request: ada}) == {request: None}

    def test_another_password_ends_nothing_without_a_session(self, ada: Profile) -> None:
        request = make_request(ada, None)
        set_user(ada, password="another")
        assert read_members({request: ada}) == {request: ada}

    @pytest.mark.parametrize("store", STORES[:3])
    def test_member_who_has_signed_out_may_have_no_more(
        self, ada: Profile, bob: Profile, store: type[Any]
    ) -> None:
        first, second = make_request(ada, store), make_request(bob, store)
        store().delete(first.session.session_key)
        assert read_members({first: ada, second: bob}) == {first: None, second: bob}

    def test_session_of_somebody_else_is_that_of_no_member(
        self, ada: Profile, bob: Profile
    ) -> None:
        request = make_request(bob)
        assert read_members({request: ada}) == {request: None}

    def test_session_that_cannot_be_read_ends_one_stream(
        self,
        ada: Profile,
        bob: Profile,
        monkeypatch: pytest.MonkeyPatch,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        first, second = make_request(ada, FailingStore), make_request(bob)
        monkeypatch.setattr(FailingStore, "error", ValueError("gone"), raising=False)
        assert read_members({first: ada, second: bob}) == {first: None, second: bob}
        records = [row for row in caplog.records if row.name == "django_tweets.live"]
        assert [row.exc_info and row.exc_info[1] for row in records] == [FailingStore.error]

    def test_error_of_the_database_ends_no_stream(
        self, ada: Profile, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """It is raised, and the look is repeated."""
        request = make_request(ada, FailingStore)
        monkeypatch.setattr(FailingStore, "error", DatabaseError("gone"), raising=False)
        with pytest.raises(DatabaseError):
            read_members({request: ada})
