"""Hosts that extend the views: own forms, page sizes, templates and hooks."""

from __future__ import annotations

import inspect
import re
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.template import RequestContext, Template
from django.test import Client, RequestFactory
from django.urls import include, path, reverse

from django_tweets import services, timelines, urls, views
from django_tweets.forms import TweetForm
from django_tweets.models import Hashtag, ModerationAction
from tests.attachments import make_attachment
from tests.factories import PROFILE_EXTRA, TWEET_EXTRA, make_profile, make_tweet, make_tweets
from tests.hosts.customised.forms import RulesTweetForm, ShortTweetForm
from tests.views import scenarios
from tests.views.moderation_rows import add_moderation_rows
from tests.views.test_matrix import add_attachment, small_picture

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.factories import Profile

pytestmark = [pytest.mark.django_db, pytest.mark.matrix]

REFERENCE = Path(__file__).parents[2] / "docs" / "reference.md"
ABOUT_A_PROFILE = {"moderation_case_detail", "moderation_action_create", "withheld_tweet_list"}
COMMON = {  # hooks of every page, and a view to test each with
    "get_context_data": "explore",
    "get_cursor": "explore",
    "get_json_data": "moderation_case_list",
    "get_json_result": "blocked_term_list",
    "get_login_response": "home",
    "get_next_url": "tweet_create",
    "get_own_tweet": "tweet_update",
    "get_page_metadata": "explore",
    "get_profile": "profile_follow",
    "get_tweet": "tweet_like",
}
DJANGO = {
    "get_form_class",
    "get_form_kwargs",
    "get_initial",
    "get_redirect_url",
    "get_template_names",
}
ATTRIBUTES = ("form_class", "page_size", "template_name")
RULES_FORM = "tests.hosts.customised.forms.RulesTweetForm"
PATTERNS: list[Any] = urls.urlpatterns
VIEWS: dict[str, Any] = {
    str(pattern.name): pattern.callback.view_class
    for pattern in PATTERNS
    if pattern.callback.view_class.__name__ in views.__all__
}
LISTS = [name for name, view in VIEWS.items() if hasattr(view, "get_page")]


def hooks_of(view: type) -> set[str]:
    """The methods that a host may override, beside Django's and those of every page."""
    own = [cls for cls in view.__mro__ if cls.__module__.startswith("django_tweets")]
    names = {name for cls in own for name, value in vars(cls).items() if inspect.isfunction(value)}
    return {
        name
        for name in names - COMMON.keys() - DJANGO
        if name.startswith("get_") or name in {"apply", "perform", "save"}
    }


def attributes_of(view: type) -> set[str]:
    return {name for name in ATTRIBUTES if hasattr(view, name)} - (
        set() if getattr(view, "template_name", None) else {"template_name"}
    )


def documented() -> dict[str, tuple[set[str], set[str]]]:
    """Attributes and hooks of each view in the table of docs/reference.md."""
    rows = re.findall(
        r"^\| `(\w+View)` \|(.*)\|(.*)\|$", REFERENCE.read_text(encoding="utf-8"), re.MULTILINE
    )
    return {
        view: (set(re.findall(r"`(\w+)`", attributes)), set(re.findall(r"`(\w+)`", hooks)))
        for view, attributes, hooks in rows
    }


def use(settings: Any, extend: Callable[[Any], Any]) -> None:
    """Mount the app with extend(view class) instead of each view."""
    patterns = [
        path(str(pattern.pattern), extend(pattern.callback), name=str(pattern.name))
        for pattern in urls.urlpatterns
    ]
    mounted = path("tweets/", include((patterns, "django_tweets")))
    login = path("accounts/", include("django.contrib.auth.urls"))
    settings.ROOT_URLCONF = type("Host", (), {"urlpatterns": [mounted, login]})


def test_table_of_hooks_matches_the_views() -> None:
    classes = {name: getattr(views, name) for name in views.__all__}
    assert documented() == {
        name: (attributes_of(view), hooks_of(view)) for name, view in classes.items()
    }


