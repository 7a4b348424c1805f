"""Template context: our variables, kept apart from those of the host's base template.

A host's base template reads names such as `page`, `form`, `view` or `profile`, which mean something
else there. So a page of ours adds one variable to its context, `django_tweets`, with ours in it.
The tag {% tweets_context %} sets them under their short names, for our part of the page only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME = "django_tweets"
"""The only variable that a page of ours adds to its context."""

PAGE_NAMES = [
    "actions",
    "analytics",
    "appeal",
    "bio",
    "case",
    "chart",
    "claim",
    "current_tab",
    "current_url",
    "data_export",
    "deletion",
    "embed_code",
    "error",
    "form",
    "grace_days",
    "hashtag",
    "in_reply_to",
    "is_covered",
    "is_done",
    "is_empty",
    "is_followed",
    "is_moderator",
    "is_suspended",
    "last_action",
    "layout",
    "list_params",
    "login_url",
    "may_moderate",
    "mentions_only",
    "name_form",
    "notice",
    "old_text",
    "page",
    "page_metadata",
    "page_name",
    "page_url",
    "problems",
    "profile",
    "query",
    "query_string",
    "quote_of",
    "reply_url",
    "revisions",
    "sidebar",
    "step",
    "thread",
    "trends",
    "tweet",
    "view",
    "viewer",
]
"""Variables of pages, and of the card of a tweet on another site."""

EMAIL_NAMES = [
    "has_more",
    "lines",
    "notifications_url",
    "profile",
    "settings_url",
    "site",
    "unsubscribe_url",
]
"""Variables of the e-mail digest."""

PARAMETERS = [
    "action",
    "after",
    "author",
    "card",
    "change",
    "chosen",
    "chosen_reports",
    "count",
    "css_class",
    "empty",
    "empty_label",
    "empty_url",
    "field",
    "fragment",
    "has_files",
    "has_icons",
    "has_people",
    "has_reasons",
    "has_search",
    "hashtags",
    "icon",
    "is_full",
    "is_quote",
    "is_request",
    "key",
    "label",
    "list_name",
    "log_row",
    "message",
    "notification",
    "notifications",
    "parent",
    "people",
    "quoted",
    "report",
    "reported",
    "submit_label",
    "tab",
    "tile",
    "tweets",
    "undo_url",
    "url",
    "url_name",
    "urls",
    "view_url",
]
"""Variables that one template of ours gives another."""

EMPTY: dict[str, Any] = dict.fromkeys([*PAGE_NAMES, *EMAIL_NAMES, *PARAMETERS], "")
"""A value for each variable, so that a template never reads the host's, or one that is not set.

Django replaces one that is not set by `string_if_invalid`, which filters don't change.
"""


def bundle(context: Mapping[str, Any]) -> dict[str, Any]:
    """Return context with our variables in one, `django_tweets`.

    Variables that a host's subclass of a view adds stay outside, for its base template. One with
    the name of a parameter is in both places, so that EMPTY does not hide it from the host's page.
    """
    own = {name: value for name, value in context.items() if name in EMPTY}
    others = {name: value for name, value in context.items() if name not in PAGE_NAMES}
    return {**others, NAME: {**EMPTY, **own}}
