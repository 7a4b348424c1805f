"""Variables that our templates share with those of the host: `django_tweets` alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from django_tweets import get_tweet_model
from django_tweets.template_context import EMPTY, NAME
from tests.factories import make_tweet
from tests.hosts.customised.context_processors import HOST_NAMES
from tests.template_variables import get_free_variables
from tests.test_docs import TEMPLATES
from tests.views.expected_access import PAGES
from tests.views.scenarios import World, make_world, path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpResponse

pytestmark = [pytest.mark.django_db, pytest.mark.matrix]

BASE = "django_tweets/layouts/base.html"
FRAGMENT = {"X-Tweets-Fragment": "1"}
NO_PAGES = {"attachment_file", "data_export_file", "moderation_action_export"}
FROM_DJANGO = {"True", "False", "None", "block", "csrf_token", "request", "user", "perms"}
# A host's own base template has none of these.
FROM_OUR_LAYOUT = {"bell_url", "links", "tweets_has_stylesheet", "tweets_main_id", "unread"}
FROM_DJANGO |= {"messages", "DEFAULT_MESSAGE_LEVELS", "LANGUAGE_CODE", "LANGUAGE_BIDI"}


@pytest.fixture(params=["anonymous", "author", "moderator"])
def world(request: pytest.FixtureRequest) -> World:
    """Tweets and profiles for each page, and the visitor or member who opens the pages."""
    world = make_world(request.param, "public")
    make_tweet(world.fan, "not the viewer's")
    return world


def responses(world: World) -> Iterator[tuple[str, Any]]:
    """Open each page, and an error page of each status."""
    client = world.client()
    for name in (name for name in PAGES if name not in NO_PAGES):
        yield name, client.get(path(name, world))
    for name in ["home", "profile_detail", "tweet_detail", "tweet_create"]:
        yield f"{name}, as a fragment", client.get(path(name, world), headers=FRAGMENT)
    yield "400", client.get(path("explore", world) + "?before=x")
    others = [world.fan.handle, get_tweet_model().objects.get(content="not the viewer's").pk]
    yield "403", client.get(reverse("django_tweets:tweet_update", args=others))
    yield "404", client.get(reverse("django_tweets:profile_detail", args=["nobody"]))
    yield "405", client.get(path("tweet_like", world))


def test_base_template_sees_one_variable_of_ours(world: World) -> None:
    count = 0
    for name, response in responses(world):
        for template, context in zip(response.templates, response.context or (), strict=False):
            if template.name == BASE:
                count += 1
                assert set(context.flatten()) - FROM_DJANGO - FROM_OUR_LAYOUT == {NAME}, name
    assert count == {"anonymous": 26, "author": 64, "moderator": 64}[world.reader]


def use_engine(settings: Any, **options: Any) -> None:
    first = settings.TEMPLATES[0]
    dirs = options.pop("DIRS", [])
    settings.TEMPLATES = [{**first, "DIRS": dirs, "OPTIONS": {**first["OPTIONS"], **options}}]


def test_base_template_reads_the_names_of_common_sites(settings: Any, tmp_path: Any) -> None:
    """It prints each name before, between and after our blocks."""
    world = make_world("author", "public")
    printed = f"[{' '.join(f'{{{{ {name} }}}}' for name in HOST_NAMES)}]"
    blocks = [
        f"{{% block {name} %}}{{% endblock %}}" for name in ("title", "extra_head", "content")
    ]
    file = tmp_path / BASE
    file.parent.mkdir(parents=True)
    file.write_text(printed.join(["", *blocks, ""]))
    use_engine(settings, DIRS=[tmp_path], string_if_invalid="-")
    nothing = f"[{' '.join('-' for _ in HOST_NAMES)}]"
    for name in ["home", "profile_detail", "tweet_detail", "search", "settings", "tweet_like"]:
        html = world.client().get(path(name, world)).content.decode()
        assert html.count(nothing) == 4, name


def clean(response: HttpResponse) -> str:
    """Return the HTML without random parts: tokens, moments, and the ids of fields in a dialog."""
    html = re.sub(
        r'(name="(?:csrfmiddlewaretoken|key|seen_at)" value=)"\w+"',
        r"\1",
        response.content.decode(),
    )
    return re.sub(r'"id_\w{6}_', '"id_', html)


def test_pages_are_the_same_whatever_the_host_sets(world: World, settings: Any) -> None:
    world.client().get(path("notifications", world))  # now all of them are read
    usual = {name: clean(response) for name, response in responses(world)}
    own = settings.TEMPLATES[0]["OPTIONS"]["context_processors"]
    nonsense = "tests.hosts.customised.context_processors.nonsense"
    use_engine(settings, string_if_invalid="INVALID %s", context_processors=[*own, nonsense])
    for name, response in responses(world):
        assert clean(response) == usual[name], name


def test_every_variable_of_our_templates_has_an_empty_value() -> None:
    """Without one, a template reads the host's variable of the same name."""
    names = [file.relative_to(TEMPLATES) for file in TEMPLATES.rglob("*.*")]
    read = {name for file in names for name in get_free_variables(f"django_tweets/{file}")}
    # Django's view of a sitemap has no processors: "urlset".
    others = {"block", "csrf_token", "messages", "urlset", NAME} | FROM_OUR_LAYOUT
    assert read - others == EMPTY.keys() - {"layout"}
