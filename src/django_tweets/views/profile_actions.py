"""What a member does with another person, each a POST."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from .. import services
from ..current_app import reverse
from ..models import FollowRequest
from ..swapping import get_profile_model
from ..timelines import profiles
from .base import ActionView

if TYPE_CHECKING:
    from ..models import AbstractProfile


class ProfileActionView(ActionView):
    """One thing that a member does with another person."""

    page_name = "django_tweets:profile_detail"

    profile: AbstractProfile
    """Whom it is done with."""

    def act(self) -> str:
        self.profile = self.get_profile()
        return self.do(self.profile) % {"name": self.profile.name}

    def get_fragment(self) -> str:
        known: Any = get_profile_model().objects.visible_or_blocked_by(self.member)
        profile = get_object_or_404(known, pk=self.profile.pk)
        profiles.relate([profile], self.member)
        names = ["_follow_button.html", "_profile_menu.html"]
        return "".join(self.render(name, self.get_page_url(), profile=profile) for name in names)

    @abstractmethod
    def do(self, profile: AbstractProfile) -> str:
        """Do it, and return what to tell the member, with %(name)s for the person's name."""


class ProfileFollowView(ProfileActionView):
    """Follow somebody, or ask to."""

    def do(self, profile: AbstractProfile) -> str:
        done = services.follow(self.member, profile)
        if isinstance(done, FollowRequest):
            return _("You have asked to follow %(name)s.")
        return _("You follow %(name)s.")


class ProfileUnfollowView(ProfileActionView):
    """Follow somebody no more, or ask no more."""

    def do(self, profile: AbstractProfile) -> str:
        services.unfollow(self.member, profile)
        return _("You don’t follow %(name)s.")


class FollowRequestActionView(ProfileActionView):
    """One thing that a member does with somebody who asks to follow them."""

    def get_follow_request(self, profile: AbstractProfile) -> FollowRequest:
        """404 if it has been withdrawn."""
        pair = {"follower_id": profile.pk, "followed_id": self.member.pk}
        return get_object_or_404(FollowRequest, **pair)

    def get_page_url(self) -> str:
        return reverse("django_tweets:follow_requests")


class ProfileAcceptView(FollowRequestActionView):
    """Let somebody follow who has asked."""

    def do(self, profile: AbstractProfile) -> str:
        services.accept_follow(self.get_follow_request(profile))
        return _("%(name)s follows you.")


class ProfileRejectView(FollowRequestActionView):
    """Turn somebody down who has asked."""

    def do(self, profile: AbstractProfile) -> str:
        services.reject_follow(self.get_follow_request(profile))
        return _("%(name)s doesn’t follow you.")


class ProfileBlockView(ProfileActionView):
    """Hide somebody, and from them."""

    def do(self, profile: AbstractProfile) -> str:
        services.block(self.member, profile)
        return _("You and %(name)s don’t see each other any more.")


class ProfileUnblockView(ProfileActionView):
    """Hide somebody no more."""

    def get_profile(self) -> AbstractProfile:
        """Somebody whom the member has blocked: nothing else of them is there."""
        blocked: Any = get_profile_model().objects.blocked_by(self.member)
        profile: AbstractProfile = get_object_or_404(blocked, handle=self.kwargs["handle"])
        return profile

    def do(self, profile: AbstractProfile) -> str:
        services.unblock(self.member, profile)
        return _("You and %(name)s see each other again.")


class ProfileMuteView(ProfileActionView):
    """Keep somebody out of one's lists."""

    def do(self, profile: AbstractProfile) -> str:
        services.mute(self.member, profile)
        return _("You won’t meet %(name)s in your lists.")


class ProfileUnmuteView(ProfileActionView):
    """Let somebody back into one's lists."""

    def do(self, profile: AbstractProfile) -> str:
        services.unmute(self.member, profile)
        return _("You meet %(name)s in your lists again.")
