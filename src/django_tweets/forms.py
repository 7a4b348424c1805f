"""What members fill in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import get_language_info, gettext
from django.utils.translation import gettext_lazy as _

from . import images, text
from .conf import conf
from .models import AbstractProfile, AbstractTweet, NotificationSettings, Visibility
from .models.notification_preference import get_preferences
from .swapping import get_profile_model, get_tweet_model

if TYPE_CHECKING:
    from django.db import models


def fields_of(model: type[models.Model], base: type[models.Model], asked: list[str]) -> list[str]:
    """asked, and the fields that a host's model adds to base and nobody can leave out.

    A model that doesn't extend base is for checks.py to report, and not to fail for here.
    """
    present = {field.name for field in model._meta.fields}
    ours = {field.name for field in base._meta.get_fields()}
    return [name for name in asked if name in present] + [
        field.name
        for field in model._meta.fields
        if field.name not in ours
        and field.editable
        and not (field.primary_key or field.blank or field.has_default())
    ]


class StoredPicture(NamedTuple):
    """A link to a picture, under a name that says more than its file's."""

    url: str

    def __str__(self) -> str:
        return gettext("the picture that is there")


class PictureInput(forms.ClearableFileInput):
    """Shows what is there, and takes another or none."""

    initial_text = _("Now")  # type: ignore[assignment]  # lazy, as Django's
    input_text = _("Another")  # type: ignore[assignment]  # lazy, as Django's
    clear_checkbox_label = _("Remove")  # type: ignore[assignment]  # lazy, as Django's

    def format_value(self, value: Any) -> StoredPicture | None:  # type: ignore[override]  # has a url, as Django's file
        return StoredPicture(value.url) if self.is_initial(value) else None


