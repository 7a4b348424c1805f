"""Texts of moderation: labels of categories, and templates of messages to a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from .conf import conf
from .models.report import SCREENING

if TYPE_CHECKING:
    from collections.abc import Mapping

TEMPLATES: Mapping[str, object] = {
    "spam": _(
        "Your tweets look like spam: the same text many times, or advertising that nobody has "
        "asked for. Please write what people who follow you want to read."
    ),
    "abuse": _(
        "Your tweets attack or harass other people. You may disagree with anybody here, but not "
        "insult, threaten or follow them around."
    ),
    "illegal": _(
        "What you have published is against the law where this site is run, so we can’t keep it."
    ),
    "self_harm": _(
        "People worry about you. If you think of harming yourself, please talk to somebody today: "
        "a friend, a doctor, or a crisis line in your country."
    ),
    "impersonation": _(
        "Your profile looks like that of somebody else. If it is a parody or a page of fans, say "
        "so in your name and bio. If you are this person, tell us how we can check it."
    ),
    "screening": _(
        "Our software has held your tweet, and a moderator has read it. It is against the rules of "
        "this site."
    ),
}
"""Messages by category. A category of a host's has the one of get_template()."""


def get_category_label(category: str) -> str:
    """Return the label of a category; its name if the host has removed it."""
    if category == SCREENING:
        return str(pgettext_lazy("report", "Held by the screening"))
    return str(conf.REPORT_CATEGORIES.get(category, category))


def get_categories() -> dict[str, str]:
    """Return the labels of all categories of reports, with that of the screening."""
    return {name: get_category_label(name) for name in [*conf.REPORT_CATEGORIES, SCREENING]}


def get_template(category: str, language: str) -> str:
    """Return the message for reports of a category, in a language such as "de"."""
    with translation.override(language):
        if category in TEMPLATES:
            return str(TEMPLATES[category])
        return gettext("This was reported: %(category)s. It is against the rules of this site.") % {
            "category": get_category_label(category)
        }
