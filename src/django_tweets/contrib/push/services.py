"""Write the subscriptions and settings of members. No other code writes a member's choices."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import router, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ... import web_pages
from ...conf import conf
from ...models.validators import validate_not_null
from ...notification_kinds import get_kind
from ...routers import reads_from_write_database
from ...services.databases import for_write
from ...services.idempotency import lock_profiles
from ...services.retries import retry_deadlocks
from ...services.suspension import lock_members
from ...snowflake import first_id
from . import keys
from .models import MAX_ENDPOINT, PushSettings, PushSubscription, time_zones

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...models import AbstractProfile

__all__ = ["subscribe", "unsubscribe", "update_push_settings"]

MAX_DEVICES = 10
"""Browsers of one member. With one more, the oldest is forgotten."""


@reads_from_write_database()
def subscribe(
    profile: AbstractProfile,
    endpoint: str,
    *,
    p256dh: str,
    auth: str,
    device: str = "",
    language: str = "",
) -> PushSubscription:
    """Send pushes of profile to a browser from now on, and return its subscription.

    endpoint, p256dh, auth: what PushManager.subscribe() has returned in the browser, with the
    public key of the site. A browser belongs to the last member who has subscribed with it. device:
    its name for the member. language: of the texts; "" for that of the site.

    ValidationError if an argument is not valid. Suspended if profile may not act.
    """
    is_valid = len(endpoint) <= MAX_ENDPOINT and web_pages.is_https_url(endpoint)
    if not (is_valid and keys.is_public_key(p256dh) and keys.is_auth_secret(auth)):
        raise ValidationError(_("This browser’s address for notifications is not valid."))
    now = timezone.now()
    own: Any = conf.PUSH
    row = PushSubscription(
        profile_id=profile.pk,
        endpoint=endpoint,
        digest=make_digest(endpoint),
        p256dh=p256dh,
        auth=auth,
        server_key=own["PUBLIC_KEY"],
        sign_in=get_sign_ins(profile)[0],
        device=device,
        language=language,
        created_at=now,
        told_until=first_id(now),
        not_before=now,
    )
    row.clean_fields(exclude=["profile"])
    using = router.db_for_write(PushSubscription)
    return retry_deadlocks(partial(_store, row, using), using=using)


def get_sign_ins(profile: AbstractProfile) -> list[str]:
    """Return the values of PushSubscription.sign_in that profile gets pushes with, newest first.

    They are of the present password, as in a session: a browser gets no more when the password is
    changed, because somebody who knew the former one may have subscribed. One for each SECRET_KEY.
    """
    user: Any = None
    with suppress(ObjectDoesNotExist):  # deleted since the instance was read
        user = profile.user
    if not hasattr(user, "get_session_auth_hash"):  # none, or one of another kind than Django's
        return [""]
    hashes = [user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()]
    return [sha256(each.encode()).hexdigest() for each in hashes]


def make_digest(endpoint: str) -> str:
    """Return the key by which an endpoint is found."""
    return sha256(endpoint.encode()).hexdigest()


def _store(row: PushSubscription, using: str) -> PushSubscription:
    rows = PushSubscription._base_manager.using(using)
    fields = [field.attname for field in row._meta.concrete_fields if not field.primary_key]
    with transaction.atomic(using=using):
        lock_members(row.profile_id, using=using)
        values = {name: getattr(row, name) for name in fields if name != "digest"}
        stored, _created = rows.update_or_create(digest=row.digest, defaults=values)
        newest_first = rows.filter(profile=row.profile_id).order_by("-created_at", "-pk")
        extra = list(newest_first.values_list("pk", flat=True)[MAX_DEVICES:])
        rows.filter(pk__in=extra).delete()
    return stored


def unsubscribe(profile: AbstractProfile, key: int) -> bool:
    """Delete the subscription of profile with this key. Return False if there is none."""
    rows = for_write(PushSubscription._base_manager.filter(profile=profile.pk, pk=key))
    return bool(rows.delete()[0])


@reads_from_write_database()
def update_push_settings(
    profile: AbstractProfile, kinds: Mapping[str, bool] | None = None, **changes: Any
) -> PushSettings:
    """Change the push settings of profile, and return them.

    kinds: whether each of these notification kinds is pushed, by name; the others stay as they are.
    changes: fields of PushSettings. ValidationError, by field, for a value that is not valid, and
    by kind for one that is not registered. PermissionDenied if profile has been deleted.
    """
    kinds = kinds or {}
    for name, is_wanted in kinds.items():
        if get_kind(name) is None or not isinstance(is_wanted, bool):
            raise ValidationError({name: _("This can’t be switched on or off.")}, code="invalid")
    using = router.db_for_write(PushSettings)
    with transaction.atomic(using=using):
        # InnoDB locks the gap where the row will be: two that insert there would deadlock.
        lock_profiles(profile, using=using)
        settings = PushSettings.for_profile(profile)
        for name, value in changes.items():
            validate_not_null(settings._meta.get_field(name), value)
            setattr(settings, name, value)
        unwanted = {*settings.unwanted_kinds, *kinds} - {name for name in kinds if kinds[name]}
        settings.unwanted_kinds = sorted(unwanted)
        settings.clean_fields(exclude=["profile", "unwanted_kinds"])
        _check(settings)
        values = {name: getattr(settings, name) for name in ("unwanted_kinds", *changes)}
        PushSettings._base_manager.using(using).update_or_create(pk=profile.pk, defaults=values)
    return settings


def _check(settings: PushSettings) -> None:
    if (settings.quiet_from is None) != (settings.quiet_until is None):
        field = "quiet_from" if settings.quiet_from is None else "quiet_until"
        raise ValidationError({field: _("Set both times, or neither.")}, code="incomplete")
    if settings.time_zone and settings.time_zone not in time_zones():
        raise ValidationError({"time_zone": _("This time zone is not known.")}, code="unknown")
