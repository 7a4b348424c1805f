"""Columns with a rule of their own. To a migration each is the plain Django field it extends."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models.fields.related_descriptors import ReverseOneToOneDescriptor


class PlainInMigrations:
    """A field that migrations know as the Django field it extends, so that they never import us."""

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()  # type: ignore[misc]  # a mixin for fields
        plain = next(base for base in type(self).__mro__ if base.__module__.startswith("django.db"))
        return name, f"django.db.models.{plain.__name__}", args, kwargs


class CounterField(PlainInMigrations, models.PositiveIntegerField):
    """A count that only update() moves.

    save() writes the column back to itself: an instance read a moment ago can't undo what
    others have counted since.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"default": 0, "editable": False, **kwargs})

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        if add:
            return super().pre_save(model_instance, add)
        return models.F(self.attname)


class LooseForeignKey(PlainInMigrations, models.ForeignKey):
    """A pointer that may outlive its target: a reply knows that it answered a tweet now gone.

    Nothing has to be rewritten when the target goes, however many point at it. And nothing is
    locked when the pointer is written: InnoDB would lock the target for a constraint, and two
    people who like and answer each other would wait for each other for ever. Lists have the
    index that they are read by in Meta.indexes.
    """

    def __init__(self, to: Any, **kwargs: Any) -> None:
        loose = {"on_delete": models.DO_NOTHING, "db_constraint": False, "db_index": False}
        super().__init__(to, **{**loose, **kwargs})


class LooseOneToOneField(PlainInMigrations, models.OneToOneField):
    """A LooseForeignKey that is its row's own key: there is one row for one target, or none."""

    def __init__(self, to: Any, **kwargs: Any) -> None:
        loose = {"on_delete": models.DO_NOTHING, "db_constraint": False, "primary_key": True}
        super().__init__(to, **{**loose, **kwargs})


class HandleField(PlainInMigrations, models.CharField):
    """A name that is stored, and looked up, in lower case."""

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        handle: str = self.get_prep_value(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, handle)
        return handle

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return value.lower() if isinstance(value, str) else value


class ProfileDescriptor(ReverseOneToOneDescriptor):
    """user.profile: made when first asked for, since a site's users may be older than the app."""

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        try:
            return super().__get__(instance, cls)
        except self.RelatedObjectDoesNotExist:
            if instance._state.adding:
                raise
            profile_model: Any = self.related.related_model
            profiles = profile_model._base_manager.db_manager(hints={"instance": instance})
            # Django's own answer to two requests that ask at once: the slower one gets.
            profile, _ = profiles.get_or_create(
                user=instance, defaults=profile_model.defaults_for(instance)
            )
            self.related.set_cached_value(instance, profile)
            return profile


class UserField(PlainInMigrations, models.OneToOneField):
    """The user of a profile, who finds it as user.profile whether it exists yet or not."""

    related_accessor_class = ProfileDescriptor
