"""Forms of the pages for moderators."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .forms import PlainForm
from .models import ActionKind, Appeal, BlockedTerm, ModerationAction
from .models.moderation import LOGGED_ONLY, PROFILE_KINDS
from .moderation_messages import get_categories
from .reading.keyset import InvalidCursor, parse_id

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "AppealDecisionForm",
    "BlockedTermForm",
    "CaseFilterForm",
    "DecisionForm",
    "LogFilterForm",
]

MAX_KEYS = 100  # that a form reads; the service takes fewer, and says so

ACTIONS = [choice for choice in ActionKind.choices if choice[0] not in LOGGED_ONLY]
DURATIONS = [
    ("", _("For ever")),
    ("1", _("1 day")),
    ("7", _("7 days")),
    ("30", _("30 days")),
    ("date", _("Until the date below")),
]


class KeysField(forms.Field):
    """Keys that checkboxes of one name have sent. What is no key is an error."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> list[int]:
        try:
            keys = {parse_id(each) or 0 for each in (value or [])[:MAX_KEYS]}
        except InvalidCursor as error:
            raise ValidationError(_("Choose again.")) from error
        return sorted(keys)


class MomentField(forms.IntegerField):
    """A hidden moment, in milliseconds since 1970. Its value is a datetime."""

    widget = forms.HiddenInput

    def prepare_value(self, value: Any) -> Any:
        return int(value.timestamp() * 1000) if isinstance(value, datetime) else value

    def clean(self, value: Any) -> datetime | None:
        number = super().clean(value)
        if number is None:
            return None
        try:
            return datetime.fromtimestamp(number / 1000, UTC if settings.USE_TZ else None)
        except (OverflowError, OSError, ValueError) as error:
            raise ValidationError(_("Choose again.")) from error


def _text(model: Any, name: str, label: Any, rows: int, **kwargs: Any) -> Any:
    """Return the form field of a text of a model."""
    widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    return model._meta.get_field(name).formfield(widget=widget, label=label, **kwargs)


class BlockedTermForm(PlainForm, forms.ModelForm):
    """A word, phrase or domain for the block lists."""

    class Meta:
        model = BlockedTerm
        fields = ("term", "kind", "verdict")
        help_texts: ClassVar = {
            "term": _("A star stands for any letters: spam* also finds “spammer”."),
        }

    def validate_unique(self) -> None:
        """Let the service find an existing term: it changes what happens then."""


class DecisionForm(PlainForm, forms.Form):
    """A decision about a case: for the tweets and reports that are chosen, or for all of it."""

    action = forms.ChoiceField(
        label=_("Action"), choices=[("", _("Choose an action")), *ACTIONS], required=True
    )
    until = forms.ChoiceField(
        label=_("How long"),
        choices=DURATIONS,
        required=False,
        help_text=_("Only for “Limit” and “Suspend”."),
    )
    until_date = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    template = forms.ChoiceField(label=_("Ready-made text"), required=False)
    message = _text(
        ModerationAction,
        "message",
        _("Message to the person"),
        4,
        help_text=_("The person reads it in a notification and in an e-mail."),
    )
    reason = _text(
        ModerationAction, "reason", _("Reason"), 2, help_text=_("Only moderators read it.")
    )
    last_action = forms.IntegerField(
        required=False, min_value=0, max_value=2**63 - 1, widget=forms.HiddenInput
    )
    seen_at = MomentField(required=False)
    tweets = KeysField(required=False)
    reports = KeysField(required=False)

    main_fields = ("action", "until", "until_date")
    """Fields above the message."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Choose a text")), *get_categories().items()]
        self.fields["template"].choices = choices  # type: ignore[attr-defined]  # a choice field

    def chosen(self, name: str) -> set[str]:
        """Return the keys that are checked, as they were sent: tweets or reports."""
        if not self.is_bound:
            return set(self.initial.get(name) or ())
        values: Any = self.data
        return set(values.getlist(name)) if hasattr(values, "getlist") else set()

    def chosen_tweets(self) -> set[str]:
        return self.chosen("tweets")

    def chosen_reports(self) -> set[str]:
        return self.chosen("reports")

    def decision_fields(self) -> list[forms.BoundField]:
        """Return the fields above the message."""
        return [self[name] for name in self.main_fields]

    def clean(self) -> dict[str, Any]:
        """Set `until` to the moment at which the action ends, or None."""
        values = super().clean() or self.cleaned_data
        choice, day = values.get("until"), values.pop("until_date", None)
        values["until"] = None
        if values.get("action") not in PROFILE_KINDS:
            return values
        if choice == "date":
            if day is None:
                if "until_date" not in self.errors:
                    self.add_error("until_date", _("Choose a date."))
                return values
            moment = datetime.combine(day, time())
            values["until"] = timezone.make_aware(moment) if settings.USE_TZ else moment
            if values["until"] <= timezone.now():
                self.add_error("until_date", _("The end has to be in the future."))
        elif choice:
            values["until"] = timezone.now() + timedelta(days=int(choice))
        return values


class AppealDecisionForm(PlainForm, forms.Form):
    """The decision about an appeal."""

    is_accepted = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            ("", _("Choose a decision")),
            ("1", pgettext_lazy("appeal", "Accept: undo the action")),
            ("0", pgettext_lazy("appeal", "Reject")),
        ],
    )
    answer = _text(Appeal, "answer", _("Answer to the person"), 4)

    def clean_is_accepted(self) -> bool:
        return bool(self.cleaned_data["is_accepted"] == "1")


class FilterForm(forms.Form):
    """A form in a query string. An invalid value counts as none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})

    def get_values(self) -> dict[str, Any]:
        """Return the valid values by the names of the fields; "" for the others."""
        self.full_clean()
        found = self.cleaned_data if self.is_bound else {}
        return {name: found.get(name, "") for name in self.fields}


class CaseFilterForm(FilterForm):
    """The order of the queue, and which cases are in it."""

    show = forms.ChoiceField(
        required=False, choices=[("", ""), ("mine", "")], widget=forms.HiddenInput
    )
    order = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[
            ("", pgettext_lazy("cases", "Oldest first")),
            ("newest", pgettext_lazy("cases", "Newest report first")),
            ("most", pgettext_lazy("cases", "Most reports first")),
        ],
    )
    category = forms.ChoiceField(label=_("Category"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("All categories")), *get_categories().items()]
        self.fields["category"].choices = choices  # type: ignore[attr-defined]  # a choice field


class HandleFilter(forms.CharField):
    """A handle, in any case, with or without the @."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"autocapitalize": "none", "spellcheck": "false"}
        super().__init__(
            **{
                "required": False,
                "max_length": 255,
                "widget": forms.TextInput(attrs=attrs),
                **kwargs,
            }
        )

    def to_python(self, value: Any) -> str:
        typed: str = super().to_python(value) or ""
        return typed.lower().removeprefix("@")


class LogFilterForm(FilterForm):
    """Which rows of the log are listed."""

    action = forms.ChoiceField(
        label=_("Action"), required=False, choices=[("", _("All actions")), *ActionKind.choices]
    )
    moderator = HandleFilter(label=_("Moderator"))
    profile = HandleFilter(label=_("Profile"))


def get_params(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a filter that are set, for a query string."""
    return {name: value for name, value in values.items() if value}
