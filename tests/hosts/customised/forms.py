from django import forms

from django_tweets.forms import TweetForm


class RulesTweetForm(TweetForm):
    """A form for tweets with a checkbox that is not part of the tweet."""

    accepts_rules = forms.BooleanField(label="I follow the rules")

    def clean(self):
        cleaned_data = super().clean() or self.cleaned_data
        cleaned_data.pop("accepts_rules", None)
        return cleaned_data


class ShortTweetForm(RulesTweetForm):
    """Another form, for one page only."""
