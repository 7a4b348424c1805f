"""Embeds: the card of a tweet for a frame on another site, and oEmbed."""

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
from ..feed_formats import strip_invalid_xml
from ..page_urls import TweetURLs, reverse_or_none
from ..template_context import bundle
from ..timelines import hydrate
from ..tweet_card import get_preview_facts
from .public import PublicView

try:
    from django.views.decorators.csp import csp_override, csp_report_only_override
except ImportError:  # pragma: no cover - Django 5.2 sends no policy
    csp_override = csp_report_only_override = None  # type: ignore[assignment, unused-ignore]

if TYPE_CHECKING:
    from django.http import HttpRequest

    from ..models import AbstractTweet

MAX_WIDTH, MAX_HEIGHT = 550, 1000
"""Size of the frame in pixels, unless the client asks for less."""

PORTS = {"http": "80", "https": "443"}


def get_public_tweet(pk: int) -> AbstractTweet | None:
    """Return the tweet, or the original of a retweet, if an anonymous visitor may see it."""
    return next((tweet.shown for tweet in hydrate([pk], None)), None)


class TweetEmbedView(PublicView):
    """The card of a tweet, for a frame on any site.

    It shows what an anonymous visitor may see and reads no session. It has links only and no
    buttons, so the page around it can't trick a member into an action (clickjacking). A tweet
    that does not exist is a card that says so, with status 404.
    """

    template_name = "django_tweets/tweet_embed.html"
    limited_action = "feed"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        tweet = get_public_tweet(kwargs["pk"])
        context = bundle(self.get_context_data(tweet))
        content = render_to_string(self.template_name, context).encode()
        response = self.conditional_response(content, "text/html; charset=utf-8")
        response.headers["X-Robots-Tag"] = "noindex"
        if tweet is None:
            response.status_code = 404
        return allow_framing(response)

    def get_context_data(self, tweet: AbstractTweet | None) -> dict[str, Any]:
        url = tweet and page_metadata.make_absolute(self.request, tweet.get_absolute_url())
        reply_url = tweet and reverse_or_none("profile_detail", tweet.reply_handle)
        context: dict[str, Any] = {"tweet": tweet, "page_url": url, "reply_url": reply_url}
        if tweet and tweet.link_preview:
            facts = get_preview_facts(tweet.link_preview, tweet)
            context |= {"card": {"link_preview": facts}, "urls": TweetURLs(tweet)}
        return context


