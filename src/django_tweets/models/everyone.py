"""Conditions for rows that are shown to everyone: for counts, shared lists, and who may act.

On an open site these are the rules of an anonymous visitor. On a closed one
(DJANGO_TWEETS_PUBLIC) a visitor may read nothing, and everyone is every member: so what is
counted or listed for all members must not be asked of visibility.py with viewer None.
"""

from __future__ import annotations

from django.db.models import F, Q

from .visibility import PUBLICLY_LISTED, condition, readable_tweet, visible_profile_sql


def shown_profiles(path: str = "") -> Q:
    """Profiles that are neither suspended nor deleted. They may be protected.

    path: the relation to the profile, such as "tweet__profile__".
    """
    sql = visible_profile_sql(None, for_everyone=True)
    return condition(sql, None, profile=F(f"{path}handle"))


def open_profiles() -> Q:
    """Profiles whose public tweets everyone may read: not protected, suspended or deleted."""
    return Q(shown_profiles(), is_protected=False)


def publicly_listed_profiles(path: str = "") -> Q:
    """Profiles whose public tweets are in public lists for everyone.

    They are not protected, limited, suspended or deleted. path: the relation to the profile.
    """
    sql = f"{visible_profile_sql(None, for_everyone=True)} AND {PUBLICLY_LISTED}"
    return condition(sql, None, profile=F(f"{path}handle"))


def open_tweets(path: str = "") -> Q:
    """Tweets that everyone may read. Of a retweet, without the rule on its original.

    path: the relation to the tweet, such as "retweet_of__".
    """
    return readable_tweet(None, path, for_everyone=True)


def open_tweets_and_originals() -> Q:
    """As open_tweets(), and a retweet only if everyone may read its original too."""
    return open_tweets() & (Q(retweet_of__isnull=True) | open_tweets("retweet_of__"))
