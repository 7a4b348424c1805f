from __future__ import annotations

from typing import Any

from django import forms

from django_tweets.forms import TweetForm


class RulesTweetForm(TweetForm):
    """A form for tweets with a checkbox that is not part of the tweet."""

    accepts_rules = forms.BooleanField(label="I follow the rules")

    def clean(self) -> dict[str, Any]:
        cleaned_data: dict[str, Any] = super().clean() or self.cleaned_data
        cleaned_data.pop("accepts_rules", None)
        return cleaned_data


class ShortTweetForm(RulesTweetForm):
    """A form that only one page uses."""
