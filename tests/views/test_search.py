"""The pages of a search."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import path, reverse
from django.utils.html import escape

from django_tweets import services, urls
from tests.factories import make_profile, make_tweet
from tests.queries import at_most
from tests.search.conftest import COMMITTED

if TYPE_CHECKING:
    from django_tweets.timelines import Cursor
    from tests.factories import Profile

pytestmark = COMMITTED

SEARCH = reverse("django_tweets:search")
PEOPLE = reverse("django_tweets:search_people")
HASHTAGS = reverse("django_tweets:search_hashtags")
EXPLORE = reverse("django_tweets:explore")
BOX = 'role="search"'


def get(url: str, client: Client | None = None, status: int = 200) -> str:
    response = (client or Client()).get(url)
    assert response.status_code == status
    return str(response.content.decode())


def texts(html: str) -> list[str]:
    return re.findall(r'class="tw-text"[^>]*>([^<]*)<', html)


def test_tweets_are_found(ada: Profile) -> None:
    for text in ("Tea time", "Coffee", "More tea"):
        make_tweet(ada, text)
    html = get(f"{SEARCH}?q=tea")
    assert texts(html) == ["More tea", "Tea time"]
    assert 'value="tea"' in html
    assert "<title>Search: tea</title>" in html
    assert html.count(BOX) == 1


def test_profiles_are_found(ada: Profile) -> None:
    make_profile("adam", display_name="Adam")
    html = get(f"{PEOPLE}?q=ada")
    assert html.count("<article") == 2
    assert "<title>Search for people: ada</title>" in html
    assert f'action="{PEOPLE}"' in html
    assert "No results. Try the beginning of a name or handle." in get(f"{PEOPLE}?q=nobody")


def test_hashtags_are_found(ada: Profile, bob: Profile) -> None:
    for text in ("#tea", "#Teapot", "#teapot", "#teatime #teapot"):
        make_tweet(ada, text)
    services.update_profile(bob, is_protected=True)
    make_tweet(bob, "#teasecret")
    for query in ("%23tea", "TEA", "t ea"):
        html = get(f"{HASHTAGS}?q={query}")
        assert re.findall(r"<bdi class=\"tw-name\">#(\w+)</bdi>", html) == [
            "tea",
            "Teapot",
            "teatime",
        ]
    assert "3 tweets" in html
    assert f'action="{HASHTAGS}"' in html
    assert f'href="{reverse("django_tweets:hashtag", args=["teapot"])}"' in html
    assert "No results. Try fewer letters." in get(f"{HASHTAGS}?q=coffee")


def page_url(cursor: Cursor) -> str:
    return f"{HASHTAGS}?q=tea&{cursor.query_string.removeprefix('?')}"


def test_hashtag_results_have_pages(ada: Profile) -> None:
    for number in range(45):
        make_tweet(ada, f"#tea{number:02}" + (" #tea" if number else ""))
    make_tweet(ada, "#tea30")
    for _ in range(2):  # what is found out once in some minutes, and then read
        first = Client().get(f"{HASHTAGS}?q=tea").context["page"]
    with at_most(2):  # and who is worth following, beside it
        response = Client().get(page_url(first.older))
    second = response.context["page"]
    third = Client().get(page_url(second.older)).context["page"]
    rows = [row.name for page in (first, second, third) for row in page.rows]
    others = [f"tea{number:02}" for number in range(45) if number != 30]
    assert rows == ["tea", "tea30", *others]
    assert (first.newer, third.older) == (None, None)
    back = Client().get(page_url(third.newer)).context["page"]
    assert [row.name for row in back.rows] == [row.name for row in second.rows]
    older = page_url(second.older).removeprefix(HASHTAGS)
    assert f'href="{escape(older)}"' in response.content.decode()
    lost = Client().get(f"{HASHTAGS}?q=tea&before=987654321").context["page"]
    assert [row.name for row in lost.rows] == [row.name for row in first.rows]


@pytest.mark.parametrize("page", [SEARCH, PEOPLE, HASHTAGS])
@pytest.mark.parametrize("query", ["", "?q=", "?q=+", "?q=%00", "?p=1"])
def test_empty_query_shows_the_form(db: None, page: str, query: str) -> None:
    for _ in range(2):  # what is found out once in some minutes, and then read
        get(page + query)
    with at_most(1):  # who is worth following, beside it
        html = get(page + query)
    assert "tw-empty" not in html
    assert 'value=""' in html


def test_no_results_are_explained(db: None) -> None:
    assert "No results. Try fewer words or operators." in get(f"{SEARCH}?q=tea")
    assert "No results. Try fewer words or operators." in get(f"{SEARCH}?q=%22%21")


def test_invalid_operators_are_named(ada: Profile) -> None:
    make_tweet(ada, "foo:bar since:2026-99-99 or tea")
    html = get(f"{SEARCH}?q={quote('foo:bar since:2026-99-99 tea')}")
    assert len(texts(html)) == 1
    assert "<bdi>foo:bar</bdi></code> (no such operator)" in html
    assert "<bdi>since:2026-99-99</bdi></code> (no valid value)" in html
    html = get(f"{SEARCH}?q={quote('min_faves:1 OR <b>:x')}")
    assert "<bdi>OR</bdi></code> (not possible with this operator)" in html
    many = get(f"{SEARCH}?q={quote(' '.join(f'x:{n}' for n in range(99)))}")
    assert many.count("(no such operator)") == 3
    assert "Searched for as text" not in get(f"{SEARCH}?q={quote('https://x tea OR lang:de')}")


def test_query_is_escaped(db: None) -> None:
    typed = "\"><script>alert(1)</script> 100% '{{ x }}' \ud800".encode("utf-8", "surrogatepass")
    for page in (SEARCH, PEOPLE, HASHTAGS):
        html = get(f"{page}?q={quote(typed)}")
        assert "<script>alert" not in html
        assert "&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt; 100% &#x27;{{ x }}&#x27;" in html


def test_tabs_keep_the_query(db: None) -> None:
    html = get(f"{SEARCH}?q=%23tea+%26+%C3%A9t%C3%A9&before=7")
    assert f'href="{PEOPLE}?q=%23tea+%26+%C3%A9t%C3%A9"' in html
    assert f'href="{SEARCH}?q=%23tea+%26+%C3%A9t%C3%A9" aria-current="page"' in html
    assert f'href="{SEARCH}" aria-current="page"' in get(SEARCH)


def test_results_have_pages(ada: Profile) -> None:
    for number in range(45):
        make_tweet(ada, f"#tea {number}")
    seen, url = [], f"{SEARCH}?q=%23tea"
    while url:
        html = get(url)
        seen.append(len(texts(html)))
        (older,) = re.findall(r'<a href="([^"]*)" rel="next"', html) or [""]
        assert older.startswith("?q=%23tea&amp;before=") or not older
        url = older and SEARCH + older.replace("&amp;", "&")
    assert seen == [20, 20, 5]
    (newer,) = re.findall(r'<a href="([^"]*)" rel="prev"', html)
    assert len(texts(get(SEARCH + newer.replace("&amp;", "&")))) == 20
    html = get(f"{SEARCH}?q=nothing&before=7")
    assert 'href="?q=nothing" rel="prev"' in html
    get(f"{SEARCH}?q=tea&before=x", status=400)


@pytest.mark.parametrize("count", [1, 20])
def test_query_count_is_constant(ada: Profile, as_bob: Client, count: int) -> None:
    for _ in range(count):
        make_tweet(ada, "tea")
        make_profile(display_name="Tea")
    for _ in range(2):
        as_bob.get(SEARCH)
    with at_most(11):
        assert get(f"{SEARCH}?q=tea", as_bob).count("<article") == count
    with at_most(10):
        assert get(f"{PEOPLE}?q=tea", as_bob).count("<article") == count


def test_every_page_has_one_search_box(as_ada: Client, ada: Profile) -> None:
    for url in (reverse("django_tweets:home"), EXPLORE, SEARCH, PEOPLE, ada.get_absolute_url()):
        assert get(url, as_ada).count(BOX) == 1


def test_muted_profile_is_found(ada: Profile, as_bob: Client, bob: Profile) -> None:
    services.mute(bob, ada)
    assert "@ada" in get(f"{PEOPLE}?q=ada", as_bob)


class WithoutSearch:
    """The URLs of a host that leaves search out."""

    app_name = "django_tweets"
    urlpatterns = [each for each in urls.urlpatterns if each not in urls.search]


class WithoutPeople:
    """… or two of its tabs."""

    app_name = "django_tweets"
    urlpatterns = [each for each in urls.urlpatterns if each not in urls.search[1:]]


@pytest.fixture
def leave_out(settings: Any) -> Any:
    def leave_out(urlconf: Any) -> None:
        patterns = [path("tweets/", (urlconf.urlpatterns, "django_tweets", "django_tweets"))]
        settings.ROOT_URLCONF = tuple(patterns)

    return leave_out


def test_search_can_be_left_out(db: None, leave_out: Any) -> None:
    leave_out(WithoutSearch)
    html = get(EXPLORE)
    assert BOX not in html
    assert SEARCH not in html
    get(SEARCH, status=404)


def test_tab_can_be_left_out(db: None, leave_out: Any) -> None:
    leave_out(WithoutPeople)
    html = get(f"{SEARCH}?q=tea")
    assert BOX in html
    assert PEOPLE not in html
    assert HASHTAGS not in html
