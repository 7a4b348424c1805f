"""Finding tweets and people by what somebody types."""

from .finding import tweets
from .hashtags import hashtags
from .people import people
from .query import Query, parse

__all__ = ["Query", "hashtags", "parse", "people", "tweets"]
