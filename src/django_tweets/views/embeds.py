"""Tweets on other sites: how to embed one (oEmbed), and the card that is embedded."""

from __future__ import annotations

import json
from io import StringIO
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, unquote, urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.http.request import split_domain_port
from django.template.loader import render_to_string
from django.urls import Resolver404, get_script_prefix, resolve
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator

from .. import page_metadata
from ..feed_formats import legal
from ..page_urls import reverse_or_none
from ..timelines import hydrate
from .public import PublicView

try:
    from django.views.decorators.csp import csp_override, csp_report_only_override
except ImportError:  # pragma: no cover - Django 5.2 sends no policy
    csp_override = csp_report_only_override = None  # type: ignore[assignment, unused-ignore]

if TYPE_CHECKING:
    from django.http import HttpRequest

    from ..models import AbstractTweet

WIDTH, HEIGHT = 550, 1000
"""Of a card in pixels, if nobody asks for less."""

PORTS = {"http": "80", "https": "443"}


def embeddable(pk: int) -> AbstractTweet | None:
    """The tweet of pk, or what that repeats, if it is for everyone who has its address."""
    return next((tweet.shown for tweet in hydrate([pk], None)), None)


class TweetEmbedView(PublicView):
    """A tweet as a card, in a frame on any site. It shows what an anonymous visitor may read.

    Who looks is not asked, so there is nothing private in it; and nothing to click but links, so a
    page around it can't lend itself anybody's hand. What is not there (any more) says so in the
    card.
    """

    template_name = "django_tweets/tweet_embed.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        tweet = embeddable(kwargs["pk"])
        content = render_to_string(self.template_name, self.get_context_data(tweet)).encode()
        response = self.answer(content, "text/html; charset=utf-8")
        response.headers["X-Robots-Tag"] = "noindex"
        if tweet is None:
            response.status_code = 404
        return in_any_frame(response)

    def get_context_data(self, tweet: AbstractTweet | None) -> dict[str, Any]:
        url = tweet and page_metadata.absolute(self.request, tweet.get_absolute_url())
        reply_url = tweet and reverse_or_none("profile_detail", tweet.reply_handle)
        return {"tweet": tweet, "page_url": url, "reply_url": reply_url}


def in_any_frame(response: HttpResponse) -> HttpResponse:
    """Response, which other sites may frame: of the policy of this one, all else holds."""
    response.xframe_options_exempt = True
    if csp_override is not None:  # pragma: no branch - Django 5.2 has none
        for override, name in [
            (csp_override, "SECURE_CSP"),
            (csp_report_only_override, "SECURE_CSP_REPORT_ONLY"),
        ]:
            policy = dict(getattr(settings, name))
            policy.pop("frame-ancestors", None)
            override(policy)(lambda request: response)(None)
    return response


