"""All pages of the example site, each with its viewer, with content and without."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.test import override_settings
from django.urls import reverse

from django_tweets import get_profile_model, services
from django_tweets.digests import make_unsubscribe_token
from django_tweets.models import ModerationAction
from tests.browser import samples

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.factories import Profile, Tweet

    Path = Callable[[Profile | None], str]
    Sample = Callable[[Profile | None], Tweet]

VISITOR = "a visitor"
NEWCOMER = "somebody new"


@dataclass(frozen=True)
class Look:
    """One look at a page."""

    view: str
    """The name of its URL."""
    who: str
    """A handle, VISITOR or NEWCOMER."""
    path: Path
    """Its address, for the profile of who looks."""
    what: str = ""
    """Name of the content, for a page that is checked with more than one."""
    status: int = 200

    @property
    def name(self) -> str:
        view = self.view.removeprefix("django_tweets:").replace("_", " ")
        return f"{view}, {self.what}" if self.what else view

    @property
    def file_name(self) -> str:
        return self.name.replace(",", "").replace(" ", "-")


def named(view: str, *arguments: str) -> Path:
    return lambda viewer: reverse(view, args=arguments)


def at(path: str) -> Path:
    return lambda viewer: path


def page(view: str, who: str, *arguments: str, what: str = "", status: int = 200) -> Look:
    """A look at a page of ours."""
    view = f"django_tweets:{view}"
    return Look(view, who, named(view, *arguments), what, status)


def tweet(view: str, who: str, sample: Sample, what: str = "") -> Look:
    """A look at a page about a tweet."""
    view = f"django_tweets:{view}"

    def path(viewer: Profile | None) -> str:
        tweet = sample(viewer)
        return reverse(view, args=[tweet.profile.handle, tweet.pk])

    return Look(view, who, path, what)


def own(view: str, what: str) -> Look:
    """A newcomer's look at a page about themselves."""
    view = f"django_tweets:{view}"
    return Look(view, NEWCOMER, lambda viewer: reverse(view, args=[viewer.handle]), what)  # type: ignore[union-attr]  # somebody signed in


def unsubscribing(viewer: Profile | None) -> str:
    """The link in a mail to ada."""
    token = make_unsubscribe_token(get_profile_model()._base_manager.get(handle="ada"))
    return reverse("django_tweets:digest_unsubscribe", args=[token])


def warned(view: str) -> Path:
    """The address of a page about a decision of the moderators, which it makes."""

    def path(viewer: Profile | None) -> str:
        action = ModerationAction(action="warn", profile=viewer, message="Mind the rules.")
        action.save()
        keys = [action.pk] if view == "appeal_create" else []
        return reverse(f"django_tweets:{view}", args=keys)

    return path


def suspended(view: str, status: int = 200) -> Look:
    """A page as seen by a member whom the moderators have suspended."""
    view = f"django_tweets:{view}"

    def path(viewer: Profile | None) -> str:
        samples.suspend(viewer)
        return reverse(view)

    return Look(view, NEWCOMER, path, "of a suspended member", status)


def reporting(viewer: Profile | None) -> str:
    """The address of the reports of viewer, who has just sent one."""
    subject = get_profile_model()._base_manager.get(handle="ferryyard")
    services.report(viewer, profile=subject, category="spam", comment="The same link each time.")
    return reverse("django_tweets:report_list")


def restoring(viewer: Profile | None) -> str:
    """The address at which viewer restores the profile, which was deleted a moment ago."""
    assert viewer is not None
    with override_settings(DJANGO_TWEETS_DELETION_GRACE=timedelta(days=30)):
        services.delete_profile(viewer)
    return reverse("django_tweets:profile_restore")


