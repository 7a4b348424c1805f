"""Visibility rules: each viewer, visibility and state of a profile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from django_tweets import get_profile_model, get_tweet_model, services
from django_tweets.models import Block, Follow, FollowRequest, Mute, Visibility, visibility
from django_tweets.models.visibility import unprotected_profiles
from tests.factories import TWEET_EXTRA, make_profile, make_tweet, make_user

if TYPE_CHECKING:
    from tests.factories import Profile, Tweet
pytestmark = pytest.mark.django_db

PUBLIC, UNLISTED, FOLLOWERS, MENTIONED, _WITHHELD = Visibility
PUBLIC_AND_UNLISTED = {PUBLIC, UNLISTED}


def get_readable(viewer: Profile | None, **of: Any) -> set[str]:
    """Return the visibilities of the tweets with these fields that viewer may read."""
    tweets = get_tweet_model().objects.visible_to(viewer).filter(**of)
    return set(tweets.values_list("visibility", flat=True))


def write_one_of_each(author: Profile, **fields: Any) -> list[Tweet]:
    return [make_tweet(author, visibility=visibility, **fields) for visibility in Visibility]


def set_fields(profile: Profile, **fields: Any) -> None:
    get_profile_model()._base_manager.filter(pk=profile.pk).update(**fields)


@pytest.fixture
def staff(db: None) -> Profile:
    return services.get_profile(make_user("staff", is_staff=True))


@pytest.fixture
def fan(ada: Profile) -> Profile:
    """A follower of ada."""
    fan = make_profile("fan")
    Follow.objects.create(follower=fan, followed=ada)
    return fan


def test_others_may_read_public_and_unlisted(ada: Profile, bob: Profile, staff: Profile) -> None:
    write_one_of_each(ada)
    assert get_readable(None) == get_readable(bob) == get_readable(staff) == PUBLIC_AND_UNLISTED
    assert get_readable(ada) == set(Visibility)


def test_followers_may_read_tweets_for_followers(ada: Profile, fan: Profile) -> None:
    write_one_of_each(ada)
    assert get_readable(fan) == {PUBLIC, UNLISTED, FOLLOWERS}


def test_followed_profile_is_no_follower(ada: Profile, fan: Profile) -> None:
    write_one_of_each(fan)
    assert get_readable(ada) == PUBLIC_AND_UNLISTED


def test_requester_is_no_follower(bob: Profile) -> None:
    author = make_profile(is_protected=True)
    services.follow(bob, author)
    write_one_of_each(author)
    assert get_readable(bob) == set()


def test_mentioned_profile_may_read_tweets_for_mentioned(
    ada: Profile, bob: Profile, fan: Profile
) -> None:
    write_one_of_each(ada, content="@bob")
    assert get_readable(bob) == {PUBLIC, UNLISTED, MENTIONED}
    assert get_readable(fan) == {PUBLIC, UNLISTED, FOLLOWERS}


def test_mention_opens_no_other_tweet_for_mentioned(ada: Profile, bob: Profile) -> None:
    mentioning = make_tweet(ada, "@bob", visibility=MENTIONED)
    make_tweet(ada, "@fan", visibility=MENTIONED)
    assert get_tweet_model().objects.visible_to(bob).get() == mentioning


def test_edit_that_removes_a_mention_hides_the_tweet(ada: Profile, bob: Profile) -> None:
    tweet = make_tweet(ada, "@bob", visibility=MENTIONED)
    services.edit(tweet, "@nobody")
    assert get_readable(bob) == set()


def test_author_of_the_parent_may_read_a_reply_for_mentioned(ada: Profile, bob: Profile) -> None:
    root = make_tweet(bob, visibility=MENTIONED, content="@ada")
    reply = services.publish(ada, "yes", in_reply_to=root, **TWEET_EXTRA)
    assert reply.visibility == MENTIONED
    assert get_readable(bob, pk=reply.pk) == {MENTIONED}
    assert get_readable(make_profile(), pk=reply.pk) == set()


def test_reply_for_followers_is_hidden_from_the_parent_author(ada: Profile, bob: Profile) -> None:
    write_one_of_each(ada, in_reply_to=make_tweet(bob), in_reply_to_profile=bob)
    assert get_readable(bob, profile=ada) == {PUBLIC, UNLISTED, MENTIONED}


def test_protected_author_is_readable_for_followers_only(
    ada: Profile, bob: Profile, fan: Profile, staff: Profile
) -> None:
    write_one_of_each(ada)
    set_fields(ada, is_protected=True)
    assert get_readable(None) == get_readable(bob) == get_readable(staff) == set()
    assert get_readable(fan) == {PUBLIC, UNLISTED, FOLLOWERS}
    assert get_readable(ada) == set(Visibility)
    assert ada in get_profile_model().objects.visible_to(None)


def test_protected_author_is_readable_for_mentioned(ada: Profile, bob: Profile) -> None:
    write_one_of_each(ada, content="@bob")
    set_fields(ada, is_protected=True)
    assert get_readable(bob) == {MENTIONED}


@pytest.mark.parametrize("by_the_author", [False, True])
def test_blocked_and_blocker_see_nothing_of_each_other(
    ada: Profile, bob: Profile, by_the_author: bool
) -> None:
    write_one_of_each(ada, content="@bob")
    services.block(*((ada, bob) if by_the_author else (bob, ada)))
    assert get_readable(bob) == set()
    assert get_readable(None) == PUBLIC_AND_UNLISTED
    assert ada not in get_profile_model().objects.visible_to(bob)
    services.unblock(*((ada, bob) if by_the_author else (bob, ada)))
    assert get_readable(bob) == {PUBLIC, UNLISTED, MENTIONED}


def test_block_hides_nothing_from_third_parties(ada: Profile, bob: Profile, fan: Profile) -> None:
    write_one_of_each(ada)
    services.block(ada, bob)
    services.block(bob, ada)
    assert get_readable(fan) == {PUBLIC, UNLISTED, FOLLOWERS}


def test_suspended_author_is_visible_to_staff_only(
    ada: Profile, bob: Profile, fan: Profile, staff: Profile
) -> None:
    write_one_of_each(ada, content="@bob")
    set_fields(ada, is_suspended=True)
    profiles = get_profile_model().objects
    for viewer in (None, ada, bob, fan):
        assert get_readable(viewer) == set()
        assert ada not in profiles.visible_to(viewer)
    assert get_readable(staff) == PUBLIC_AND_UNLISTED
    assert ada in profiles.visible_to(staff)


def test_inactive_staff_see_no_suspended_author(staff: Profile) -> None:
    make_tweet(make_profile(is_suspended=True))
    assert get_readable(staff) == {PUBLIC}
    staff.user.is_active = False
    assert get_readable(staff) == set()


def test_profile_without_user_is_no_staff(ada: Profile) -> None:
    make_tweet(make_profile(is_suspended=True))
    ada.user = None
    assert get_readable(ada) == set()


def test_profile_in_deletion_is_hidden_from_all(ada: Profile, fan: Profile, staff: Profile) -> None:
    write_one_of_each(ada)
    services.delete_profile(ada)
    for viewer in (None, fan, staff):
        assert get_readable(viewer) == set()
        assert ada not in get_profile_model().objects.visible_to(viewer)


@pytest.fixture
def retweet(ada: Profile, bob: Profile) -> Tweet:
    """A retweet by bob of a tweet by ada."""
    return services.retweet(bob, make_tweet(ada, "@fan"))


def can_read(viewer: Profile | None, tweet: Tweet) -> bool:
    return get_tweet_model().objects.visible_to(viewer).filter(pk=tweet.pk).exists()


def test_retweet_is_readable_if_both_tweets_are(
    ada: Profile, bob: Profile, fan: Profile, retweet: Tweet
) -> None:
    assert all(can_read(viewer, retweet) for viewer in (None, ada, bob, fan))


@pytest.mark.parametrize(
    ("visibility", "of_fan"), [(UNLISTED, True), (FOLLOWERS, True), (MENTIONED, True)]
)
def test_retweet_follows_a_narrowed_original(
    bob: Profile, fan: Profile, retweet: Tweet, visibility: str, of_fan: bool
) -> None:
    services.edit(retweet.retweet_of, "@fan", visibility=visibility)
    is_open = visibility in PUBLIC_AND_UNLISTED
    assert (can_read(None, retweet), can_read(bob, retweet)) == (is_open, is_open)
    assert can_read(fan, retweet) is of_fan


@pytest.mark.parametrize("role", ["retweets", "is retweeted"])
def test_retweet_follows_a_protection(
    ada: Profile, bob: Profile, fan: Profile, retweet: Tweet, role: str
) -> None:
    set_fields(bob if role == "retweets" else ada, is_protected=True)
    assert not can_read(None, retweet)
    assert can_read(fan, retweet) is (role == "is retweeted")


@pytest.mark.parametrize("role", ["retweets", "is retweeted"])
def test_retweet_follows_a_suspension(
    ada: Profile, bob: Profile, staff: Profile, retweet: Tweet, role: str
) -> None:
    set_fields(bob if role == "retweets" else ada, is_suspended=True)
    assert [can_read(viewer, retweet) for viewer in (None, ada, bob)] == [False] * 3
    assert can_read(staff, retweet)


@pytest.mark.parametrize("role", ["retweets", "is retweeted"])
@pytest.mark.parametrize("by_viewer", [False, True])
def test_retweet_follows_a_block(
    ada: Profile, bob: Profile, retweet: Tweet, role: str, by_viewer: bool
) -> None:
    viewer, other = make_profile(), bob if role == "retweets" else ada
    services.block(*((viewer, other) if by_viewer else (other, viewer)))
    assert not can_read(viewer, retweet)
    assert can_read(None, retweet)


def test_retweet_of_a_deleted_tweet_is_hidden(
    ada: Profile, bob: Profile, staff: Profile, retweet: Tweet
) -> None:
    services.delete(retweet.retweet_of)
    assert [can_read(viewer, retweet) for viewer in (None, ada, bob, staff)] == [False] * 4


def test_muted_tweets_are_readable_but_not_listed(
    ada: Profile, bob: Profile, retweet: Tweet
) -> None:
    viewer = make_profile()
    tweets = get_tweet_model().objects.visible_to(viewer)
    services.mute(viewer, ada)
    assert tweets.count() == 2
    assert not tweets.unmuted_for(viewer).exists()
    assert tweets.unmuted_for(None).count() == 2
    services.unmute(viewer, ada)
    services.mute(viewer, bob)
    assert tweets.unmuted_for(viewer).get() == retweet.retweet_of


def test_unprotected_profiles_for_each_viewer(ada: Profile, bob: Profile, fan: Profile) -> None:
    set_fields(ada, is_protected=True)
    for viewer, is_open in ((None, False), (bob, False), (fan, True), (ada, True)):
        people = get_profile_model().objects.filter(unprotected_profiles(viewer))
        assert (ada in people) is is_open
        assert bob in people


RELATIONS = {
    Block: ("blocker", "blocked"),
    Follow: ("follower", "followed"),
    FollowRequest: ("follower", "followed"),
    Mute: ("muter", "muted"),
}
PROFILE_CONDITIONS = {
    "visible_profiles",
    "visible_or_blocked_profiles",
    "suggestable_profiles",
    "unmuted_profiles",
}


def relate(model: type[Any], profile: Profile, other: Profile) -> None:
    """Create a row of model, from profile to other."""
    model.objects.create(**dict(zip(RELATIONS[model], (profile, other), strict=True)))


def conditions_met(profile: Profile, viewer: Profile) -> set[str]:
    """Names of the conditions that profile meets for viewer."""
    profiles = get_profile_model().objects.filter(pk=profile.pk)
    names = {*PROFILE_CONDITIONS, "followers"}
    return {name for name in names if profiles.filter(getattr(visibility, name)(viewer)).exists()}


@pytest.mark.parametrize(
    ("model", "by_viewer", "changed"),
    [
        (Block, True, {"visible_profiles"}),
        (Block, False, {"visible_profiles", "visible_or_blocked_profiles"}),
        (Follow, True, {"suggestable_profiles"}),
        (Follow, False, {"followers"}),
        (FollowRequest, True, {"suggestable_profiles"}),
        (FollowRequest, False, set()),
        (Mute, True, {"suggestable_profiles", "unmuted_profiles"}),
        (Mute, False, set()),
    ],
)
def test_relation_changes_its_conditions_in_one_direction(
    ada: Profile, bob: Profile, model: type[Any], by_viewer: bool, changed: set[str]
) -> None:
    assert conditions_met(bob, ada) == PROFILE_CONDITIONS
    relate(model, *((ada, bob) if by_viewer else (bob, ada)))
    assert conditions_met(bob, ada) == PROFILE_CONDITIONS ^ changed


def test_profile_that_is_blocked_looks_the_same_if_it_blocks_back(
    ada: Profile, bob: Profile
) -> None:
    relate(Block, ada, bob)
    before = conditions_met(bob, ada)
    relate(Block, bob, ada)
    assert conditions_met(bob, ada) == before == PROFILE_CONDITIONS - {"visible_profiles"}


def test_relations_with_a_third_profile_change_no_condition(ada: Profile, bob: Profile) -> None:
    write_one_of_each(bob, content="@third")
    third = make_profile("third")
    for model in RELATIONS:
        for profile in (ada, bob):
            relate(model, profile, third)
            relate(model, third, profile)
    assert conditions_met(bob, ada) == PROFILE_CONDITIONS
    assert get_readable(ada) == PUBLIC_AND_UNLISTED
    tweets = get_tweet_model().objects.filter(profile=bob)
    assert tweets.filter(visibility.unmuted_tweets(ada)).count() == len(Visibility)
    assert not tweets.filter(visibility.tweets_by_followed(ada)).exists()
    set_fields(bob, is_protected=True)
    assert conditions_met(bob, ada) == PROFILE_CONDITIONS - {"suggestable_profiles"}
    assert not get_profile_model().objects.filter(unprotected_profiles(ada), pk=bob.pk).exists()


def test_tweets_by_followed_are_those_of_followed_profiles_and_of_the_viewer(
    ada: Profile, bob: Profile, fan: Profile
) -> None:
    tweets = [make_tweet(author) for author in (ada, bob, fan)]
    by_followed = get_tweet_model().objects.filter(visibility.tweets_by_followed(fan))
    assert set(by_followed) == {tweets[0], tweets[2]}


def test_viewer_is_not_suggestable_to_itself(ada: Profile) -> None:
    assert conditions_met(ada, ada) == PROFILE_CONDITIONS - {"suggestable_profiles"}


@pytest.mark.parametrize(
    ("fields", "of_visitor", "of_staff"),
    [
        ({"is_suspended": True}, set(), {"visible_profiles", "visible_or_blocked_profiles"}),
        ({"is_protected": True}, {"visible_profiles", "visible_or_blocked_profiles"}, None),
        ({"deleted_at": timezone.now()}, {"suggestable_profiles"}, None),
    ],
)
def test_hidden_profile_meets_no_condition_of_existing_profiles(
    bob: Profile,
    staff: Profile,
    fields: dict[str, Any],
    of_visitor: set[str],
    of_staff: set[str] | None,
) -> None:
    set_fields(bob, **fields)
    for viewer, expected in ((None, of_visitor), (staff, of_staff or of_visitor)):
        profiles = get_profile_model()._base_manager.filter(pk=bob.pk)
        names = PROFILE_CONDITIONS - {"unmuted_profiles"}
        met = {name for name in names if profiles.filter(getattr(visibility, name)(viewer))}
        assert met == expected


@pytest.mark.parametrize(
    ("audiences", "narrowest"),
    [
        (["public"], PUBLIC),
        (["public", "unlisted"], UNLISTED),
        (["mentioned", "public", "followers"], MENTIONED),
    ],
)
def test_narrowest_audience(audiences: list[str], narrowest: Visibility) -> None:
    assert Visibility.narrowest(*audiences) == narrowest


def test_viewer_whose_user_was_deleted_is_no_staff(ada: Profile, staff: Profile) -> None:
    tweet = make_tweet(ada)
    viewer = get_profile_model()._base_manager.get(pk=staff.pk)
    get_user_model()._base_manager.filter(pk=staff.user_id).delete()
    get_profile_model()._base_manager.filter(pk=ada.pk).update(is_suspended=True)
    assert tweet not in get_tweet_model().objects.visible_to(viewer)
