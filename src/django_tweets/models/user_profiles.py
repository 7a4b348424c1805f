"""The profile of a user: found, or created when it is first needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, router, transaction

from ..routers import pin_reads
from ..swapping import get_profile_model

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.contrib.auth.models import AbstractBaseUser

    from .profile import AbstractProfile


screen_new: list[Callable[[Any], None]] = []
"""Functions that screen a new profile, in its transaction. services/profiles.py adds one: models
import no services."""


def get_profile(user: AbstractBaseUser) -> AbstractProfile:
    """Return the profile of user. Create it if there is none yet."""
    relation = _relation()
    try:
        profile: AbstractProfile = getattr(user, relation.get_accessor_name())
    except relation.related_model.DoesNotExist:
        return create_profile(user)
    return profile


def create_profile(user: AbstractBaseUser) -> AbstractProfile:
    """Create the profile of user with the create_for() of the model, and return it.

    Return the one that is there if another request, or code of the host, has created it since the
    caller looked. Raise DoesNotExist if user is not saved.
    """
    profile_model, relation = get_profile_model(), _relation()
    if user._state.adding:
        raise profile_model.DoesNotExist(f"{user!r} is not saved, and has no profile.")
    pin_reads()  # a page calls this
    using = router.db_for_write(profile_model, instance=user)
    rows = profile_model._base_manager.using(using).filter(user=user.pk)
    profile = rows.first()  # the caller may have looked into a replica
    if profile is None:
        try:
            with transaction.atomic(using=using):
                profile = profile_model.create_for(user)
                for screen in screen_new:
                    screen(profile)
        except IntegrityError:
            profile = rows.first()
            if profile is None:
                raise
    relation.set_cached_value(user, profile)
    return profile


def _relation() -> Any:
    return get_profile_model()._meta.get_field("user").remote_field