class PictureField(forms.FileField):
    """An upload that comes out as a WebP picture of one size, or is a form error."""

    widget = PictureInput

    def __init__(self, *, size: images.Size, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.size = size

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        formats = ",".join(f"image/{name.lower()}" for name in images.MAX_PIXELS)
        return {**super().widget_attrs(widget), "accept": formats}

    def to_python(self, data: Any) -> Any:
        upload = super().to_python(data)
        if upload is None:
            return None
        if upload.size > images.MAX_BYTES:
            raise ValidationError(
                _("This file is larger than %(max)s."),
                code="too_many_bytes",
                params={"max": filesizeformat(images.MAX_BYTES)},
            )
        return images.to_webp(upload, self.size)


def languages() -> list[tuple[str, Any]]:
    """Those that the site speaks, each in its own words, and that of the site itself."""
    own = [(code, get_language_info(code)["name_local"]) for code, _ in settings.LANGUAGES]
    return [("", gettext("That of the site")), *own]


class PlainForm:
    """A form whose labels stand above their fields, and so need no colon.

    A mixin: of a ModelForm that is only a base, mypy's plugin makes no end.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})


class TweetEditForm(PlainForm, forms.ModelForm):
    """Rewrite a tweet. A field that a host's model requires is asked for too."""

    class Meta:
        model = get_tweet_model()
        fields = fields_of(model, AbstractTweet, ["content", "content_warning"])
        labels = {"content": _("What’s happening?")}
        help_texts = {"content_warning": _("Shown instead of the text, until it is opened.")}
        widgets = {"content": forms.Textarea(attrs={"rows": 3, "dir": "auto"})}

    options = ["content_warning", "visibility"]
    """Names of the fields that most tweets do without."""

    def __init__(self, *args: Any, question: Any = None, **kwargs: Any) -> None:
        """question: what the text is to answer, other than its label says."""
        super().__init__(*args, **kwargs)
        content = self.fields["content"]
        content.label = question or content.label
        content.widget.attrs["placeholder"] = content.label

    def clean_content(self) -> str:
        """As it will be stored: a browser's line breaks, for one, are two characters each."""
        return text.normalize(self.cleaned_data["content"])

    def main_fields(self) -> list[forms.BoundField]:
        """What each tweet needs."""
        return [field for field in self if field.name not in self.options]

    def option_fields(self) -> list[forms.BoundField]:
        """The others."""
        return [field for field in self if field.name in self.options]


class TweetForm(TweetEditForm):
    """Write a tweet."""

    class Meta(TweetEditForm.Meta):
        fields = fields_of(
            get_tweet_model(), AbstractTweet, ["content", "content_warning", "visibility"]
        )

    def __init__(self, *args: Any, widest: Visibility = Visibility.PUBLIC, **kwargs: Any) -> None:
        """widest: of the audiences that may be chosen."""
        super().__init__(*args, **kwargs)
        if field := self.fields.get("visibility"):
            narrower = Visibility.choices[Visibility.values.index(widest) :]
            field.choices = narrower  # type: ignore[attr-defined]  # a choice field
            field.initial, field.required = widest, False
        self.widest = widest

    def clean_visibility(self) -> str:
        """The widest there is, where a form of a host's own doesn't ask."""
        return self.cleaned_data["visibility"] or self.widest


class ProfileForm(PlainForm, forms.ModelForm):
    """How a member appears to others."""

    avatar = PictureField(size=images.AVATAR, label=_("Avatar"), required=False)
    banner = PictureField(size=images.BANNER, label=_("Banner"), required=False)
    handle = forms.CharField(
        label=_("Handle"),
        max_length=text.MAX_HANDLE_LENGTH,
        help_text=_("Letters a to z, digits and underscores. Old links to you will break."),
    )
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")

    class Meta:
        model = get_profile_model()
        fields = fields_of(
            model,
            AbstractProfile,
            [
                "display_name",
                "handle",
                "bio",
                "location",
                "website",
                "avatar",
                "banner",
                "is_protected",
            ],
        )
        widgets = {"bio": forms.Textarea(attrs={"rows": 3, "dir": "auto"})}

    def clean_bio(self) -> str:
        return text.normalize(self.cleaned_data["bio"])


class PrivacyForm(PlainForm, forms.ModelForm):
    """Who may read what a member writes."""

    is_protected = forms.BooleanField(
        label=_("Protect my tweets"),
        required=False,
        help_text=_(
            "Only your followers read them, and you decide who follows you. Those who follow "
            "you already stay. If you end this, all who wait for your answer follow you."
        ),
    )

    class Meta:
        model = get_profile_model()
        fields = ["is_protected"]


class NotificationSettingsForm(PlainForm, forms.ModelForm):
    """Which notifications a member wants, one field `on_…` for each kind, and the e-mail digest."""

    language = forms.ChoiceField(
        label=_("Language of these e-mails"), required=False, choices=languages
    )

    class Meta:
        model = NotificationSettings
        fields = ["digest", "language"]
        labels = {"digest": _("What you haven’t seen, by e-mail")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not conf.DIGESTS:
            del self.fields["digest"], self.fields["language"]
        self.kind_fields: dict[str, str] = {}
        for kind, is_wanted in get_preferences(self.instance.pk).items():
            field = self.kind_fields[kind.name] = f"on_{kind.name}"
            self.fields[field] = forms.BooleanField(
                label=kind.label, required=False, initial=is_wanted
            )
        self.order_fields([*self.kind_fields.values()])

    def get_changes(self) -> dict[str, Any]:
        """Return the arguments for services.update_notification_settings."""
        changes = dict(self.cleaned_data)
        kinds = {name: changes.pop(field) for name, field in self.kind_fields.items()}
        return {"kinds": kinds, **changes}


class ProfileDeleteForm(PlainForm, forms.ModelForm):
    """Somebody who writes their own handle means it."""

    confirmation = forms.CharField(
        label=_("Your handle"),
        help_text=_("Write it here if you mean it."),
        widget=forms.TextInput(
            attrs={"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"}
        ),
    )

    class Meta:
        model = get_profile_model()
        fields: list[str] = []

    def clean_confirmation(self) -> str:
        """The handle, in any case, with its @ or without."""
        handle: str = self.cleaned_data["confirmation"].removeprefix("@").lower()
        if handle != self.instance.handle:
            raise ValidationError(_("This is not your handle."), code="another_handle")
        return handle
