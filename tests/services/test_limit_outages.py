"""Limits on a site whose Redis is away or hangs: the database counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from django_tweets.cache import breaker
from django_tweets.models import RateLimit
from django_tweets.services import LimitExceeded, limits
from tests import redis_server

if TYPE_CHECKING:
    from tests.factories import Profile


@pytest.mark.django_db
@pytest.mark.redis
@pytest.mark.parametrize("how", ["stop", "hang"])
def test_database_counts_while_redis_is_away(
    ada: Profile, settings: Any, how: str, caplog: pytest.LogCaptureFixture
) -> None:
    settings.DJANGO_TWEETS_LIMITS = {"like": "2/hour"}
    settings.DJANGO_TWEETS_NEW_MEMBER_LIMITS = None
    with redis_server.run_server() as server:
        settings.CACHES = server.get_caches(socket_timeout=0.2)
        limits.count_action(ada, "like")
        assert not RateLimit._base_manager.exists()
        getattr(server, how)()
        for _ in range(2):
            limits.count_action(ada, "like")
        with pytest.raises(LimitExceeded):
            limits.count_action(ada, "like")
        assert RateLimit._base_manager.count() == 1
        assert len(caplog.records) == 1
        if how == "hang":
            server.resume()
            breaker._next_call = 0
            # Redis has counted the first, and now does what it was asked before it was left alone.
            with pytest.raises(LimitExceeded):
                limits.count_action(ada, "like")
