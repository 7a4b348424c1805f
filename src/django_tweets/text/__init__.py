"""The grammar of a tweet: Twitter's, as published (twitter-text 3.1, configuration v3).

It knows no model and no settings. Parse a text once, when it is written, keep its entities, and
build HTML from both.
"""

from .entities import Entity
from .html import to_html
from .length import MAX_WEIGHTED_LENGTH, URL_WEIGHT
from .mentions import MAX_HANDLE_LENGTH, Mention, mentions_and_lists, reply_handle
from .normalization import normalize
from .parsing import MAX_RAW_LENGTH, ParsedText, parse
from .tags import MAX_HASHTAG_KEY_LENGTH, fold_hashtag, hashtag_key
from .validation import is_valid_handle, is_valid_hashtag, is_valid_list, is_valid_url

__all__ = [
    "MAX_HANDLE_LENGTH",
    "MAX_HASHTAG_KEY_LENGTH",
    "MAX_RAW_LENGTH",
    "MAX_WEIGHTED_LENGTH",
    "URL_WEIGHT",
    "Entity",
    "Mention",
    "ParsedText",
    "fold_hashtag",
    "hashtag_key",
    "is_valid_handle",
    "is_valid_hashtag",
    "is_valid_list",
    "is_valid_url",
    "mentions_and_lists",
    "normalize",
    "parse",
    "reply_handle",
    "to_html",
]