def allow_framing(response: HttpResponse) -> HttpResponse:
    """Let other sites frame response. The rest of the site's security policy stays in force."""
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
    """oEmbed: how to embed the tweet of a URL, for programs. See https://oembed.com.

    A tweet that is not public is 404, as one that does not exist: a 401 would reveal it.
    """

    limited_action = "feed"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = request.GET.get("format", "json")
        if form not in {"json", "xml"}:
            return self.error_response(501, "The formats are json and xml.")
        if "url" not in request.GET:
            return self.error_response(400, "The parameter url is missing: the URL of a tweet.")
        tweet = self.get_tweet(request.GET["url"])
        if tweet is None:
            return self.error_response(404, "The URL is not that of a public tweet.")
        data = self.get_data(tweet)
        if form == "xml":
            response = self.conditional_response(_xml(data), "text/xml; charset=utf-8")
        else:
            content = json.dumps(data).encode()
            response = self.conditional_response(content, "application/json")
        return self.allow_cross_origin(response)

    def get_tweet(self, url: str) -> AbstractTweet | None:
        """Return the public tweet whose page has this URL, if it is one of this site."""
        try:
            parts = urlsplit(url)
            is_own = self.is_own_host(parts)
        except ValueError:  # not a URL: an unclosed [ or a port of letters
            return None
        pk = resolve_tweet_id(unquote(parts.path)) if is_own else None
        return None if pk is None else get_public_tweet(pk)

    def is_own_host(self, url: SplitResult) -> bool:
        """Whether url is on the host of the request, without user information (name@host)."""
        if url.scheme not in PORTS or "@" in url.netloc:
            return False
        return _host(url.netloc, url.scheme) == _host(
            self.request.get_host(), str(self.request.scheme)
        )

    def get_data(self, tweet: AbstractTweet) -> dict[str, Any]:
        """Return the response as a dictionary with the keys of the specification."""
        author = tweet.profile
        width = self.get_limit("maxwidth", MAX_WIDTH)
        height = self.get_limit("maxheight", self.get_height(tweet, width))
        host = self.request.get_host()
        return {
            **self.get_thumbnail(tweet),
            "type": "rich",
            "version": "1.0",
            "title": page_metadata.get_full_name(author),
            "author_name": author.shown_name,
            "author_url": page_metadata.make_absolute(self.request, author.get_absolute_url()),
            "provider_name": host,
            "provider_url": page_metadata.make_absolute(self.request, "/"),
            "cache_age": 3600,
            "width": width,
            "height": height,
            "html": self.get_html(tweet, width, height),
        }

    def get_thumbnail(self, tweet: AbstractTweet) -> dict[str, Any]:
        """Return the picture of tweet with the keys of the specification, if it fits the limits."""
        picture = page_metadata.get_picture(tweet)
        if picture is None:
            return {}
        width, height = picture.width, picture.height
        is_too_large = (
            self.get_limit("maxwidth", width) < width
            or self.get_limit("maxheight", height) < height
        )
        if not width or is_too_large:
            return {}
        url = page_metadata.make_absolute(self.request, picture.still_url)
        return {"thumbnail_url": url, "thumbnail_width": width, "thumbnail_height": height}

    def get_html(self, tweet: AbstractTweet, width: int, height: int) -> str:
        """Return the HTML that the other site embeds."""
        src = page_metadata.get_page_url(
            self.request, "tweet_embed", tweet.profile.handle, tweet.pk
        )
        title = _("Tweet by %(name)s") % {"name": page_metadata.get_full_name(tweet.profile)}
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
        """Estimate the height of the card in pixels. A frame that is too small scrolls."""
        per_line = max(width - 40, 80) / 8.5
        lines = sum(1 + len(line) / per_line for line in tweet.content.split("\n"))
        quoted = 0 if tweet.quote_of_id is None else 5 + 200 / per_line
        return min(
            MAX_HEIGHT, int(190 + 24 * (lines + quoted) + self.get_media_height(tweet, width))
        )

    def get_media_height(self, tweet: AbstractTweet, width: int) -> float:
        """Estimate the height of the attachments of tweet in pixels."""
        shown = tweet.shown_attachments
        if not shown:
            return 0
        if tweet.is_sensitive or tweet.content_warning:
            return 50
        if len(shown) > 1:
            return width * 2 / 3
        first = shown[0]
        return min(512, width * first.height / first.width) if first.width else 80

    def get_limit(self, name: str, wanted: int) -> int:
        """Return wanted, or the value of the query parameter name if that is less."""
        given = self.request.GET.get(name, "")
        if not (given.isascii() and given.isdigit() and len(given) < 7 and int(given)):
            return wanted
        return min(wanted, int(given))

    def error_response(self, status: int, reason: str) -> HttpResponse:
        """Return reason as plain text."""
        response = HttpResponse(reason, status=status, content_type="text/plain; charset=utf-8")
        return self.allow_cross_origin(response)

    def allow_cross_origin(self, response: HttpResponse) -> HttpResponse:
        """Let scripts of any site read response. It has no private content."""
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response


def resolve_tweet_id(path: str) -> int | None:
    """Return the id in the path of a tweet's page, also for a path in another language."""
    prefix = get_script_prefix()
    if not path.startswith(prefix):
        return None
    path = f"/{path.removeprefix(prefix)}"
    path_language = translation.get_language_from_path(path)
    languages = [translation.get_language(), settings.LANGUAGE_CODE]
    for language in [path_language] if path_language else languages:
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
        xml.addQuickElement(name, strip_invalid_xml(str(value)))
    xml.endElement("oembed")
    return content.getvalue().encode()
