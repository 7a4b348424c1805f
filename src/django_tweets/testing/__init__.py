"""Helpers for the tests of hosts: factories, and the contract of timeline backends."""

from .factories import make_profile, make_tweet, make_tweets, make_user
from .timeline import TimelineContract

__all__ = ["TimelineContract", "make_profile", "make_tweet", "make_tweets", "make_user"]
