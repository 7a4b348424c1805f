"""Search for tweets, profiles and hashtags by a typed text."""

from .hashtags import search_hashtags
from .profiles import search_profiles
from .query import Problem, Query, parse_query
from .tweets import search_tweets

__all__ = ["Problem", "Query", "parse_query", "search_hashtags", "search_profiles", "search_tweets"]
