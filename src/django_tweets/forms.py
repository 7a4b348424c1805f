"""Forms of the pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.crypto import get_random_string
from django.utils.module_loading import import_string
from django.utils.translation import get_language_info, gettext
from django.utils.translation import gettext_lazy as _

from . import images, text
from .conf import conf
from .file_storage import missing_settings
from .media_forms import FilesField, KeysField, MediaMixin, sensitive_field
from .models import AbstractProfile, AbstractTweet, NotificationSettings, Visibility
from .models.notification_preference import get_preferences
from .models.text_fields import CleanInput
from .swapping import get_profile_model, get_tweet_model

if TYPE_CHECKING:
    from django.db import models

__all__ = [
    "NotificationSettingsForm",
    "PrivacyForm",
    "ProfileDeleteForm",
    "ProfileForm",
    "ProfileNameForm",
    "ProfilePictureForm",
    "TweetEditForm",
    "TweetForm",
]


def fields_of(model: type[models.Model], base: type[models.Model], asked: list[str]) -> list[str]:
    """Return the names in asked, and the required fields that a host's model adds to base.

    A model that does not extend base is not an error here: checks/ reports it.
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
    """The link to the present picture, with a label instead of the file name."""

    url: str

    def __str__(self) -> str:
        return gettext("view picture")


class PictureInput(forms.ClearableFileInput):
    """A file input that links to the present picture, and can change or remove it."""

    initial_text = _("Current")  # type: ignore[assignment]  # lazy, as Django's
    input_text = _("Change")  # type: ignore[assignment]  # lazy, as Django's
    clear_checkbox_label = _("Remove")  # type: ignore[assignment]  # lazy, as Django's

    def format_value(self, value: Any) -> StoredPicture | None:  # type: ignore[override]  # has a url, as Django's file
        return StoredPicture(value.url) if self.is_initial(value) else None


class PictureField(forms.FileField):
    """An uploaded picture, converted to a WebP file of the given size."""

    widget = PictureInput

    def __init__(self, *, size: images.Size, **kwargs: Any) -> None:
        self.size = size  # widget_attrs() reads it
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        formats = ",".join(f"image/{name.lower()}" for name in images.FORMATS)
        size = {"data-width": self.size.width, "data-height": self.size.height}
        own = {"accept": formats, "data-module": "crop", **size}
        return {**super().widget_attrs(widget), **own}

    def to_python(self, data: Any) -> Any:
        upload = super().to_python(data)
        if upload is None:
            return None
        images.check_bytes(upload.size)  # before it is read
        return images.to_webp(upload, self.size)


def languages() -> list[tuple[str, Any]]:
    """Return the choices of a language: those of the site by their own names, and its default."""
    own = [(code, get_language_info(code)["name_local"]) for code, _ in settings.LANGUAGES]
    return [("", gettext("Default language of the site")), *own]


def show_limit(field: forms.Field) -> None:
    """Give a text field with a maximum length the attribute `limit`, and the script that counts.

    A browser counts what is typed, in UTF-16, and the server what it stores: `maxlength` stops only
    what is too long to be read at all.
    """
    if not isinstance(field, forms.CharField) or field.max_length is None:
        return
    field.limit = field.max_length  # type: ignore[attr-defined]  # for _field.html
    attrs = field.widget.attrs
    attrs |= {"data-limit": field.max_length, "data-module": "limits"}
    if isinstance(field, CleanInput):
        attrs["maxlength"] = text.raw_limit(field.max_length)


class PlainForm:
    """A form with labels above the fields, and so without colons. Limits of fields are shown.

    A mixin and no ModelForm, because mypy's plugin does not finish on a ModelForm without Meta.
    """

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        for field in self.fields.values():
            show_limit(field)


class TweetEditForm(PlainForm, MediaMixin, forms.ModelForm):
    """Edit a tweet. It also has the required fields of a host's model."""

    files = FilesField()  # type: ignore[assignment]  # not the attribute of a form
    attachments = KeysField()
    is_sensitive = sensitive_field()

    class Meta:
        model = get_tweet_model()
        fields = fields_of(model, AbstractTweet, ["content", "content_warning"])
        labels = {"content": _("What’s happening?")}
        help_texts = {"content_warning": _("Shown instead of the text until the reader opens it.")}
        widgets = {"content": forms.Textarea(attrs={"rows": 3, "dir": "auto"})}

    options = ["content_warning", "visibility"]
    """Names of the fields below the text, each with an icon. Most tweets leave them as they are."""

    def __init__(
        self,
        *args: Any,
        text_label: Any = None,
        member: AbstractProfile | None = None,
        tweet: AbstractTweet | None = None,
        **kwargs: Any,
    ) -> None:
        """text_label: a label for the text field instead of its own.

        member: who writes; without, no files can be added. tweet: the one that is edited.
        """
        super().__init__(*args, **kwargs)
        self.set_up_media(member, tweet)
        if field := self.fields.get("visibility"):
            field.choices = Visibility.choosable()  # type: ignore[attr-defined]  # a choice field
        content = self.fields["content"]
        content.required = not self.accepts_files
        content.widget.is_required = content.required
        content.label = text_label or content.label
        content.widget.attrs["placeholder"] = content.label
        limit = {"data-max-length": text.MAX_WEIGHTED_LENGTH, "data-module": "excess"}
        content.widget.attrs |= limit

    def main_fields(self) -> list[forms.BoundField]:
        """Return the fields that are shown whole."""
        others = {*self.options, *self.media_fields}
        return [field for field in self.visible_fields() if field.name not in others]

    def option_fields(self) -> list[forms.BoundField]:
        """Return the fields that are shown with an icon: a choice, or a part that opens."""
        return [field for field in self if field.name in self.options]


