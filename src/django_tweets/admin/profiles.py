"""The admin of profiles, and of the users who own them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin, messages
from django.contrib.auth import get_permission_codename, get_user_model
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import services
from ..file_storage import has_attachment_storage, missing_settings
from ..forms import ProfileForm
from ..models import LookalikeHandle, Profile
from ..models.handles import PURGED_PREFIX
from ..services.databases import for_write
from ..swapping import get_profile_model
from .bounded import BoundedAdmin

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.forms import ModelForm
    from django.http import HttpRequest

    from ..models import AbstractProfile


class UserAdminMixin:
    """A mixin for the admin of the user model: the profile of a deleted user goes in a task.

    Without it, deleting a user deletes all tweets of the user in the request.
    """

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Hide the profile of a user and have it deleted. Then delete the user."""
        self._delete_profiles([obj.pk])
        super().delete_model(request, obj)  # type: ignore[misc]  # of ModelAdmin

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Hide the profiles of users and have them deleted. Then delete the users."""
        self._delete_profiles(list(queryset.values_list("pk", flat=True)))
        super().delete_queryset(request, queryset)  # type: ignore[misc]  # of ModelAdmin

    def _delete_profiles(self, users: list[Any]) -> None:
        profiles = get_profile_model()._base_manager
        with services.as_staff():
            for profile in for_write(profiles.filter(user__in=users)):
                services.delete_profile(profile, now=True)  # the user goes, and can't restore it


def _may_change_users(request: HttpRequest) -> bool:
    meta: Any = get_user_model()._meta
    user: Any = request.user
    return bool(user.has_perm(f"{meta.app_label}.{get_permission_codename('change', meta)}"))


class ProfileAdminForm(ProfileForm):
    """All fields. The handle may also be name@domain, as in the model."""

    handle = None  # type: ignore[assignment]  # Django's way to remove a field

    class Meta(ProfileForm.Meta):
        fields = "__all__"  # type: ignore[assignment]  # Django takes both


class LookalikeFilter(admin.SimpleListFilter):
    """Profiles whose handles are easily taken for another one."""

    title = gettext_lazy("look-alike handle")
    parameter_name = "lookalike"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", gettext_lazy("Yes"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        # The keys first: they are few, and the list is read in the order of keys.
        rows = LookalikeHandle._base_manager.values("profile")
        return queryset.filter(pk__in=rows) if self.value() == "yes" else queryset


@admin.register(Profile)
class ProfileAdmin(BoundedAdmin):
    form = ProfileAdminForm
    list_display = [
        "handle",
        "display_name",
        "is_protected",
        "is_suspended",
        "deleted_at",
        "created_at",
    ]
    actions = ["collect_data", "restore", "delete_now"]
    list_filter: ClassVar[Any] = [LookalikeFilter]
    search_fields = ["handle__startswith"]
    search_help_text = gettext_lazy("The beginning of a handle")
    raw_id_fields = ["user"]
    readonly_fields = ["created_at", "tweet_count", "follower_count", "following_count"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Leave out pictures that the site could not store, as the form does."""
        fields = super().get_fields(request, obj)
        model_fields = {field.name: field for field in self.opts.fields}
        return [name for name in fields if not missing_settings(model_fields.get(str(name)))]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Return also the user of a profile, for staff who may not change users.

        Whoever gives a profile to another user gives that user all that its member may read.
        """
        fields = super().get_readonly_fields(request, obj)
        return fields if obj is None or _may_change_users(request) else [*fields, "user"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[AbstractProfile]:
        """Leave out profiles that are being deleted for good, with or without a grace period."""
        return super().get_queryset(request).exclude(handle__startswith=PURGED_PREFIX)

    def has_collect_permission(self, request: HttpRequest) -> bool:
        """Whether staff may have data exports made. Not on a site that could not store them."""
        return has_attachment_storage() and self.has_change_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return False for a deleted profile: it can only be restored."""
        is_deleted = obj is not None and obj.deleted_at is not None
        return not is_deleted and super().has_change_permission(request, obj)

    @admin.action(
        description=gettext_lazy("Prepare a data export for the member"),
        permissions=["collect"],
    )
    def collect_data(self, request: HttpRequest, queryset: QuerySet[AbstractProfile]) -> None:
        """Ask for a data export of each profile, which only its member can download."""
        base_url = request.build_absolute_uri("/")
        with services.as_staff():
            for profile in queryset:
                services.request_export(profile, base_url=base_url)
        self.message_user(request, _("The members find their data in their settings."))

    @admin.action(description=gettext_lazy("Restore, in the grace period"), permissions=["delete"])
    def restore(self, request: HttpRequest, queryset: QuerySet[AbstractProfile]) -> None:
        """Take back deletions."""
        late = []
        for profile in queryset:
            try:
                services.restore_profile(profile)
            except PermissionDenied:
                late.append(str(profile))
        if late:
            message = _("It is too late to restore %(profiles)s.")
            names = {"profiles": ", ".join(late)}
            self.message_user(request, message % names, messages.ERROR)

    @admin.action(
        description=gettext_lazy("Delete now, in the grace period"), permissions=["delete"]
    )
    def delete_now(self, request: HttpRequest, queryset: QuerySet[AbstractProfile]) -> None:
        """End the grace period of deleted profiles. Others stay."""
        with services.as_staff():
            for profile in queryset.filter(deleted_at__isnull=False):
                services.delete_profile(profile, now=True)

    def describe_deletion(self, row: AbstractProfile) -> str:
        return _("%(profile)s and all its tweets (%(count)d)") % {
            "profile": row,
            "count": row.tweet_count,
        }

    def save_model(
        self, request: HttpRequest, obj: AbstractProfile, form: ModelForm, change: bool
    ) -> None:
        if change:
            changes = {name: form.cleaned_data[name] for name in form.changed_data}
            with services.as_staff():
                services.update_profile(obj, **changes)
        else:
            super().save_model(request, obj, form, change)

    def delete_model(self, request: HttpRequest, obj: AbstractProfile) -> None:
        with services.as_staff():
            services.delete_profile(obj, now=obj.deleted_at is not None)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[AbstractProfile]) -> None:
        for profile in queryset:
            self.delete_model(request, profile)
