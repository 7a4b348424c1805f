"""Actions of a member on another profile, each a POST."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from .. import services
from ..current_app import reverse
from ..models import FollowRequest
from ..reading.relations import relate
from ..swapping import get_profile_model
from .base import ActionView

if TYPE_CHECKING:
    from ..models import AbstractProfile


class ProfileActionView(ActionView):
    """Base of the actions on another profile."""

    default_url_name = "django_tweets:profile_detail"
    profile: AbstractProfile

    def perform(self) -> str:
        self.profile = self.get_profile()
        return self.apply(self.profile) % {"name": self.profile.plain_name}

    def get_fragment(self) -> str:
        known: Any = get_profile_model()._rows.visible_or_blocked_by(self.member)
        profile = known.filter(pk=self.profile.pk).first()
        if profile is None:  # unblocked, and it blocks the member
            return ""
        relate([profile], self.member)
        names = ["_follow_button.html", "_profile_menu.html"]
        url = self.get_default_url()
        return "".join(self.render_fragment(name, url, profile=profile) for name in names)

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

    def get_default_url(self) -> str:
        return reverse("django_tweets:follow_requests")


class ProfileAcceptView(FollowRequestActionView):
    """Accept a follow request."""

    def apply(self, profile: AbstractProfile) -> str:
        if services.accept_follow(self.get_follow_request(profile)) is None:
            raise Http404("The request has been withdrawn.")  # a moment ago
        return _("%(name)s now follows you.")


class ProfileRejectView(FollowRequestActionView):
    """Reject a follow request."""

    def apply(self, profile: AbstractProfile) -> str:
        services.reject_follow(self.get_follow_request(profile))
        return _("You have rejected the request of %(name)s.")


class ProfileBlockView(ProfileActionView):
    """Block a profile."""

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


class ProfileMuteView(ProfileActionView):
    """Mute a profile: its tweets no longer appear in the member's lists."""

    def apply(self, profile: AbstractProfile) -> str:
        services.mute(self.member, profile)
        return _("You have muted %(name)s.")


class ProfileUnmuteView(ProfileActionView):
    """Unmute a profile."""

    def apply(self, profile: AbstractProfile) -> str:
        services.unmute(self.member, profile)
        return _("You have unmuted %(name)s.")
