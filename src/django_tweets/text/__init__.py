"""Parse tweets by Twitter's published grammar (twitter-text 3.1, configuration v3).

This package uses no model and no settings. Parse a text once, when it is written, store its
entities, and render HTML from both.
"""

from .bidi import isolate
from .cleaning import clean_line, clean_text, clean_url, make_storable, raw_limit, summarize
from .domains import domain_of, to_ascii
from .entities import Entity
from .folding import (
    find_signs,
    find_spelled,
    fold,
    fold_words,
    has_no_spaces,
    has_signs,
    join_separated,
)
from .html import to_html
from .length import MAX_WEIGHTED_LENGTH, URL_WEIGHT
from .links import has_link, hide_links
from .mentions import MAX_HANDLE_LENGTH, Mention, find_mentions_and_lists, find_reply_handle
from .parsing import MAX_RAW_LENGTH, ParsedText, parse
from .tags import (
    MAX_HASHTAG_KEY_LENGTH,
    clean_hashtag,
    fold_hashtag,
    hashtag_key,
    unfold_key,
)
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
    "clean_hashtag",
    "clean_line",
    "clean_text",
    "clean_url",
    "domain_of",
    "find_mentions_and_lists",
    "find_reply_handle",
    "find_signs",
    "find_spelled",
    "fold",
    "fold_hashtag",
    "fold_words",
    "has_link",
    "has_no_spaces",
    "has_signs",
    "hashtag_key",
    "hide_links",
    "is_valid_handle",
    "is_valid_hashtag",
    "is_valid_list",
    "is_valid_url",
    "isolate",
    "join_separated",
    "make_storable",
    "parse",
    "raw_limit",
    "summarize",
    "to_ascii",
    "to_html",
    "unfold_key",
]