def make_form_key() -> str:
    """Return a new key of a form."""
    return get_random_string(22)


class FormKeyField(forms.CharField):
    """The key of a form that is sent, so that services.publish() knows it when it is sent again.

    What can't be a key of ours counts as none: it is no error that somebody could correct.
    """

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        # No id: it would be twice on a page with two forms.
        widget = forms.HiddenInput(attrs={"id": False})
        super().__init__(
            **{"required": False, "initial": make_form_key, "widget": widget, **kwargs}
        )

    def to_python(self, value: Any) -> str:
        key: str = super().to_python(value) or ""
        return key if re.fullmatch(r"[A-Za-z0-9-]{16,64}", key) else ""


class TweetForm(TweetEditForm):
    """Write a tweet."""

    key = FormKeyField()

    class Meta(TweetEditForm.Meta):
        fields = fields_of(
            get_tweet_model(), AbstractTweet, ["content", "content_warning", "visibility"]
        )

    def __init__(self, *args: Any, widest: Visibility = Visibility.PUBLIC, **kwargs: Any) -> None:
        """widest: the widest visibility that the member may choose."""
        super().__init__(*args, **kwargs)
        if field := self.fields.get("visibility"):
            field.choices = Visibility.choosable(widest)  # type: ignore[attr-defined]  # a choice field
            field.initial, field.required = widest, False
        self.widest = widest

    def clean_visibility(self) -> str:
        """Return the choice, or the widest one if the field was not filled in."""
        return self.cleaned_data["visibility"] or self.widest


def get_tweet_form() -> type[TweetForm]:
    """Return the form class of the composers: DJANGO_TWEETS_TWEET_FORM."""
    form_class: type[TweetForm] = import_string(conf.TWEET_FORM)
    return form_class


class ProfileForm(PlainForm, forms.ModelForm):
    """Edit one's own profile."""

    avatar = PictureField(size=images.AVATAR, label=_("Avatar"), required=False)
    banner = PictureField(size=images.BANNER, label=_("Banner"), required=False)
    handle = forms.CharField(
        label=_("Handle"),
        max_length=text.MAX_HANDLE_LENGTH,
        help_text=_(
            "Letters a to z, digits and underscores. If you change it, old links to you break."
        ),
    )

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
        widgets = {
            "bio": forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
            # No type="url": a browser would refuse example.org, which becomes https://example.org.
            "website": forms.TextInput(
                attrs={"inputmode": "url", "autocapitalize": "none", "spellcheck": "false"}
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Leave out pictures until the site has said where their files go (W007)."""
        super().__init__(*args, **kwargs)
        for name, field in list(self.fields.items()):
            if isinstance(field, PictureField) and missing_settings(
                self._meta.model._meta.get_field(name)
            ):
                del self.fields[name]


class ProfileNameForm(PlainForm, forms.ModelForm):
    """Choose a name, a handle, or both. A field that is left empty stays as it is."""

    handle = forms.CharField(
        label=_("Handle"),
        max_length=text.MAX_HANDLE_LENGTH,
        required=False,
        help_text=_("The name that follows the @ in a mention."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )

    class Meta:
        model = get_profile_model()
        fields = fields_of(model, model, ["display_name", "handle"])  # none of the host’s

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """The handle is empty at first: the present one is no suggestion."""
        super().__init__(*args, **{"initial": {"handle": ""}, **kwargs})

    def clean_handle(self) -> str:
        handle: str = self.cleaned_data["handle"].removeprefix("@")
        return handle or self.instance.handle

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if not values.get("display_name") and values.get("handle") == self.instance.handle:
            raise ValidationError(_("Choose a name, a handle, or both."), code="nothing_chosen")
        return values


class ProfilePictureForm(PlainForm, forms.ModelForm):
    """Choose a profile picture, or remove it."""

    avatar = PictureField(size=images.AVATAR, label=_("Avatar"), required=False)

    class Meta:
        model = get_profile_model()
        fields = ["avatar"]


class PrivacyForm(PlainForm, forms.ModelForm):
    """Privacy settings."""

    is_protected = forms.BooleanField(
        label=_("Protect my tweets"),
        required=False,
        help_text=_(
            "Only your followers see them, and you approve each new follower. Your present "
            "followers stay. If you turn this off, all waiting follow requests are accepted."
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
        labels = {"digest": _("E-mail digest of unread notifications")}

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
    """Confirm the deletion of one's profile by typing the handle."""

    confirmation = forms.CharField(
        label=_("Your handle"),
        help_text=_("Type your handle to confirm."),
        widget=forms.TextInput(
            attrs={"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"}
        ),
    )

    class Meta:
        model = get_profile_model()
        fields: list[str] = []

    def clean_confirmation(self) -> str:
        """Return the handle. It may be typed in any case, with or without the @."""
        handle: str = self.cleaned_data["confirmation"].removeprefix("@").lower()
        if handle != self.instance.handle:
            raise ValidationError(_("This is not your handle."), code="another_handle")
        return handle
