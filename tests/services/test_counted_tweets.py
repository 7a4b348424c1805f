"""Counters of tweets and profiles: they include only what everyone may read."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from django_tweets import get_profile_model, get_tweet_model, services, timelines
from django_tweets.models.visibility import OPEN_VISIBILITIES
from django_tweets.services import counted_tweets, recount, tasks
from tests.consistency import find_inconsistencies
from tests.factories import TWEET_EXTRA, make_profile, make_tweet

if TYPE_CHECKING:
    from django.test import Client

    from tests.factories import Profile, Tweet

pytestmark = pytest.mark.django_db

COUNTERS = {"reply_count": "in_reply_to", "quote_count": "quote_of", "retweet_count": "retweet_of"}


def stored(row: Any) -> Any:
    return type(row)._base_manager.get(pk=row.pk)


def visible(**conditions: Any) -> int:
    """Return the number of these tweets that a visitor may read."""
    tweets: Any = get_tweet_model()._rows.visible_to(None)
    count: int = tweets.filter(**conditions).count()
    return count


def hide(profile: Profile, **changes: bool) -> None:
    """Set flags of a profile, and run the task that follows."""
    get_profile_model()._base_manager.filter(pk=profile.pk).update(**changes)
    tasks.rebuild_profile_hashtags.func(profile.pk)


def check(root: Tweet, authors: list[Profile]) -> None:
    now = stored(root)
    for counter, relation in COUNTERS.items():
        assert getattr(now, counter) == visible(**{relation: root.pk}), counter
    for author in authors:
        tweets = author.tweets.filter(visibility__in=OPEN_VISIBILITIES)
        assert stored(author).tweet_count == tweets.count()


WRITES = ["reply", "quote", "reply and quote", "retweet", "edit", "save", "delete"]
CHANGES = ["protect", "unprotect", "suspend", "reinstate", "deactivate", "activate"]

actions = st.lists(
    st.tuples(
        st.sampled_from([*WRITES, *CHANGES]),
        st.integers(0, 1),
        st.integers(0, 3),
        st.sampled_from(["public", "public", "unlisted", "followers", "mentioned"]),
    ),
    min_size=4,
    max_size=10,
)

FLAGS: dict[str, dict[str, bool]] = {
    "protect": {"is_protected": True},
    "unprotect": {"is_protected": False},
    "suspend": {"is_suspended": True},
    "reinstate": {"is_suspended": False},
}


@example([("reply", 0, 0, "public"), ("protect", 0, 0, ""), ("delete", 0, 0, "")])
@example([("reply", 0, 0, "followers"), ("edit", 0, 0, "public"), ("suspend", 0, 0, "")])
@given(actions)
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_counters_are_what_a_visitor_may_read(steps: list[tuple[str, int, int, str]]) -> None:
    authors = [make_profile(), make_profile()]
    root = make_tweet(make_profile())
    written: list[list[Any]] = [[], []]
    for name, who, which, visibility in steps:
        author, own = authors[who], written[who]
        fields = {"visibility": visibility, **TWEET_EXTRA}
        if name in FLAGS:
            hide(author, **FLAGS[name])
        elif name.endswith("activate"):
            get_user_model()._base_manager.filter(pk=author.user_id).update(
                is_active=name == "activate"
            )
            tasks.rebuild_profile_hashtags.func(author.pk)
        elif name == "retweet":
            make_retweet(author, root, own)
        elif name in {"edit", "save", "delete"}:
            if own:
                change(name, own, which, visibility)
        else:
            references = {
                relation: root
                for word, relation in (("reply", "in_reply_to"), ("quote", "quote_of"))
                if word in name
            }
            own.append(make_tweet(author, **references, **fields))
        check(root, authors)
    assert find_inconsistencies() == []


def make_retweet(author: Profile, root: Tweet, own: list[Any]) -> None:
    if not author.tweets.filter(retweet_of=root.pk).exists():
        own.append(make_tweet(author, "", retweet_of=root))


def change(name: str, own: list[Any], which: int, visibility: str) -> None:
    tweet = own[which % len(own)]
    if name == "delete":
        own.remove(tweet)
        services.delete(tweet)
    elif tweet.retweet_of_id is not None:
        return
    elif name == "edit":
        with suppress(PermissionDenied):  # a suspended member can't
            services.edit(tweet, tweet.content, visibility=visibility)
    else:
        tweet.visibility = visibility
        tweet.save(update_fields=["visibility"]) if which % 2 else tweet.save()


def test_profile_shows_its_tweet_count_to_those_who_may_read_its_tweets(
    client: Client, ada: Profile, bob: Profile
) -> None:
    make_tweet(ada)
    url = reverse("django_tweets:profile_detail", args=[ada.handle])
    services.follow(bob, ada)
    services.update_profile(ada, is_protected=True)
    shown = []
    for profile in (None, make_profile(), bob, ada):
        client.logout()
        if profile is not None:
            client.force_login(profile.user)
        html = client.get(url).content.decode()
        shown.append("<b>1</b> tweet" in html.split("tw-timeline")[0])
    assert shown == [False, False, True, True]


@pytest.mark.parametrize("visibility", ["followers", "mentioned"])
def test_replies_and_quotes_for_few_move_no_count(
    ada: Profile, bob: Profile, visibility: str
) -> None:
    root = make_tweet(ada)
    make_tweet(bob)
    few = [
        services.publish(bob, "@ada", visibility=visibility, **{relation: root}, **TWEET_EXTRA)
        for relation in ("in_reply_to", "quote_of")
    ]
    assert (stored(root).reply_count, stored(root).quote_count) == (0, 0)
    assert stored(bob).tweet_count == 1
    for tweet in few:
        services.delete(tweet)
    assert stored(bob).tweet_count == 1


def test_batches_count_all_tweets_of_a_profile(
    ada: Profile, bob: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counted_tweets, "BATCH_SIZE", 2)
    roots = [make_tweet(ada) for _ in range(5)]
    for root in roots:
        make_tweet(bob, in_reply_to=root)
    hide(bob, is_protected=True)
    assert [stored(root).reply_count for root in roots] == [0] * 5
    hide(bob, is_protected=False)
    assert [stored(root).reply_count for root in roots] == [1] * 5


def test_tweet_deleted_before_the_task_is_uncounted_once(ada: Profile, bob: Profile) -> None:
    root = make_tweet(ada)
    replies = [make_tweet(bob, in_reply_to=root) for _ in range(3)]
    get_profile_model()._base_manager.filter(pk=bob.pk).update(is_protected=True)
    services.delete(replies[0])
    assert stored(root).reply_count == 2  # those that the task has to uncount
    tasks.rebuild_profile_hashtags.func(bob.pk)
    services.delete(replies[1])
    assert stored(root).reply_count == 0


def test_recount_counts_as_the_services_do(ada: Profile, bob: Profile) -> None:
    model: Any = get_tweet_model()
    root = make_tweet(ada)
    for visibility in ("public", "followers"):
        row = model(
            profile=bob, content="x", in_reply_to=root, visibility=visibility, **TWEET_EXTRA
        )
        model._rows.bulk_create([row])
    found = [list(recount.recount(batch_size=10, dry_run=dry)) for dry in (True, False)]
    for rows in found:
        wrong = {(model._meta.model_name, name): n for model, name, n in rows if n}
        assert wrong == {
            (model._meta.model_name, "is_counted"): 1,
            (get_profile_model()._meta.model_name, "tweet_count"): 1,
        }
    check(root, [ada, bob])
    assert find_inconsistencies() == []


def test_retweet_by_a_protected_profile_is_not_counted(ada: Profile, bob: Profile) -> None:
    root = make_tweet(ada)
    services.update_profile(bob, is_protected=True)
    retweet = services.retweet(bob, root)
    assert (stored(root).retweet_count, stored(retweet).is_counted) == (0, False)
    services.delete(root)
    with pytest.raises(get_tweet_model().DoesNotExist):
        make_tweet(bob, "", retweet_of=root)


def test_reply_takes_as_many_statements_as_before(
    ada: Profile, bob: Profile, django_assert_num_queries: Any
) -> None:
    root = make_tweet(ada)
    # Savepoint, author, parent, insert, search entry, release.
    with django_assert_num_queries(6):
        make_tweet(bob, in_reply_to=root)


@pytest.mark.parametrize("change", ["is_protected", "is_suspended"])
def test_likes_and_follows_are_numbers_of_rows(ada: Profile, change: str) -> None:
    """They have no text and no audience: the lists leave people out, the numbers count them."""
    fan, tweet = make_profile("fan"), make_tweet(ada)
    services.like(fan, tweet)
    services.follow(fan, ada)
    services.update_profile(fan, **{change: True})
    assert stored(tweet).like_count == stored(ada).follower_count == 1
    assert timelines.profiles.likers(tweet, None).rows == []
