"""The form of the page of web push."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ...conf import conf
from ...forms import PlainForm
from ...models.notification_preference import get_preferences
from ...notification_kinds import get_kinds
from .models import PushSettings, time_zones


def _time_zone_choices() -> list[tuple[str, str]]:
    names = sorted(time_zones())
    return [("", gettext("Time zone of the site")), *((name, name) for name in names)]


class PushSettingsForm(PlainForm, forms.ModelForm):
    """The settings of a member for web push. Each kind of notification has a field `on_…`."""

    time_zone = forms.ChoiceField(label=_("Time zone"), required=False, choices=_time_zone_choices)

    class Meta:
        model = PushSettings
        fields = ["shows_content", "quiet_from", "quiet_until", "time_zone"]
        widgets = {
            name: forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
            for name in ("quiet_from", "quiet_until")
        }
        help_texts = {
            "shows_content": _("If this is off, a notification only says that something is new."),
            "quiet_until": _("Unread notifications are sent at this time."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own: Any = conf.PUSH
        if not own.get("CONTENT", True):
            del self.fields["shows_content"]
        self.kind_fields: dict[str, str] = {}
        wanted = get_preferences(self.instance.pk)
        for kind in get_kinds():
            if wanted.get(kind, True):
                field = self.kind_fields[kind.name] = f"on_{kind.name}"
                self.fields[field] = forms.BooleanField(
                    label=kind.label,
                    required=False,
                    initial=kind.name not in self.instance.unwanted_kinds,
                )
        self.order_fields([*self.kind_fields.values()])

    def get_changes(self) -> dict[str, Any]:
        """Return the arguments for services.update_push_settings."""
        changes = dict(self.cleaned_data)
        kinds = {name: changes.pop(field) for name, field in self.kind_fields.items()}
        return {"kinds": kinds, **changes}
