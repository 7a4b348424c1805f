"""The admin of tweets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.utils.translation import gettext_lazy

from .. import services
from ..models import Tweet, Visibility
from .bounded import BoundedAdmin

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.forms import ModelForm
    from django.http import HttpRequest

    from ..models import AbstractTweet


@admin.register(Tweet)
class TweetAdmin(BoundedAdmin):
    list_display = ["content", "profile", "visibility", "created_at"]
    list_select_related = ["profile"]
    search_fields = ["profile__handle__exact"]
    search_help_text = gettext_lazy("The handle of an author")
    readonly_fields = [
        "profile",
        "entities",
        "created_at",
        "edited_at",
        "in_reply_to_id",
        "conversation_id",
        "retweet_of_id",
        "quote_of_id",
        "reply_count",
        "retweet_count",
        "quote_count",
        "like_count",
        "attachment_count",
    ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Return False: tweets are written on the site."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: AbstractTweet | None = None) -> Any:
        """Return also the visibility of a tweet that moderators have withheld: they release it."""
        fields = super().get_readonly_fields(request, obj)
        is_withheld = obj is not None and obj.visibility == Visibility.WITHHELD
        return [*fields, "visibility"] if is_withheld else fields

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        choices = {"visibility": {"choices": Visibility.choosable()}}
        kwargs |= choices.get(db_field.name, {})
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: AbstractTweet | None = None) -> bool:
        """Return False for a retweet: it has no content of its own."""
        is_retweet = obj is not None and obj.retweet_of_id is not None
        return not is_retweet and super().has_change_permission(request, obj)

    def save_model(
        self, request: HttpRequest, obj: AbstractTweet, form: ModelForm, change: bool
    ) -> None:
        changes = {name: form.cleaned_data[name] for name in form.changed_data}
        with services.as_staff():
            services.edit(obj, changes.pop("content", obj.content), **changes)

    def delete_model(self, request: HttpRequest, obj: AbstractTweet) -> None:
        services.delete(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[AbstractTweet]) -> None:
        for tweet in queryset:
            services.delete(tweet)