@pytest.mark.parametrize("name", LISTS)
def test_get_page_has_one_signature(name: str) -> None:
    assert list(inspect.signature(VIEWS[name].get_page).parameters) == ["self"]
    assert isinstance(VIEWS[name].page_size, int)


def recording(callback: Any, called: set[tuple[str, str]]) -> Any:
    """The same view of a host that overrides each hook: it notes the call, and calls ours."""
    view = callback.view_class
    if view.__name__ not in views.__all__:
        return callback

    def recorder(hook: str) -> Any:
        def method(self: Any, *args: Any, **kwargs: Any) -> Any:
            called.add((view.__name__, hook))
            return getattr(super(host, self), hook)(*args, **kwargs)

        return method

    hooks = {hook: recorder(hook) for hook in [*hooks_of(view), *COMMON] if hasattr(view, hook)}
    host: Any = type(view.__name__, (view,), hooks)
    return host.as_view(**callback.view_initkwargs)


@pytest.mark.usefixtures("media")
def test_every_hook_is_called(settings: Any) -> None:
    called: set[tuple[str, str]] = set()
    settings.DJANGO_TWEETS_VIEW_COUNTS = True
    use(settings, lambda callback: recording(callback, called))
    world = scenarios.make_world("requester", "public")
    assert world.viewer is not None
    own = make_tweet(world.viewer, "MINE")
    scenarios.allow(world.viewer, "moderate")
    member, visitor = world.client(), Client()
    script = Client(headers={"x-tweets-fragment": "1"})
    script.force_login(world.viewer.user)
    program = Client(headers={"accept": "application/json"})
    program.force_login(world.viewer.user)
    data = {"content": "DONE", "confirmation": "reader", "handle": "reader", "display_name": "R"}
    data |= {"action": "warn", "is_accepted": "1"}
    data |= {"term": "casino", "kind": "word", "verdict": "hold"}
    data |= {"category": "spam", "text": "DONE", **TWEET_EXTRA, **PROFILE_EXTRA}
    last = ["tweet_delete", "profile_block", "profile_unblock", "profile_delete"]
    for name in [*sorted(VIEWS.keys() - set(last)), *last]:
        if name == "media_update":
            add_attachment(world)
        url = scenarios.path(name, world)
        if name in {"tweet_update", "tweet_delete"}:
            url = reverse(f"django_tweets:{name}", args=["reader", own.pk])
        if name in {"profile_accept", "profile_reject"}:
            services.unfollow(world.author, world.viewer)
            services.update_profile(world.viewer, is_protected=True)
            services.follow(world.author, world.viewer)
        for client in (visitor, member, program):
            response: Any = client.get(url)
            assert response.status_code < 500
            if response.streaming:
                response.getvalue()  # closes the file
        for client in (visitor, script, program):
            files = {"file": small_picture()} if name == "media_upload" else {}
            assert client.post(url, {**data, **files}).status_code < 500
        # An action that fails.
        for client in (member, script):
            failing = re.sub(r"/\d+/", "/99/", url).replace("author", "nobody")
            assert client.post(failing.replace("topic", "unused"), data).status_code < 500
    expected = {(view.__name__, hook) for view in VIEWS.values() for hook in hooks_of(view)}
    expected |= {(VIEWS[name].__name__, hook) for hook, name in COMMON.items()}
    assert called >= expected, expected - called


@pytest.mark.parametrize("name", LISTS)
def test_page_of_the_host_is_shown(settings: Any, name: str) -> None:
    page: timelines.Page[Any] = timelines.Page([])

    def extend(callback: Any) -> Any:
        if callback.view_class is not VIEWS[name]:
            return callback
        host: Any = type("HostView", (VIEWS[name],), {"get_page": lambda self: page})
        return host.as_view()

    use(settings, extend)
    world = scenarios.make_world("follower", "public")
    scenarios.allow(world.viewer, "moderate")
    response = world.client().get(scenarios.path(name, world))
    assert response.context["page"] is page