def moderating(view: str) -> Look:
    """A moderator's look at a page for moderators."""
    view = f"django_tweets:{view}"

    def path(viewer: Profile | None) -> str:
        appeal = samples.appealed(viewer)
        arguments: dict[str, list[object]] = {
            "appeal_decide": [appeal.pk],
            "moderation_case_detail": [appeal.profile.handle],
            "moderation_action_create": [appeal.profile.handle],
            "withheld_tweet_list": [appeal.profile.handle],
        }
        return reverse(view, args=arguments.get(view.removeprefix("django_tweets:"), []))

    return Look(view, NEWCOMER, path)


def asked(view: str, who: str, query: str, what: str) -> Look:
    """A page of search results."""
    view = f"django_tweets:{view}"
    return Look(view, who, lambda viewer: f"{reverse(view)}?{urlencode({'q': query})}", what)


PAGES = [
    # Lists
    page("home", "ada"),
    page("home", NEWCOMER, what="empty"),
    page("explore", VISITOR),
    page("explore", "ada", what="for a member"),
    page("suggestions", VISITOR),
    page("suggestions", "ada", what="for a member"),
    page("suggestions", NEWCOMER, what="for somebody new"),
    page("search", VISITOR),
    asked("search", "ada", "ferry", "found"),
    asked("search", NEWCOMER, "from:nobody -ferry", "empty"),
    page("search_people", VISITOR),
    asked("search_people", "ada", "a", "found"),
    asked("search_people", VISITOR, "nobody", "empty"),
    page("search_hashtags", VISITOR),
    asked("search_hashtags", "ada", "f", "found"),
    asked("search_hashtags", VISITOR, "nothing", "empty"),
    page("bookmarks", "ada"),
    page("bookmarks", NEWCOMER, what="empty"),
    page("hashtag", "ada", "repaircafe"),
    page("hashtag", VISITOR, "nobody", what="empty"),
    page("hashtags", "ada"),
    page("hashtags", NEWCOMER, what="empty"),
    page("notifications", "ada"),
    page("notifications", "tomasz", what="requests"),
    page("notifications", NEWCOMER, what="empty"),
    page("notification_mentions", "ada"),
    page("notification_mentions", NEWCOMER, what="empty"),
    page("follow_requests", "tomasz"),
    page("follow_requests", NEWCOMER, what="empty"),
    page("blocked", "wanjiru"),
    page("blocked", NEWCOMER, what="empty"),
    page("muted", "siobhan"),
    page("muted", NEWCOMER, what="empty"),
    # People
    page("profile_detail", VISITOR, "ada"),
    page("profile_detail", "ada", "ada", what="of oneself"),
    page("profile_detail", "ada", "ferryyard", what="followed"),
    page("profile_detail", "ada", "tomasz", what="protected, asked"),
    page("profile_detail", VISITOR, "hyejin", what="protected"),
    page("profile_detail", "wanjiru", "quietkeel", what="blocked"),
    page("profile_detail", "quietkeel", "wanjiru", what="blocks the viewer", status=404),
    page("profile_detail", "siobhan", "chidi", what="muted"),
    own("profile_detail", "empty"),
    page("profile_replies", "bea", "ada"),
    own("profile_replies", "empty"),
    page("profile_media", "bea", "ada"),
    own("profile_media", "empty"),
    page("profile_mentions", "bea", "ada"),
    own("profile_mentions", "empty"),
    page("profile_likes", "bea", "ada"),
    own("profile_likes", "empty"),
    page("profile_activity", VISITOR, "ada"),
    page("profile_activity", VISITOR, "hyejin", what="protected"),
    own("profile_activity", "empty"),
    page("followers", "ada", "ferryyard"),
    page("followers", VISITOR, "hyejin", what="protected"),
    own("followers", "empty"),
    page("following", "ada", "ferryyard"),
    own("following", "empty"),
    Look(
        "django_tweets:user_profile",
        "ada",
        lambda viewer: reverse("django_tweets:user_profile", args=[viewer.user_id]),  # type: ignore[union-attr]  # somebody signed in
    ),
    page("profile_edit", "ada"),
    page("profile_name", "ada"),
    page("profile_name", NEWCOMER, what="of somebody new"),
    page("welcome_picture", NEWCOMER),
    page("welcome_people", NEWCOMER),
    page("welcome_people", "ada", what="for a member"),
    page("welcome_hashtags", NEWCOMER),
    page("profile_edit", NEWCOMER, what="empty"),
    page("settings", "ada"),
    page("analytics", "ada"),
    page("analytics", NEWCOMER, what="empty"),
    page("notification_settings", "ada"),
    Look("django_tweets:digest_unsubscribe", VISITOR, unsubscribing),
    page("profile_delete", "ada"),
    Look("django_tweets:profile_restore", NEWCOMER, restoring),
    page("data_export", "ada"),
    page("report_create", "ada", "ferryyard", what="of a profile"),
    page("report_list", NEWCOMER, what="empty"),
    page("report_done", "ada"),
    page("moderation_notices", NEWCOMER, what="empty"),
    Look("django_tweets:moderation_notices", NEWCOMER, warned("moderation_notices")),
    Look("django_tweets:appeal_create", NEWCOMER, warned("appeal_create")),
    Look("django_tweets:report_list", NEWCOMER, reporting),
    suspended("explore"),
    suspended("home", status=403),
    suspended("moderation_notices"),
    # Moderation
    moderating("moderation_case_list"),
    moderating("moderation_case_detail"),
    moderating("moderation_action_create"),
    moderating("withheld_tweet_list"),
    moderating("appeal_list"),
    moderating("appeal_decide"),
    moderating("blocked_term_list"),
    moderating("moderation_action_list"),
    page("moderation_case_list", "ada", what="without permission", status=403),
    # Tweets
    tweet("tweet_detail", VISITOR, samples.launch),
    tweet("tweet_detail", "ada", samples.amid, "amid a conversation"),
    tweet("tweet_detail", "ada", samples.own, "one’s own"),
    tweet("tweet_detail", "ada", samples.warned, "with a warning"),
    tweet("tweet_detail", "ada", samples.quoting, "with a quote"),
    tweet("tweet_detail", "ada", samples.confidential, "confidential"),
    tweet("tweet_detail", "ada", samples.arabic, "in Arabic"),
    tweet("tweet_detail", NEWCOMER, samples.reply_to_a_deleted_tweet, "to what is gone"),
    page("tweet_detail", VISITOR, "ada", "1", what="missing", status=404),
    page("tweet_create", "ada"),
    tweet("tweet_reply", "ada", samples.launch),
    tweet("tweet_quote", "ada", samples.launch),
    tweet("tweet_update", "ada", samples.own),
    tweet("tweet_delete", "ada", samples.own),
    tweet("tweet_history", VISITOR, samples.edited),
    tweet("tweet_history", NEWCOMER, samples.untouched, "empty"),
    tweet("report_create", "ada", samples.launch, "of a tweet"),
    tweet("tweet_share", VISITOR, samples.launch),
    tweet("tweet_share", "ada", samples.confidential, "not public"),
    tweet("tweet_menu", VISITOR, samples.launch),
    tweet("tweet_menu", "ada", samples.launch, "for a member"),
    tweet("tweet_menu", "ada", samples.own, "one’s own"),
    tweet("tweet_likes", "ada", samples.launch),
    tweet("tweet_likes", NEWCOMER, samples.untouched, "empty"),
    tweet("tweet_retweets", "ada", samples.launch),
    tweet("tweet_retweets", NEWCOMER, samples.untouched, "empty"),
    tweet("tweet_quotes", "ada", samples.launch),
    tweet("tweet_quotes", NEWCOMER, samples.untouched, "empty"),
    # The site’s own
    Look("front", VISITOR, named("front")),
    Look("events", VISITOR, named("events")),
    Look("about", VISITOR, named("about")),
    Look("login", VISITOR, named("login")),
    Look("sign_up", VISITOR, named("sign_up")),
    Look("password_change", "ada", named("password_change")),
    Look("password_change_done", "ada", named("password_change_done")),
    Look("missing", "ada", at("/nowhere/"), status=404),
]
