"""Base of the views that show the form for a tweet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.views.generic.edit import FormMixin

from ..forms import get_tweet_form

if TYPE_CHECKING:
    from ..forms import TweetForm


class ComposerMixin(FormMixin):
    """A page with the form for a tweet in its context, as `form`.

    The form is the one of the setting DJANGO_TWEETS_TWEET_FORM, which every composer of the site
    shows, or `form_class` where a view has one of its own.
    """

    form_class: type[TweetForm] | None = None

    viewer: Any

    def get_form_class(self) -> Any:
        return self.form_class or get_tweet_form()

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "member": self.viewer}
