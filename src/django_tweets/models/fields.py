"""Model fields of our own. In migrations, each is the plain Django field that it extends."""

from __future__ import annotations

import inspect
from typing import Any

from django.db import models
from django.db.models.fields.related_descriptors import ReverseOneToOneDescriptor

from .. import text
from .unmigrated import cascade
from .user_profiles import create_profile


class PlainInMigrations:
    """A mixin for a field that migrations write as its Django base class.

    So migrations of a host do not import our fields.
    """

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()  # type: ignore[misc]  # a mixin for fields
        plain = next(base for base in type(self).__mro__ if base.__module__.startswith("django.db"))
        return name, f"django.db.models.{plain.__name__}", args, kwargs


class UpdateOnly(PlainInMigrations):
    """A mixin for a field that only update() changes.

    save() sets the column to itself, so that an instance with an old value does not undo what
    others have written since.
    """

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Return the value to insert, or the column itself."""
        if add:
            return super().pre_save(model_instance, add)  # type: ignore[misc]  # a mixin for fields
        return models.F(self.attname)  # type: ignore[attr-defined]  # a mixin for fields


class CounterField(UpdateOnly, models.PositiveIntegerField):
    """A count that only update() changes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"default": 0, "editable": False, **kwargs})


class CountedField(UpdateOnly, models.BooleanField):
    """Whether a row is included in counters. Only update() changes it, with the counters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"default": False, "editable": False, **kwargs})


class AttachmentCountField(UpdateOnly, models.PositiveSmallIntegerField):
    """A number of attachments that only update() changes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"default": 0, "editable": False, **kwargs})


class CascadeMixin(PlainInMigrations):
    """A mixin for a foreign key that is deleted with its target: see unmigrated.cascade()."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "on_delete": cascade})

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "on_delete": models.CASCADE}


class CascadeForeignKey(CascadeMixin, models.ForeignKey):
    """A foreign key that is deleted with its target, unless its table is gone."""


class CascadeOneToOneField(CascadeMixin, models.OneToOneField):
    """A one to one field that is deleted with its target, unless its table is gone."""


class LooseForeignKey(PlainInMigrations, models.ForeignKey):
    """A foreign key without constraint, that keeps its value when the target is deleted.

    A reply still knows that it is one. Nothing is rewritten when the target is deleted, however
    many rows refer to it. And nothing is locked on insert: for a constraint, InnoDB would lock the
    target, and two people who like and answer each other would deadlock. It has no index, because
    lists have theirs in Meta.indexes.
    """

    def __init__(self, to: Any, **kwargs: Any) -> None:
        loose = {"on_delete": models.DO_NOTHING, "db_constraint": False, "db_index": False}
        super().__init__(to, **{**loose, **kwargs})


class LooseOneToOneField(PlainInMigrations, models.OneToOneField):
    """A LooseForeignKey that is the primary key: at most one row for each target."""

    def __init__(self, to: Any, **kwargs: Any) -> None:
        loose = {"on_delete": models.DO_NOTHING, "db_constraint": False, "primary_key": True}
        super().__init__(to, **{**loose, **kwargs})


class HandleField(PlainInMigrations, models.CharField):
    """A handle. It is stored and looked up in lower case."""

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        handle: str = self.get_prep_value(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, handle)
        return handle

    def get_prep_value(self, value: Any) -> Any:
        """Return the value for a lookup or an insert: no text is an error in a lookup."""
        value = super().get_prep_value(value)
        return text.make_storable(value.lower()) if isinstance(value, str) else value


class ProfileDescriptor(ReverseOneToOneDescriptor):
    """The attribute of a user that is the profile: user.profile, if the site names no other.

    With our own model, it creates the profile of a user who has none yet: the users of a site may
    be older than the app. With a model of the host's, it raises RelatedObjectDoesNotExist, as
    Django does, so that code of the host can ask whether there is a profile, and create it.
    """

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        try:
            return super().__get__(instance, cls)
        except self.RelatedObjectDoesNotExist:
            is_our_model = self.related.related_model._meta.swappable
            if instance._state.adding or not is_our_model:
                raise
        return create_profile(instance)


class UserField(CascadeOneToOneField):
    """The user of a profile. The user model gets a ProfileDescriptor named related_name."""

    def deconstruct(self) -> Any:
        # related_name follows a setting, and migrations are the same on all sites. A historical
        # user has no attribute of ours, so none that meets one of the host's.
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "related_name": "+"}

    def related_accessor_class(self, related: Any) -> Any:  # type: ignore[override]  # Django calls it
        """Return the attribute that the user model gets. What the host has there stays there.

        Then checks.check_profile_accessor() finds it, whichever app is loaded first.
        """
        user_model = related.model._meta.concrete_model
        present = inspect.getattr_static(user_model, related.get_accessor_name(), None)
        return ProfileDescriptor(related) if present is None else present

    def _check_clashes(self) -> list[Any]:
        return []  # checks.check_profile_accessor() reports them, with the setting as its hint