class OEmbedView(PublicView):
    """How to embed a tweet, for programs that have its address: https://oembed.com.

    404 is what is not a tweet of this site, and also what is not for everyone: a 401 would tell
    that there is something.
    """

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = request.GET.get("format", "json")
        if form not in {"json", "xml"}:
            return self.refuse(501, "There is json and xml.")
        if "url" not in request.GET:
            return self.refuse(400, "It takes the url of a tweet.")
        tweet = self.get_tweet(request.GET["url"])
        if tweet is None:
            return self.refuse(404, "That is not a tweet for everyone.")
        data = self.get_data(tweet)
        if form == "xml":
            response = self.answer(_xml(data), "text/xml; charset=utf-8")
        else:
            response = self.answer(json.dumps(data).encode(), "application/json")
        return self.share(response)

    def get_tweet(self, url: str) -> AbstractTweet | None:
        """The tweet whose page is at url, if that is on this site and for everyone."""
        try:
            parts = urlsplit(url)
            is_ours = self.is_ours(parts)
        except ValueError:  # an address that can't be one: [ or a port of letters
            return None
        pk = tweet_at(unquote(parts.path)) if is_ours else None
        return None if pk is None else embeddable(pk)

    def is_ours(self, url: SplitResult) -> bool:
        """Whether url is on the host that is asked. Nobody's name may stand before it."""
        if url.scheme not in PORTS or "@" in url.netloc:
            return False
        return _host(url.netloc, url.scheme) == _host(
            self.request.get_host(), str(self.request.scheme)
        )

    def get_data(self, tweet: AbstractTweet) -> dict[str, Any]:
        """The answer, by the names of the specification."""
        author = tweet.profile
        width = self.get_limit("maxwidth", WIDTH)
        height = self.get_limit("maxheight", HEIGHT, self.get_height(tweet, width))
        host = self.request.get_host()
        return {
            "type": "rich",
            "version": "1.0",
            "title": page_metadata.name_of(author),
            "author_name": author.name,
            "author_url": page_metadata.absolute(self.request, author.get_absolute_url()),
            "provider_name": host,
            "provider_url": page_metadata.absolute(self.request, "/"),
            "cache_age": 3600,
            "width": width,
            "height": height,
            "html": self.get_html(tweet, width, height),
        }

    def get_html(self, tweet: AbstractTweet, width: int, height: int) -> str:
        """What the other site puts into its page."""
        src = page_metadata.address(self.request, "tweet_embed", tweet.profile.handle, tweet.pk)
        title = _("Tweet by %(name)s") % {"name": page_metadata.name_of(tweet.profile)}
        return format_html(
            '<iframe src="{}" title="{}" width="{}" height="{}" loading="lazy" '
            'sandbox="allow-popups allow-popups-to-escape-sandbox" '
            'style="border: 0; max-width: 100%"></iframe>',
            src,
            title,
            str(width),
            str(height),
        )

    def get_height(self, tweet: AbstractTweet, width: int) -> int:
        """About as high as the card is at width: what doesn't fit is scrolled to."""
        per_line = max(width - 40, 80) / 8.5
        lines = sum(1 + len(line) / per_line for line in tweet.content.split("\n"))
        quoted = 0 if tweet.quote_of_id is None else 5 + 200 / per_line
        return min(HEIGHT, int(190 + 24 * (lines + quoted)))

    def get_limit(self, name: str, default: int, wanted: int | None = None) -> int:
        """What is wanted, or what the parameter of that name allows where it is less."""
        wanted = default if wanted is None else wanted
        given = self.request.GET.get(name, "")
        if not (given.isascii() and given.isdigit() and len(given) < 7 and int(given)):
            return wanted
        return min(wanted, int(given))

    def refuse(self, status: int, reason: str) -> HttpResponse:
        """An answer to a program that has asked wrongly."""
        response = HttpResponse(reason, status=status, content_type="text/plain; charset=utf-8")
        return self.share(response)

    def share(self, response: HttpResponse) -> HttpResponse:
        """Response, which scripts of any site may read: there is nothing in it for one reader."""
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response


def tweet_at(path: str) -> int | None:
    """The id in the path of a tweet's page, in whatever language that is."""
    prefix = get_script_prefix()
    if not path.startswith(prefix):
        return None
    path = f"/{path.removeprefix(prefix)}"
    spoken = translation.get_language_from_path(path)
    for language in [spoken] if spoken else [translation.get_language(), settings.LANGUAGE_CODE]:
        with translation.override(language):
            try:
                match = resolve(path)
            except Resolver404:
                continue
        if match.url_name == "tweet_detail" and match.app_names[-1:] == ["django_tweets"]:
            pk: int = match.kwargs["pk"]
            return pk
    return None


def _host(netloc: str, scheme: str) -> tuple[str, str]:
    domain, port = split_domain_port(netloc)
    return domain, "" if port in {"", PORTS[scheme]} else port


def _xml(data: dict[str, Any]) -> bytes:
    content = StringIO()
    xml = SimplerXMLGenerator(content, "utf-8")
    xml.startDocument()
    xml.startElement("oembed", {})  # type: ignore[arg-type]  # as Django itself calls it
    for name, value in data.items():
        xml.addQuickElement(name, legal(str(value)))
    xml.endElement("oembed")
    return content.getvalue().encode()
