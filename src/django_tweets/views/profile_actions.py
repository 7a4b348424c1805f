"""Actions of a member on another profile, each a POST."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import services
from ..current_app import reverse
from ..models import FollowRequest
from ..page_urls import reverse_or_none
from ..reading.relations import relate
from ..swapping import get_profile_model
from .base import ActionView

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from ..models import AbstractProfile

STATE_TEMPLATES = [
    "_follow_button.html",
    "_profile_menu.html",
    "_profile_state.html",
    "_profile_counts.html",
]
"""Templates that show the state and counts of a profile."""


class ProfileActionView(ActionView):
    """Base of the actions on another profile."""

    default_url_name = "django_tweets:profile_detail"
    profile: AbstractProfile

    def perform(self) -> str:
        self.profile = self.get_profile()
        return self.apply(self.profile) % {"name": self.profile.plain_name}

    def get_fragment(self) -> str:
        """Return all that shows the profile's state and counts, and the member's own counts."""
        known: Any = get_profile_model()._rows.visible_or_blocked_by(self.member)
        people = known.in_bulk([self.profile.pk, self.member.pk])
        profile = people.get(self.profile.pk)
        if profile is None:  # unblocked, and it blocks the member
            return ""
        relate([profile], self.member)
        url = self.get_default_url()
        pieces = [self.render_fragment(name, url, profile=profile) for name in STATE_TEMPLATES]
        member = people.get(self.member.pk, self.member)
        pieces.append(self.render_fragment("_profile_counts.html", url, profile=member))
        return "".join([*pieces, *self._get_changes(profile)])

    def _get_changes(self, profile: AbstractProfile) -> list[str]:
        """Return more fragments that this action changes."""
        return []

    @abstractmethod
    def apply(self, profile: AbstractProfile) -> str:
        """Perform the action and return the message, with %(name)s for the profile's name."""


class ProfileFollowView(ProfileActionView):
    """Follow a profile, or ask to follow a protected one."""

    def apply(self, profile: AbstractProfile) -> str:
        result = services.follow(self.member, profile)
        if isinstance(result, FollowRequest):
            return _("You have asked to follow %(name)s.")
        return _("You now follow %(name)s.")

    def _get_changes(self, profile: AbstractProfile) -> list[str]:
        """Remove the profile from the suggestions in the sidebar."""
        return [render_removal("w", profile)]


class ProfileUnfollowView(ProfileActionView):
    """Unfollow a profile, or withdraw the follow request."""

    def apply(self, profile: AbstractProfile) -> str:
        services.unfollow(self.member, profile)
        return _("You no longer follow %(name)s.")


class FollowRequestActionView(ProfileActionView):
    """Base of the answers to a follow request."""

    def get_follow_request(self, profile: AbstractProfile) -> FollowRequest:
        """Return the request of profile to follow the member. 404 if it has been withdrawn."""
        pair = {"follower_id": profile.pk, "followed_id": self.member.pk}
        return get_object_or_404(FollowRequest, **pair)

    answer_label: str | Promise
    """The label that the script shows in the place of the buttons."""

    def get_default_url(self) -> str:
        return reverse("django_tweets:follow_requests")

    def _get_changes(self, profile: AbstractProfile) -> list[str]:
        """Replace the buttons: those of a follower by the button to follow them back."""
        context = {"profile": profile, "label": self.answer_label}
        return [self.render_fragment("_follow_request_answered.html", "", **context)]


class ProfileAcceptView(FollowRequestActionView):
    """Accept a follow request."""

    answer_label = gettext_lazy("Accepted")

    def apply(self, profile: AbstractProfile) -> str:
        if services.accept_follow(self.get_follow_request(profile)) is None:
            raise Http404("The request has been withdrawn.")  # a moment ago
        return _("%(name)s now follows you.")


class ProfileRejectView(FollowRequestActionView):
    """Reject a follow request."""

    answer_label = gettext_lazy("Rejected")

    def apply(self, profile: AbstractProfile) -> str:
        services.reject_follow(self.get_follow_request(profile))
        return _("You have rejected the request of %(name)s.")


class HidingActionView(ProfileActionView):
    """Base of the actions after which the member no longer sees the tweets of a profile."""

    undo_url_name: str
    """Name of the page that undoes the action."""

    def get_undo_url(self) -> str:
        return reverse_or_none(self.undo_url_name, self.profile.handle) or ""

    def _is_on_profile_page(self) -> bool:
        """Whether the form was sent from a page of the profile, other than those of its tweets."""
        url = self.profile.get_absolute_url()
        page = self.get_next_url("")
        return page.startswith(url) and not page[len(url) :][:1].isdigit()

    def _get_changes(self, profile: AbstractProfile) -> list[str]:
        """Replace the cards of the profile by a line, and remove it from the suggestions."""
        context = {"message": self.message, "undo_url": self.get_undo_url()}
        key, url = f"a-{profile.handle}", self.get_default_url()
        line = self.render_fragment("_undo_line.html", url, key=key, **context)
        return [line, render_removal("w", profile)]


class ProfileBlockView(HidingActionView):
    """Block a profile."""

    undo_url_name = "profile_unblock"

    def apply(self, profile: AbstractProfile) -> str:
        services.block(self.member, profile)
        return _("You have blocked %(name)s.")


class ProfileUnblockView(ProfileActionView):
    """Unblock a profile."""

    def get_profile(self) -> AbstractProfile:
        """Return the profile in the URL, which the member has blocked. Else 404."""
        blocked: Any = get_profile_model()._rows.blocked_by(self.member)
        profile: AbstractProfile = get_object_or_404(blocked, handle=self.kwargs["handle"])
        return profile

    def apply(self, profile: AbstractProfile) -> str:
        services.unblock(self.member, profile)
        return _("You have unblocked %(name)s.")

    def _get_changes(self, profile: AbstractProfile) -> list[str]:
        """Put back the cards that the block has replaced."""
        return [render_removal("a", profile)]


class ProfileMuteView(HidingActionView):
    """Mute a profile: its tweets no longer appear in the member's lists."""

    undo_url_name = "profile_unmute"

    def apply(self, profile: AbstractProfile) -> str:
        services.mute(self.member, profile)
        return _("You have muted %(name)s.")

    def _get_changes(self, profile: AbstractProfile) -> list[str]:
        """Leave the cards on the profile's own page: it shows them after a reload, too."""
        line, *others = super()._get_changes(profile)
        return others if self._is_on_profile_page() else [line, *others]


class ProfileUnmuteView(ProfileActionView):
    """Unmute a profile."""

    def apply(self, profile: AbstractProfile) -> str:
        services.unmute(self.member, profile)
        return _("You have unmuted %(name)s.")

    def _get_changes(self, profile: AbstractProfile) -> list[str]:
        """Put back the cards that the mute has replaced."""
        return [render_removal("a", profile)]


def render_removal(kind: str, profile: AbstractProfile) -> str:
    """Render the instruction to remove all elements with a key, or to restore them."""
    return format_html('<template data-swap="{}-{}"></template>', kind, profile.handle)
