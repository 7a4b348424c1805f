"""Tweets that moderators have withheld: what their author sees of them, and others do not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from django_tweets import get_tweet_model, services, timelines
from django_tweets.forms import TweetEditForm
from django_tweets.models import Visibility, WithheldTweet
from django_tweets.services import withholding
from django_tweets.views import TweetUpdateView
from tests.attachment_samples import make_attachments
from tests.factories import TWEET_EXTRA, make_tweet
from tests.moderators import make_moderator

if TYPE_CHECKING:
    from django.test import Client

    from tests.factories import Profile, Tweet

pytestmark = pytest.mark.django_db

NOTICES = "/tweets/decisions/"
LABELS = {
    "held": "Waiting for review",
    "hidden": "Hidden by the moderators",
    "deleted": "Removed by the moderators",
}


def page_of(tweet: Tweet, name: str = "detail") -> str:
    return reverse(f"django_tweets:tweet_{name}", args=[tweet.profile.handle, tweet.pk])


def withhold(tweet: Tweet, reason: str = "hidden") -> Tweet:
    withholding.withhold(tweet, reason)
    return get_tweet_model()._base_manager.get(pk=tweet.pk)


def card(client: Client, url: str) -> str:
    html = client.get(url).content.decode()
    return html.partition("<article")[2].partition("</article>")[0]


@pytest.mark.parametrize("reason", LABELS)
def test_author_sees_the_reason_on_the_card(as_ada: Client, ada: Profile, reason: str) -> None:
    tweet = withhold(make_tweet(ada, "THE-TEXT"), reason)
    for url in (page_of(tweet), reverse("django_tweets:home"), ada.get_absolute_url()):
        html = card(as_ada, url)
        assert "THE-TEXT" in html
        assert LABELS[reason] in html
        assert (f'href="{NOTICES}"' in html) is (reason != "held")
        for action in ("reply", "retweet", "quote"):
            assert f'data-action="{action}"' not in html
        assert 'data-action="like"' in html


def test_pages_of_the_tweet_offer_nothing_to_share(as_ada: Client, ada: Profile) -> None:
    tweet = make_tweet(ada)
    links = [page_of(tweet, name) for name in ("share", "quote", "reply")]

    def offered() -> set[str]:
        html = as_ada.get(page_of(tweet)).content.decode()
        html += as_ada.get(page_of(tweet, "menu")).content.decode()
        return {link for link in links if f'"{link}"' in html}

    assert offered() == set(links)
    withhold(tweet)
    assert offered() == set()


@pytest.mark.parametrize("name", ["reply", "quote"])
def test_author_cannot_reference_a_withheld_tweet(as_ada: Client, ada: Profile, name: str) -> None:
    tweet = withhold(make_tweet(ada))
    assert as_ada.get(page_of(tweet, name)).status_code == 403
    data = {"content": "so", **TWEET_EXTRA}
    assert as_ada.post(page_of(tweet, name), data).status_code == 403
    assert not get_tweet_model()._base_manager.filter(content="so").exists()


@pytest.mark.parametrize("name", ["detail", "menu", "share", "history", "embed", "likes", "report"])
def test_withheld_tweet_is_missing_for_others(
    as_bob: Client, client: Client, ada: Profile, settings: Any, name: str
) -> None:
    settings.DJANGO_TWEETS_VISITOR_REPORTS = True
    tweet = withhold(make_tweet(ada))
    view = "report_create" if name == "report" else f"tweet_{name}"
    url = reverse(f"django_tweets:{view}", args=[ada.handle, tweet.pk])
    missing = url.replace(str(tweet.pk), "7")
    for browser in (as_bob, client):
        one, other = browser.get(url), browser.get(missing)
        assert one.status_code == other.status_code == 404
        token = r'name="(?:csrfmiddlewaretoken|key|writer)" value="[^"]*"'
        bodies = [re.sub(token, "", each.content.decode()) for each in (one, other)]
        assert bodies[0].replace(str(tweet.pk), "7") == bodies[1]


def test_feeds_and_embeds_leave_out_a_withheld_tweet(
    client: Client, as_ada: Client, ada: Profile
) -> None:
    tweet = withhold(make_tweet(ada, "THE-TEXT #tea"))
    oembed = f"{reverse('django_tweets:oembed')}?url=http://testserver{page_of(tweet)}"
    assert client.get(oembed).status_code == 404
    for url in (
        reverse("django_tweets:profile_atom", args=[ada.handle]),
        reverse("django_tweets:hashtag_rss", args=["tea"]),
        reverse("django_tweets:search_atom") + "?q=the-text",
    ):
        assert "THE-TEXT" not in client.get(url).content.decode()
    assert 'property="og:' not in as_ada.get(page_of(tweet)).content.decode()


@pytest.mark.parametrize("more", ["", "@bob", "attachment", "quote"])
def test_reason_takes_no_statement_more(
    as_ada: Client, ada: Profile, bob: Profile, more: str
) -> None:
    quoted = make_tweet(ada, "QUOTED")
    fields = {"quote_of": quoted} if more == "quote" else {}
    tweet = make_tweet(ada, f"THE-TEXT {more}", **fields)
    if more == "attachment":
        make_attachments(tweet, {})
    url = reverse("django_tweets:home")

    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            as_ada.get(url)
        return len(captured)

    count()
    before = count()
    withhold(tweet)
    withhold(quoted)
    assert count() == before
    (row,) = (row for row in timelines.home(ada).rows if row.pk == tweet.pk)
    assert row.withheld_reason == "hidden"
    if more == "quote":
        assert row.quoted is not None
        assert row.quoted.withheld_reason == "hidden"


def test_author_keeps_it_withheld_by_an_edit(as_ada: Client, ada: Profile) -> None:
    tweet = withhold(make_tweet(ada, "first", visibility=Visibility.UNLISTED))
    as_ada.post(page_of(tweet, "update"), {"content": "second", **TWEET_EXTRA})
    tweet.refresh_from_db()
    assert (tweet.content, tweet.visibility) == ("second", Visibility.WITHHELD)
    assert WithheldTweet._base_manager.get().visibility == Visibility.UNLISTED


class EditFormWithAudience(TweetEditForm):
    """A form of a host that lets the author change the audience."""

    class Meta(TweetEditForm.Meta):
        fields = [*TweetEditForm.Meta.fields, "visibility"]


class TestEditFormWithAudience:
    def edit(self, rf: Any, ada: Profile, tweet: Tweet, **data: str) -> Any:
        request = (
            rf.post("/", {"content": "second", **TWEET_EXTRA, **data}) if data else rf.get("/")
        )
        request.user, request.session, request._dont_enforce_csrf_checks = ada.user, {}, True
        view = TweetUpdateView.as_view(form_class=EditFormWithAudience)
        return view(request, handle=ada.handle, pk=tweet.pk)

    def test_form_shows_the_audience_after_the_release(self, rf: Any, ada: Profile) -> None:
        tweet = withhold(make_tweet(ada, visibility=Visibility.FOLLOWERS))
        form = self.edit(rf, ada, tweet).context_data["form"]
        assert form["visibility"].value() == Visibility.FOLLOWERS
        assert "withheld" not in dict(form.fields["visibility"].choices)

    def test_form_changes_the_audience_after_the_release(self, rf: Any, ada: Profile) -> None:
        tweet = withhold(make_tweet(ada))
        self.edit(rf, ada, tweet, visibility="followers")
        tweet.refresh_from_db()
        assert tweet.visibility == Visibility.WITHHELD
        assert withholding.get_later_audience(tweet) == Visibility.FOLLOWERS

    def test_other_tweets_have_their_own(self, rf: Any, ada: Profile) -> None:
        tweet = make_tweet(ada, visibility=Visibility.UNLISTED)
        form = self.edit(rf, ada, tweet).context_data["form"]
        assert form["visibility"].value() == Visibility.UNLISTED
        assert withholding.get_later_audience(tweet) == Visibility.UNLISTED

    def test_nobody_chooses_to_be_withheld(self, as_ada: Client) -> None:
        html = as_ada.get(reverse("django_tweets:tweet_create")).content.decode()
        assert 'value="withheld"' not in html


def test_restored_tweet_is_as_before(as_ada: Client, ada: Profile) -> None:
    tweet = make_tweet(ada, "THE-TEXT")
    before = re.sub(r"\d+ (s|min)", "", card(as_ada, page_of(tweet)))
    moderator = make_moderator()
    services.moderate(moderator, "delete", tweet=tweet)
    services.moderate(moderator, "restore", tweet=tweet)
    assert re.sub(r"\d+ (s|min)", "", card(as_ada, page_of(tweet))) == before
