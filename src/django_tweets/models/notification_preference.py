"""NotificationPreference: which kinds of notification a profile has switched on or off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import swapping
from ..notification_kinds import NAME_LENGTH, get_kind, get_kinds, sql_names
from .expressions import Condition
from .fields import CascadeForeignKey

if TYPE_CHECKING:
    from ..notification_kinds import NotificationKind
    from .profile import AbstractProfile


class NotificationPreference(models.Model):
    """Whether a profile wants one kind of notification. Without a row, it is the kind's default."""

    profile = CascadeForeignKey(
        swapping.profile_label(),
        verbose_name=_("profile"),
        related_name="notification_preferences",
        db_index=False,  # the constraint has an index that begins with it
    )
    kind = models.CharField(_("kind"), max_length=NAME_LENGTH)
    is_wanted = models.BooleanField(_("is wanted"))
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    """When it was last set: the sweep adds no notifications of earlier actions."""

    class Meta:
        verbose_name = _("notification preference")
        verbose_name_plural = _("notification preferences")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["profile", "kind"], name="%(app_label)s_%(class)s_once")
        ]

    def __str__(self) -> str:
        return f"{self.profile_id}: {self.kind}"


def get_preferences(profile: Any) -> dict[NotificationKind, bool]:
    """Return whether a profile, given by its key, wants each optional kind. One query."""
    rows = NotificationPreference._base_manager.filter(profile=profile)
    stored = dict(rows.values_list("kind", "is_wanted"))
    return {kind: kind.is_wanted(stored.get(kind.name)) for kind in get_kinds() if kind.is_optional}


def profile_wants(name: str, path: str) -> Q:
    """Condition on a queryset: the profile at the end of path wants notifications of a kind.

    Nobody wants a kind that is not registered.
    """
    kind = get_kind(name)
    if kind is None:
        return Q(pk__in=[])
    if not kind.is_optional:
        return Q()
    rows = NotificationPreference._base_manager.filter(
        profile=OuterRef(path), kind=name, is_wanted=not kind.is_on_by_default
    )
    return Q(~Exists(rows) if kind.is_on_by_default else Exists(rows))


def wanted_by(profile: AbstractProfile) -> Q:
    """Condition on notifications: their kind is registered, and profile wants it."""
    always = sql_names(lambda kind: not kind.is_optional)
    optional = sql_names(lambda kind: kind.is_optional)
    by_default = sql_names(lambda kind: kind.is_optional and kind.is_on_by_default)
    # One row by its key for each notification: a scalar subquery, which no planner makes a join of.
    stored = (
        "SELECT p.is_wanted FROM {NotificationPreference} p"
        " WHERE p.profile_id = {me} AND p.kind = {notification.kind}"
    )
    rule = f"""
        {{notification.kind}} IN ({always})
        OR {{notification.kind}} IN ({optional})
        AND COALESCE(({stored}), {{notification.kind}} IN ({by_default}))
    """
    me = Value(profile.pk, output_field=profile._meta.pk)
    names: dict[str, Any] = {"NotificationPreference": NotificationPreference, "me": me}
    return Q(Condition(rule, notification=F("newest"), **names))
