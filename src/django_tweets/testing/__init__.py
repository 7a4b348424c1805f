"""For the tests of hosts: rows to test with, and what every timeline backend must pass."""

from .factories import make_profile, make_tweet, make_tweets, make_user
from .timeline import TimelineContract

__all__ = ["TimelineContract", "make_profile", "make_tweet", "make_tweets", "make_user"]