@pytest.mark.parametrize(
    "name", [name for name in VIEWS if "template_name" in attributes_of(VIEWS[name])]
)
def test_template_of_the_host_is_used(settings: Any, name: str) -> None:
    template = "django_tweets/_message.html"
    view = VIEWS[name]
    use(
        settings,
        lambda callback: (
            view.as_view(template_name=template) if callback.view_class is view else callback
        ),
    )
    world = scenarios.make_world(
        "author" if name in {"tweet_update", "tweet_delete"} else "follower", "public"
    )
    scenarios.allow(world.viewer, "moderate")
    if name == "profile_restore":
        settings.DJANGO_TWEETS_DELETION_GRACE = timedelta(days=30)
        assert world.viewer is not None
        services.delete_profile(world.viewer)
    response = world.client().get(scenarios.path(name, world))
    assert response.templates[0].name == template


@pytest.fixture
def crowd(ada: Profile, django_capture_on_commit_callbacks: Any) -> Profile:
    """A profile with three rows in each of its lists, and with one tweet that has three of each."""
    with django_capture_on_commit_callbacks(execute=True):  # notifications
        tweets = [make_tweet(ada, f"@ada #topic{n} #topic") for n in range(3)]
        for tweet in tweets:
            services.attach(tweet, [make_attachment(ada)])
        for n in range(3):
            fan = make_profile(f"fan{n}")
            services.follow(fan, ada)
            services.follow(ada, fan)
            services.publish(fan, f"hello {n} #topic{n} #topic", **TWEET_EXTRA)
            services.publish(fan, "#topic0 #topic1 #topic2", **TWEET_EXTRA)  # trends
            for tweet in tweets:
                services.like(fan, tweet)
                services.retweet(fan, tweet, **TWEET_EXTRA)
                services.publish(fan, "reply @ada", in_reply_to=tweet, **TWEET_EXTRA)
                services.publish(fan, "quote", quote_of=tweet, **TWEET_EXTRA)
            services.like(ada, tweets[n])
            services.bookmark(ada, tweets[n])
            services.follow_hashtag(ada, Hashtag.objects.get(name=f"topic{n}"))
            services.mute(ada, make_profile(f"muted{n}"))
            services.block(ada, make_profile(f"blocked{n}"))
        services.update_profile(ada, is_protected=True)
        for n in range(3):
            services.follow(make_profile(f"asker{n}"), ada)
            services.report(ada, profile=make_profile(), category="spam")
            ModerationAction(action="warn", profile_id=ada.pk).save()
        for n in range(3):  # for suggestions
            popular = make_profile(f"popular{n}")
            services.follow(make_profile(), popular)
            make_tweet(popular)
            services.follow(timelines.profiles.followers(ada, ada).rows[n], popular)
        services.compute_trends()
        add_moderation_rows(ada)
    return ada


def url_of_list(name: str, profile: Profile) -> str:
    arguments: list[Any] = []
    if name == "hashtag":
        arguments = ["topic"]
    elif name.startswith("tweet_"):
        arguments = [profile.handle, profile.tweets.earliest("pk").pk]
    elif name in ABOUT_A_PROFILE:
        arguments = ["suspect"]
    elif name.startswith("profile_") or name in {"followers", "following"}:
        arguments = [profile.handle]
    query = {"search": "hello", "search_people": "fan", "search_hashtags": "topic"}.get(name, "")
    return reverse(f"django_tweets:{name}", args=arguments) + (f"?q={query}" if query else "")


