"""The one form that the buttons of all cards on a page send."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import Context, RequestContext, Template
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation
from django.utils.html import strip_spaces_between_tags

from django_tweets import services
from tests.factories import TWEET_EXTRA, make_profile, make_tweet, make_tweets

if TYPE_CHECKING:
    from tests.factories import Profile

pytestmark = pytest.mark.django_db

FORM = '<form id="tw-act" method="post" hidden>'
TOKEN = 'name="csrfmiddlewaretoken"'
BUTTON = re.compile(r"<button([^>]*)>")


def render(source: str, viewer: Profile | None = None, **context: Any) -> tuple[str, bool]:
    """Return the HTML of a host's page, and whether it sets the cookie of its tokens."""
    request = RequestFactory().get("/about/?lang=en")
    request.user = viewer.user if viewer else AnonymousUser()
    html = Template("{% load django_tweets %}" + source).render(RequestContext(request, context))
    return html, "CSRF_COOKIE" in request.META


def buttons(html: str) -> list[str]:
    """Return the attributes of the buttons in cards that send a form."""
    cards = "".join(re.findall(r"<article.*?</article>", html, re.DOTALL))
    return [found for found in BUTTON.findall(cards) if 'type="button"' not in found]


@pytest.mark.parametrize("is_spaceless", [False, True])
def test_tags_of_a_page_share_one_form(ada: Profile, bob: Profile, is_spaceless: bool) -> None:
    tweet, *others = make_tweets(bob, 3)
    source = "{% tweet tweet %}{% tweet_list others %}{% tweet tweet %}"
    html, has_cookie = render(source, ada, tweet=tweet, others=others)
    html = strip_spaces_between_tags(html) if is_spaceless else html
    assert html.count("<article") == 4
    assert html.count(FORM) == html.count(TOKEN) == 1
    assert '<input type="hidden" name="next" value="/about/?lang=en">' in html
    assert html.index(FORM) < html.index("<article")
    assert len(buttons(html)) == 4 * 3  # retweet, like, bookmark
    for attributes in buttons(html):
        assert attributes.startswith(' form="tw-act" formaction="/tweets/')
    ids = re.findall(r' id="([^"]*)"', html)
    assert len(ids) == len({*ids})
    assert has_cookie


def test_visitor_gets_links_and_no_form(ada: Profile, bob: Profile) -> None:
    retweet = services.retweet(ada, make_tweet(bob), **TWEET_EXTRA)
    html, has_cookie = render("{% tweet tweet %}", tweet=retweet)
    assert FORM not in html
    assert TOKEN not in html
    assert buttons(html) == []
    assert not has_cookie
    for name in ("like", "retweet", "bookmark"):
        url = reverse(f"django_tweets:tweet_{name}", args=[bob.handle, retweet.retweet_of_id])
        back = f"?next=/about/%3Flang%3Den%23t{retweet.pk}"
        assert f'<a href="{url}{back}" rel="nofollow" data-action="{name}">' in html


def test_visitor_without_a_page_returns_to_the_tweet(bob: Profile) -> None:
    """In an e-mail, for example, there is no page to come back to."""
    tweet = make_tweet(bob)
    source = Template("{% load django_tweets %}{% tweet tweet %}")
    html = source.render(Context({"tweet": tweet}))
    url = reverse("django_tweets:tweet_like", args=[bob.handle, tweet.pk])
    assert f'<a href="{url}" rel="nofollow"' in html
    login = Client().get(url).headers["Location"]
    assert login.endswith(f"?next={quote(tweet.get_absolute_url())}%23{tweet.anchor}")


def test_page_of_ours_has_one_form_and_its_fragments_none(as_ada: Client, ada: Profile) -> None:
    services.follow(ada, author := make_profile())
    make_tweets(author, 25)
    home = reverse("django_tweets:home")
    html = as_ada.get(home).content.decode()
    assert html.count("<article") >= 20
    assert html.count(FORM) == 1
    (older,) = re.findall(r'<a href="([^"]*)" rel="next"', html)
    fragment = as_ada.get(home + older, headers={"X-Tweets-Fragment": "1"}).content.decode()
    assert fragment.count("<article") == 5
    assert FORM not in fragment
    assert 'form="tw-act"' in fragment


def test_button_of_a_card_is_sent_with_the_token_of_the_page(ada: Profile, bob: Profile) -> None:
    tweet = make_tweet(bob)
    client = Client(enforce_csrf_checks=True)
    client.force_login(ada.user)
    page = bob.get_absolute_url()
    html = client.get(page).content.decode()
    form = html[html.index(FORM) :].partition("</form>")[0]
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    (url,) = re.findall(r'formaction="([^"]*/like/)"', html)
    assert client.post(url).status_code == 403
    assert client.post(url, fields).headers["Location"] == f"{page}#{tweet.anchor}"
    tweet.refresh_from_db()
    assert tweet.like_count == 1


def test_card_of_a_retweet_is_returned_to(ada: Profile, bob: Profile) -> None:
    """The server doesn't get the fragment of a URL, so the card names its id."""
    retweet = services.retweet(ada, make_tweet(bob), **TWEET_EXTRA)
    html, _ = render("{% tweet tweet %}", ada, tweet=retweet)
    client = Client()
    client.force_login(ada.user)
    urls = re.findall(r'formaction="([^"]*)"', html)
    assert len(urls) == 3
    for url in urls:
        location = client.post(url, {"next": "/about/"}).headers["Location"]
        assert location == f"/about/#{retweet.anchor}"
    response = client.post(urls[1].replace(f"={retweet.anchor}", "=x%22"), {"next": "/about/"})
    assert response.headers["Location"] == f"/about/#t{retweet.retweet_of_id}"


def test_repeated_part_is_rendered_once_for_each_language() -> None:
    part = '{% tweets_repeated %}{{ value }}{{ _("Like") }}{% endtweets_repeated %}'
    loop = f"{{% load i18n %}}{{% for value in '12' %}}{part}{{% endfor %}}"
    assert render(loop)[0] == "1Like1Like"
    german = "{% language 'de' %}" + part + "{% endlanguage %}"
    source = f"{{% load i18n %}}{{% for value in '12' %}}{part} {german} {{% endfor %}}"
    with translation.override("de"):
        like = translation.gettext("Like")
    assert render(source)[0] == f"1Like 1{like} 1Like 1{like} "
