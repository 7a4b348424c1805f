"""Profile: an author and reader of tweets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar
from uuid import uuid4
from zlib import crc32

import regex
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models, transaction
from django.db.models import Case, When
from django.utils import timezone
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext_lazy as _

from .. import swapping
from ..current_app import reverse
from ..text import clean_line, isolate
from . import (
    avatars,
    everyone,
    former_handle,
    handles,
    hashtag_uses,
    search_name,
    visibility,
    writes,
)
from .avatars import AvatarField
from .databases import write_database
from .fields import CounterField, HandleField, UserField
from .text_fields import LineField, MultilineField, WebsiteField
from .time_key import TimeKeyModel

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.models import AbstractBaseUser

BATCH_SIZE = 1000  # profiles whose search words are written at a time by bulk_create()

HIDING = {"is_limited", "is_protected", "is_suspended"}
"""Fields that hide the tweets of a profile from hashtags."""

FOLDERS = {"avatar": avatars.FOLDER, "banner": "django_tweets/banners"}
"""Folders in the storage, by the names of the fields."""

# First letters of words. Compiled once: a page of tweets uses it twenty times.
_first_letters = regex.compile(r"(?<![\p{L}\p{N}])[\p{L}\p{N}]\p{M}*+").findall


class ProfileQuerySet(models.QuerySet["AbstractProfile"]):
    """Profiles, with filters for what a viewer may see."""

    def visible_to(self, viewer: AbstractProfile | None) -> ProfileQuerySet:
        """Profiles that viewer may see. None is an anonymous visitor."""
        return self.filter(visibility.visible_profiles(viewer))

    def listed_for(self, viewer: AbstractProfile | None) -> ProfileQuerySet:
        """Leave out the profiles that moderators have limited, but for themselves and followers."""
        return self.filter(visibility.listed_profiles(viewer))

    def shown(self) -> ProfileQuerySet:
        """Profiles that are neither suspended nor deleted: for counts and lists for everyone.

        Readers use visible_to(), which answers visitors of a closed site with nothing.
        """
        return self.filter(everyone.shown_profiles())

    def visible_or_blocked_by(self, viewer: AbstractProfile | None) -> ProfileQuerySet:
        """Like visible_to(), plus the profiles that viewer blocks, so that viewer can unblock them.

        These are the same whether they block viewer or not: viewer must not learn of that. Each has
        is_open: whether viewer may see what is for followers.
        """
        is_open = Case(When(visibility.unprotected_profiles(viewer), then=True), default=False)
        return self.filter(visibility.visible_or_blocked_profiles(viewer)).annotate(is_open=is_open)

    def blocked_by(self, viewer: AbstractProfile) -> ProfileQuerySet:
        """Profiles that viewer blocks, without suspended profiles, which nobody sees."""
        is_there = visibility.visible_or_blocked_profiles(viewer)
        return self.filter(is_there, blocked_by__blocker=viewer.pk)

    def update(self, **kwargs: Any) -> int:
        """Update as Django does. Profiles that are hidden or shown again are counted again."""
        flags = HIDING & kwargs.keys()
        if not flags:
            return super().update(**kwargs)
        self._for_write = True  # as in Django: now self.db is the database to write to
        with transaction.atomic(using=self.db):
            changed = self.exclude(**{flag: kwargs[flag] for flag in flags}).order_by()
            keys = list(changed.values_list("pk", flat=True))
            count = super().update(**kwargs)
            for key in keys:
                hashtag_uses.recount_later(key, using=self.db)
        return count

    update.alters_data = True  # type: ignore[attr-defined]  # Django's: templates don't call it

    def bulk_create(self, objs: Iterable[AbstractProfile], *args: Any, **kwargs: Any) -> Any:
        """Insert as Django does, and write the search words of each profile."""
        objs = list(objs)
        self._for_write = True  # as in Django: now self.db is the database to write to
        with transaction.atomic(using=self.db):
            made = super().bulk_create(objs, *args, **kwargs)  # type: ignore[arg-type]  # of this very model
            for start in range(0, len(objs), BATCH_SIZE):
                # Read them: where a conflict was ignored, another profile has the handle.
                batch = [profile.handle for profile in objs[start : start + BATCH_SIZE]]
                search_name.write(list(self.filter(handle__in=batch)), using=self.db)
        return made


class _HandleHeldError(Exception):
    """The handle that was just written is held for its last owner."""


def avatar_path(instance: models.Model, filename: str) -> str:
    """Return a new file name for an avatar each time, so that no cache shows the old one."""
    return avatars.new_name(filename)


def banner_path(instance: models.Model, filename: str) -> str:
    """Return a new file name for a banner, as avatar_path() does."""
    return f"{FOLDERS['banner']}/{uuid4().hex}.webp"


class AbstractProfile(models.Model):
    """Base class of the profile model: all fields and methods.

    A subclass may have relations to the user model only. Other models refer to the profile.
    """

    user = UserField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("user"),
        related_name=swapping.profile_accessor(),
        null=True,
        blank=True,
        help_text=_("Empty for an author who has no account here."),
    )
    handle = HandleField(
        _("handle"),
        max_length=handles.MAX_LENGTH,  # of name@domain; see handles.validate()
        unique=True,
        help_text=_("The name that follows the @ in a mention."),
    )
    display_name = LineField(_("name"), max_length=50, blank=True)
    bio = MultilineField(_("bio"), max_length=200, blank=True)
    avatar = AvatarField(_("avatar"), upload_to=avatar_path, max_length=200, blank=True)
    banner = models.ImageField(_("banner"), upload_to=banner_path, max_length=200, blank=True)
    website = WebsiteField(
        _("website"), blank=True, validators=[URLValidator(schemes=["http", "https"])]
    )
    location = LineField(_("location"), max_length=100, blank=True)
    is_protected = models.BooleanField(
        _("protected"), default=False, help_text=_("Only followers may read the tweets.")
    )
    is_suspended = models.BooleanField(
        _("suspended"), default=False, help_text=_("Hidden from everybody except staff.")
    )
    is_limited = models.BooleanField(
        _("limited"),
        default=False,
        help_text=_("Left out of public lists, and strangers get no notifications of it."),
    )
    created_at = models.DateTimeField(_("joined"), default=timezone.now, editable=False)
    deleted_at = models.DateTimeField(_("deleted"), null=True, editable=False)
    tweet_count = CounterField(_("tweets"))
    follower_count = CounterField(_("followers"))
    following_count = CounterField(_("following"))

    objects: ClassVar[Any] = ProfileQuerySet.as_manager()
    # Our code reads and creates rows with this manager: a host may replace `objects` by one that
    # leaves out rows, or that has none of our methods.
    _rows: ClassVar[Any] = ProfileQuerySet.as_manager()

    if TYPE_CHECKING:
        tweets: Any  # manager of the tweets by this profile

    is_open: bool
    """Whether viewer may see what is for followers. Set by visible_or_blocked_by, nameable_to."""
    relation: Any = frozenset()
    """Relations to a viewer, as reading.relations.relate() sets them."""
    is_hidden = False
    """Whether that viewer may not see it, from timelines.profiles.relate()."""
    related_to: Any = ()
    """Key of that viewer, None for an anonymous one."""
    reason: Any = None
    """Why it is suggested to that viewer, a timelines.Reason; None if it is only popular."""

    class Meta:
        abstract = True
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")

    def __str__(self) -> str:
        return f"@{self.handle}"

    def __repr__(self) -> str:
        # Not Django's, which has __str__: a host's may return an e-mail address, and a list of
        # profiles that is printed by mistake has the repr() of each.
        return f"<{type(self).__name__}: @{self.handle}>"

    def save(self, **kwargs: Any) -> None:
        """Save as Django does. A profile without a handle gets a free one."""
        if self.handle:
            self._save(**kwargs)
            return
        using = write_database(self, kwargs.get("using"))
        name = self.suggest_handle(self.user) if self.user else self.display_name
        variants = handles.variants(name)
        while not self._try_to_save(next(variants), using, kwargs):
            pass

    def get_absolute_url(self) -> str:
        return reverse("django_tweets:profile_detail", args=[self.handle])

    def clean(self) -> None:
        super().clean()
        self.handle = self.handle.lower()
        if self.handle or self.user_id is not None:  # save() gives an author without one a handle
            handles.validate(self.handle, allow_remote=self.user_id is None)
        if handles.is_reserved(self.handle) and not self._owns_handle():
            error = ValidationError(
                _("This handle is reserved. Choose another one."), code="reserved_handle"
            )
            raise ValidationError({"handle": error})

    def validate_unique(self, exclude: Any = None) -> None:
        """Raise ValidationError as Django does, and for a handle that is held for somebody else.

        The message is that of a handle which is taken.
        """
        # In this order: whoever gives a handle up commits that together with the row that holds it.
        super().validate_unique(exclude)
        is_asked = exclude is None or "handle" not in exclude
        if is_asked and former_handle.is_held(self, using=write_database(self)):
            raise ValidationError({"handle": self.unique_error_message(type(self), ("handle",))})

    def unique_error_message(self, model_class: Any, unique_check: Any) -> ValidationError:
        """Return Django's message, or a shorter one for a handle."""
        if tuple(unique_check) == ("handle",):
            return ValidationError(_("This handle is taken."), code="unique")
        return super().unique_error_message(model_class, unique_check)

    @classmethod
    def suggest_handle(cls, user: AbstractBaseUser) -> str:
        """Return the name that the handle of user is made from. Digits are added if it is taken."""
        return handles.suggest(user)

    @classmethod
    def create_for(cls, user: AbstractBaseUser) -> AbstractProfile:
        """Create and return the profile of user, who has none. services.get_profile() calls it.

        Override it in a model whose profiles are created in another way. If it violates the unique
        constraint of user, because another request was faster, the caller takes that profile.
        """
        rows: Any = cls._base_manager.db_manager(hints={"instance": user})
        profile: AbstractProfile = rows.create(user=user, **cls.defaults_for(user))
        return profile

    @classmethod
    def defaults_for(cls, user: AbstractBaseUser) -> dict[str, Any]:
        """Return values for the fields of the profile that is created for user.

        Override it in a model that adds required fields. It is empty by default, because nothing
        may be published that the user has not written for publication.
        """
        return {}

    def get_export_data(self) -> dict[str, Any]:
        """Return the fields that the model of a host adds to a data export, as values for JSON.

        Override it in such a model. It is empty by default: fields may be for staff only.
        """
        return {}

    @property
    def shown_name(self) -> str:
        """The display name, or the handle if there is none.

        Cleaned, because a row may be older than the cleaning of typed text, or come from raw SQL.
        Not called name: models of hosts have a field of that name.
        """
        return clean_line(self.display_name) or self.handle

    @property
    def plain_name(self) -> str:
        """The shown name for a text without markup, such as a title.

        Isolated, so that a name from right to left does not turn round what follows.
        """
        return isolate(self.shown_name, is_from_right=get_language_bidi())

    @property
    def is_remote(self) -> bool:
        """Whether the handle is name@domain: the profile is of another site."""
        return "@" in self.handle

    @property
    def initials(self) -> str:
        """First letters of the first and last word of the name, shown if there is no avatar."""
        words = _first_letters(self.display_name or self.handle.partition("@")[0])
        return "".join(words[:1] + words[1:][-1:]).upper()

    @property
    def color_index(self) -> int:
        """Index of the color that is shown without an avatar, 0 to 11. It never changes."""
        return crc32(str(self.pk).encode()) % 12

    def _owns_handle(self) -> bool:
        """Whether the stored profile has this handle already."""
        rows = type(self)._base_manager.using(write_database(self))
        return rows.filter(pk=self.pk, handle=self.handle).exists()

    def _save(self, **kwargs: Any) -> None:
        """Save as Django does, and write the search words of the profile."""
        update_fields = kwargs.get("update_fields")
        names = None if update_fields is None else {*update_fields}
        has_name = names is None or bool({"handle", "display_name"} & names)
        flags = HIDING if names is None else HIDING & names
        if not has_name and not flags:
            super().save(**kwargs)
            return
        using = kwargs["using"] = write_database(self, kwargs.get("using"))
        with transaction.atomic(using=using):
            has_handle = names is None or "handle" in names
            watched = [*flags, "handle"] if has_handle else [*flags]
            stored = None
            if watched and not self._state.adding:
                rows = type(self)._base_manager.using(using).filter(pk=self.pk)
                stored = rows.select_for_update().values(*watched).first()
            super().save(**kwargs)
            if has_name:
                search_name.write([self], using=using)
            if has_handle:
                self._move_handle(stored and stored.pop("handle"), using)
            if stored and any(value != getattr(self, flag) for flag, value in stored.items()):
                hashtag_uses.recount_later(self.pk, using=using)

    def _move_handle(self, old: str | None, using: str) -> None:
        """Hold the handle that save() has replaced. old: None in a new profile."""
        if old != self.handle:
            if old:
                former_handle.move(self, old, using=using)
            former_handle.announce(self, using=using)

    def _try_to_save(self, handle: str, using: str, kwargs: dict[str, Any]) -> bool:
        """Save with handle. Return False if another profile has it, or it is held for somebody."""
        self.handle, key, is_new = handle, self.pk, self._state.adding

        def save() -> None:
            self._save(**kwargs)
            if former_handle.is_held(self, using=using):
                raise _HandleHeldError

        try:
            is_saved = writes.save_unless_taken(self, "handle", save, using=using)
        except _HandleHeldError:
            is_saved = False
        if not is_saved:
            self.pk, self._state.adding = key, is_new  # its row was rolled back
        return is_saved


class Profile(AbstractProfile, TimeKeyModel):
    """The profile model of a site that does not swap it."""

    class Meta(AbstractProfile.Meta):
        abstract = False
        swappable = "DJANGO_TWEETS_PROFILE_MODEL"