def test_page_size_limits_every_list(settings: Any, crowd: Profile) -> None:
    client = Client()
    client.force_login(crowd.user)
    full = {name: client.get(url_of_list(name, crowd)).context["page"].rows for name in LISTS}
    assert {name for name, rows in full.items() if len(rows) < 3} == set()
    use(
        settings,
        lambda callback: (
            callback.view_class.as_view(page_size=2)
            if hasattr(callback.view_class, "page_size")
            and hasattr(callback.view_class, "template_name")
            else callback
        ),
    )
    one_page = {"suggestions", "search_people", "welcome_people", "welcome_hashtags"}
    for name in LISTS:
        page = client.get(url_of_list(name, crowd)).context["page"]
        assert len(page.rows) == 2, name
        assert page.older or name in one_page, name


def test_page_size_of_the_poll_limits_its_count(
    settings: Any, ada: Profile, bob: Profile, as_ada: Client
) -> None:
    services.follow(ada, bob)
    make_tweets(bob, 3)
    view = views.HomeNewView
    use(
        settings,
        lambda callback: view.as_view(page_size=2) if callback.view_class is view else callback,
    )
    response = as_ada.get(f"{reverse('django_tweets:home_new')}?after=1")
    assert "Show 2 new tweets" in response.content.decode()


class TestForm:
    def composers(self, client: Client, tweet: Any) -> dict[str, Any]:
        arguments = [tweet.profile.handle, tweet.pk]
        pages = {
            "home": [],
            "tweet_create": [],
            "tweet_detail": arguments,
            "tweet_reply": arguments,
            "tweet_quote": arguments,
        }
        return {
            name: client.get(reverse(f"django_tweets:{name}", args=args)).context["form"]
            for name, args in pages.items()
        }

    def test_form_of_the_setting_is_in_every_composer(
        self, settings: Any, ada: Profile, as_ada: Client
    ) -> None:
        tweet = make_tweet(ada)
        forms = self.composers(as_ada, tweet)
        assert {type(form) for form in forms.values()} == {TweetForm}
        settings.DJANGO_TWEETS_TWEET_FORM = RULES_FORM
        forms = self.composers(as_ada, tweet)
        assert {type(form) for form in forms.values()} == {RulesTweetForm}
        assert "I follow the rules" in render_tag("{% tweet_composer %}", ada)

    def test_form_of_the_setting_publishes(
        self, settings: Any, as_ada: Client, ada: Profile
    ) -> None:
        settings.DJANGO_TWEETS_TWEET_FORM = RULES_FORM
        url = reverse("django_tweets:tweet_create")
        data = {"content": "hello", **TWEET_EXTRA}
        assert as_ada.post(url, data).status_code == 422
        assert as_ada.post(url, {**data, "accepts_rules": "on"}).status_code == 302
        assert ada.tweets.get().content == "hello"

    @pytest.mark.parametrize(
        "name", ["home", "tweet_create", "tweet_detail", "tweet_reply", "tweet_quote"]
    )
    def test_form_class_of_a_view_comes_before_the_setting(
        self, settings: Any, ada: Profile, as_ada: Client, name: str
    ) -> None:
        settings.DJANGO_TWEETS_TWEET_FORM = RULES_FORM
        view = VIEWS[name]
        use(
            settings,
            lambda callback: (
                view.as_view(form_class=ShortTweetForm) if callback.view_class is view else callback
            ),
        )
        forms = self.composers(as_ada, make_tweet(ada))
        assert [key for key, form in forms.items() if type(form) is ShortTweetForm] == [name]

    @pytest.mark.parametrize("form", [ShortTweetForm, ShortTweetForm()])
    def test_form_class_of_the_tag_comes_before_the_setting(
        self, settings: Any, ada: Profile, form: Any
    ) -> None:
        html = render_tag("{% tweet_composer form_class=form %}", ada, form=form)
        assert "I follow the rules" in html


def render_tag(source: str, viewer: Profile, **context: Any) -> str:
    request = RequestFactory().get("/about/")
    request.user = viewer.user
    template = Template("{% load django_tweets %}" + source)
    return template.render(RequestContext(request, context))
