"""Forms of reports and appeals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .conf import conf
from .forms import PlainForm
from .models import Appeal, Report
from .reading.keyset import InvalidCursor, parse_id

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .models import AbstractTweet

__all__ = ["AppealForm", "ReportForm"]


def text_field(model: Any, name: str, **kwargs: Any) -> Any:
    """Return the form field of a text of several lines."""
    area = forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    return model._meta.get_field(name).formfield(**{"widget": area, **kwargs})


def get_categories() -> list[tuple[str, Any]]:
    """Return the choices of the category: the setting is read live."""
    return list(conf.REPORT_CATEGORIES.items())


class TweetKeysField(forms.MultipleChoiceField):
    """Keys of tweets. It takes others than those it shows: the view looks for them all."""

    widget = forms.CheckboxSelectMultiple

    def valid_value(self, value: str) -> bool:
        try:
            return parse_id(value) is not None
        except InvalidCursor:
            return False


class ReportForm(PlainForm, forms.Form):
    """Report a profile, or tweets of one author."""

    category = forms.ChoiceField(
        label=_("What is wrong?"),
        widget=forms.RadioSelect,
        choices=get_categories,
    )
    comment = text_field(
        Report,
        "comment",
        label=_("What should the moderators know?"),
        help_text=_("Only the moderators read this."),
    )
    tweets = TweetKeysField(label=_("Other tweets that you report"), required=False)
    block = forms.BooleanField(required=False)
    mute = forms.BooleanField(required=False)

    def __init__(self, *args: Any, others: Iterable[AbstractTweet], **kwargs: Any) -> None:
        """others: tweets that can be reported along."""
        super().__init__(*args, **kwargs)
        # The template shows the tweets themselves.
        self.others = [(tweet, str(tweet.pk)) for tweet in others]
        self.fields["tweets"].choices = [(key, key) for _tweet, key in self.others]  # type: ignore[attr-defined]  # a choice field

    @property
    def chosen(self) -> list[str]:
        """The keys of the tweets that are chosen already."""
        value = self["tweets"].value()
        return list(map(str, value)) if isinstance(value, list | tuple) else []


class AppealForm(PlainForm, forms.Form):
    """Appeal against a decision of the moderators."""

    text = text_field(
        Appeal,
        "text",
        label=_("Why is the decision wrong?"),
        help_text=_("You can appeal once. A moderator reads it."),
    )
