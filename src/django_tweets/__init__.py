"""Microblogging for any Django site."""

from .swapping import get_profile_model, get_tweet_model

__version__ = "0.1.0"

__all__ = ["__version__", "get_profile_model", "get_tweet_model"]
