"""Page metadata for search engines and link previews.

Only for public pages: protected and suspended profiles have none, for any viewer.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .formatting.times import make_aware
from .models import Visibility
from .models.visibility import OPEN_VISIBILITIES, audience
from .page_urls import reverse_or_none
from .text import fold_hashtag, summarize

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest

    from .models import AbstractProfile, AbstractTweet, Attachment, Hashtag

__all__ = ["PageMetadata"]

PAGE_PARAMETERS = ("before", "after", "known")
"""Query parameters that select another page of a list."""

# As in Django's json_script: characters that could end the element, or start a comment in it.
_UNSAFE = {ord(character): f"\\u{ord(character):04X}" for character in "<>&"}


class Alternate(NamedTuple):
    """A link to another form of the page for programs: a feed, or oEmbed."""

    type: str
    title: str
    url: str


@dataclass(frozen=True)
class PageMetadata:
    """Metadata of one page, for _page_metadata.html."""

    url: str
    """Canonical URL, without tracking parameters of other sites."""
    title: str
    description: str = ""
    kind: str = "website"
    """Type in OpenGraph: website, profile or article."""
    image: str = ""
    card: str = "summary"
    """Type of the card on other sites: summary_large_image for a picture that is the content, and
    player for a video."""
    properties: Mapping[str, str] = field(default_factory=dict)
    """Other OpenGraph properties."""
    data: Mapping[str, Any] = field(default_factory=dict)
    """Data for search engines, in the vocabulary of schema.org."""
    alternates: tuple[Alternate, ...] = ()
    is_listed: bool = True
    """Whether search engines may show it."""

    @property
    def json(self) -> SafeString:
        """data as JSON, safe inside of a <script>."""
        text = json.dumps({"@context": "https://schema.org", **self.data})
        return SafeString(text.translate(_UNSAFE))


def of_page(request: HttpRequest, title: str, description: str = "") -> PageMetadata:
    """Return the metadata of a list that belongs to no profile."""
    return PageMetadata(get_canonical_url(request, request.path), title, description)


def of_hashtag(hashtag: Hashtag, request: HttpRequest) -> PageMetadata | None:
    """Return the metadata of a hashtag; None if it is unused: there are endless such pages."""
    if hashtag._state.adding:
        return None
    return PageMetadata(
        get_canonical_url(request, hashtag.get_absolute_url()),
        str(hashtag),
        _("Tweets with %(hashtag)s") % {"hashtag": hashtag},
        alternates=get_feed_links("hashtag", fold_hashtag(hashtag.name), str(hashtag), request),
    )


def of_search(typed: str, request: HttpRequest) -> PageMetadata:
    """Return the metadata of search results: with feeds, hidden from search engines."""
    query = {"q": typed}
    feeds = [
        Alternate(kind, typed, get_page_url(request, name))
        for name, kind in (
            ("search_atom", "application/atom+xml"),
            ("search_rss", "application/rss+xml"),
        )
    ]
    return PageMetadata(
        make_absolute(request, f"{request.path}?{urlencode(query)}"),
        typed,
        alternates=tuple(
            feed._replace(url=f"{feed.url}?{urlencode(query)}") for feed in feeds if feed.url
        ),
        is_listed=False,
    )


def of_profile(profile: AbstractProfile, request: HttpRequest) -> PageMetadata | None:
    """Return the metadata of a profile; None if it is protected, suspended or being deleted."""
    if not is_public(profile):
        return None
    url = get_canonical_url(request, profile.get_absolute_url())
    person = {
        **_person_data(profile, request),
        "description": profile.bio,
        "sameAs": profile.website,
        "interactionStatistic": _counter_data("FollowAction", profile.follower_count),
        "agentInteractionStatistic": _counter_data("WriteAction", profile.tweet_count),
    }
    return PageMetadata(
        url,
        get_full_name(profile),
        profile.bio or _("Tweets by %(name)s") % {"name": profile.plain_name},
        kind="profile",
        image=get_avatar_url(profile, request),
        properties={"profile:username": profile.handle},
        data={
            "@type": "ProfilePage",
            "url": url,
            "dateCreated": make_aware(profile.created_at).isoformat(),
            "mainEntity": {name: value for name, value in person.items() if value},
        },
        alternates=get_feed_links("profile", profile.handle, get_full_name(profile), request),
    )


def of_tweet(tweet: AbstractTweet, request: HttpRequest) -> PageMetadata | None:
    """Return the metadata of a tweet; None unless it is public or unlisted.

    An unlisted tweet has link previews, but is hidden from search engines.
    """
    if not is_embeddable(tweet):
        return None
    author = tweet.profile
    is_listed = tweet.visibility == Visibility.PUBLIC
    properties = {
        "article:author": make_absolute(request, author.get_absolute_url()),
        "article:published_time": make_aware(tweet.created_at).isoformat(),
    }
    picture = get_picture(tweet)
    if picture is not None:
        properties = {
            **_picture_properties(picture),
            **_video_properties(tweet, request),
            **properties,
        }
    if tweet.shown_edited_at is not None:
        properties["article:modified_time"] = make_aware(tweet.shown_edited_at).isoformat()
    return PageMetadata(
        get_canonical_url(request, tweet.get_absolute_url()),
        get_full_name(author),
        make_summary(tweet, 200),
        kind="article",
        image=make_absolute(request, picture.still_url)
        if picture
        else get_avatar_url(author, request),
        card=_card_type(picture, properties),
        properties=properties,
        data=_posting_data(tweet, request) if is_listed else {},
        alternates=get_embed_links(tweet, request),
        is_listed=is_listed,
    )


def is_public(profile: AbstractProfile) -> bool:
    """Whether anonymous visitors may see profile and its public tweets."""
    return not (profile.is_protected or profile.is_suspended or profile.deleted_at)


def is_embeddable(tweet: AbstractTweet) -> bool:
    """Whether everyone with the URL may see tweet, so that other sites may embed it."""
    return is_public(tweet.profile) and audience(tweet) in OPEN_VISIBILITIES


def get_full_name(profile: AbstractProfile) -> str:
    """Return name and handle: Ada Lovelace (@ada)."""
    return f"{profile.plain_name} (@{profile.handle})"


def make_summary(tweet: AbstractTweet, length: int) -> str:
    """Return plain_text of tweet in one line of at most length."""
    return summarize(tweet.plain_text, length)


def get_picture(tweet: AbstractTweet) -> Attachment | None:
    """Return the attachment of a hydrated tweet that stands for it: the first with a picture.

    None if its pictures are covered, or if the host has left out their files.
    """
    if reverse_or_none("attachment_file", 1, "name") is None:
        return None
    return next((each for each in tweet.open_attachments if each.still_url), None)


def get_avatar_url(profile: AbstractProfile, request: HttpRequest) -> str:
    """Return the absolute URL of the avatar, or ""."""
    return make_absolute(request, profile.avatar.url) if profile.avatar else ""


def make_absolute(request: HttpRequest, path: str) -> str:
    """Return the absolute URL of path."""
    return request.build_absolute_uri(path)


def get_canonical_url(request: HttpRequest, path: str) -> str:
    """Return the canonical URL of path, with the page parameters of request."""
    cursors = [(name, request.GET[name]) for name in PAGE_PARAMETERS if name in request.GET]
    return make_absolute(request, f"{path}?{urlencode(cursors)}" if cursors else path)


def get_feed_links(kind: str, name: str, title: str, request: HttpRequest) -> tuple[Alternate, ...]:
    """Return links to the feeds of a profile or a hashtag, if the host has them."""
    return _existing(
        Alternate("application/atom+xml", title, get_page_url(request, f"{kind}_atom", name)),
        Alternate("application/rss+xml", title, get_page_url(request, f"{kind}_rss", name)),
    )


def get_embed_links(tweet: AbstractTweet, request: HttpRequest) -> tuple[Alternate, ...]:
    """Return the oEmbed links of tweet, if the host has that page."""
    endpoint = get_page_url(request, "oembed")
    url = make_absolute(request, tweet.get_absolute_url())
    title = get_full_name(tweet.profile)
    return _existing(
        *(
            Alternate(type_, title, endpoint and f"{endpoint}?{urlencode(query)}")
            for type_, query in [
                ("application/json+oembed", {"url": url}),
                ("text/xml+oembed", {"url": url, "format": "xml"}),
            ]
        )
    )


def get_page_url(request: HttpRequest, name: str, *args: Any) -> str:
    """Return the absolute URL of a page of ours; "" if the host has left it out."""
    path = reverse_or_none(name, *args)
    return make_absolute(request, path) if path else ""


def _existing(*alternates: Alternate) -> tuple[Alternate, ...]:
    """Return the alternates that have a URL: the host may have left out the page."""
    return tuple(alternate for alternate in alternates if alternate.url)


def _person_data(profile: AbstractProfile, request: HttpRequest) -> dict[str, Any]:
    return {
        "@type": "Person",
        "name": profile.shown_name,
        "alternateName": f"@{profile.handle}",
        "url": make_absolute(request, profile.get_absolute_url()),
        "image": get_avatar_url(profile, request),
    }


def _picture_properties(picture: Attachment) -> dict[str, str]:
    """Return the properties of a picture in OpenGraph, which come after its URL."""
    properties = {"og:image:alt": picture.alt, "twitter:image:alt": picture.alt}
    if picture.width:
        size = {"og:image:width": str(picture.width), "og:image:height": str(picture.height)}
        properties = {**size, **properties}
    return {name: value for name, value in properties.items() if value}


def _video_properties(tweet: AbstractTweet, request: HttpRequest) -> dict[str, str]:
    """Return the properties of the first video of a tweet, and of the page that plays it.

    That page is the card for frames on other sites, if the video is what stands for the tweet.
    """
    videos = (each for each in tweet.open_attachments if each.mime_type.startswith("video/"))
    video = next(videos, None)
    if video is None:
        return {}
    url = make_absolute(request, video.url)
    width, height = str(video.width), str(video.height)
    properties = {
        "og:video": url,
        "og:video:type": video.mime_type,
        "og:video:width": width,
        "og:video:height": height,
    }
    player = get_page_url(request, "tweet_embed", tweet.profile.handle, tweet.pk)
    if player and video == get_picture(tweet):
        properties |= {
            "twitter:player": player,
            "twitter:player:width": width,
            "twitter:player:height": height,
            "twitter:player:stream": url,
            "twitter:player:stream:content_type": video.mime_type,
        }
    return properties


def _card_type(picture: Attachment | None, properties: Mapping[str, str]) -> str:
    if "twitter:player" in properties:
        return "player"
    return "summary_large_image" if picture else "summary"


def _media_data(tweet: AbstractTweet, request: HttpRequest) -> dict[str, Any]:
    """Return pictures, videos and sounds of tweet by the property that they have."""
    if get_page_url(request, "attachment_file", 1, "name") == "":
        return {}
    found: dict[str, list[dict[str, Any]]] = {"image": [], "video": [], "audio": []}
    for attachment in tweet.open_attachments:
        is_picture = attachment.mime_type.startswith("image/")
        name = "image" if is_picture else attachment.mime_type.partition("/")[0]
        each = {
            "@type": f"{name.capitalize()}Object",
            "contentUrl": make_absolute(request, attachment.url),
            "encodingFormat": attachment.mime_type,
            "caption" if is_picture else "description": attachment.alt,
            "width": attachment.width,
            "height": attachment.height,
        }
        if not is_picture:
            still = attachment.still_url
            each |= {
                "name": make_summary(tweet, 110),
                "thumbnailUrl": still and make_absolute(request, still),
                "uploadDate": make_aware(tweet.created_at).isoformat(),
                "duration": f"PT{attachment.duration:.0f}S",
            }
        found[name].append({key: value for key, value in each.items() if value})
    return found


def _posting_data(tweet: AbstractTweet, request: HttpRequest) -> dict[str, Any]:
    url = make_absolute(request, tweet.get_absolute_url())
    author = {name: value for name, value in _person_data(tweet.profile, request).items() if value}
    posting = {
        "@type": "SocialMediaPosting",
        "@id": url,
        "url": url,
        "headline": make_summary(tweet, 110),
        "text": tweet.content_warning or tweet.content,
        **_media_data(tweet, request),
        "author": author,
        "datePublished": make_aware(tweet.created_at).isoformat(),
        "dateModified": tweet.shown_edited_at and make_aware(tweet.shown_edited_at).isoformat(),
        "inLanguage": tweet.language,
        "keywords": "" if tweet.content_warning else ", ".join(get_hashtags(tweet)),
    }
    return {
        **{name: value for name, value in posting.items() if value},
        "commentCount": tweet.reply_count,
        "interactionStatistic": [
            _counter_data("LikeAction", tweet.like_count),
            _counter_data("ShareAction", tweet.retweet_count + tweet.quote_count),
            _counter_data("CommentAction", tweet.reply_count),
        ],
    }


def get_hashtags(tweet: AbstractTweet) -> list[str]:
    """Return the hashtags of tweet as written, without repetitions."""
    tags = [entity["value"] for entity in tweet.entities if entity["kind"] == "hashtag"]
    return list(dict.fromkeys(tags))


def _counter_data(action: str, count: int) -> dict[str, Any]:
    return {
        "@type": "InteractionCounter",
        "interactionType": f"https://schema.org/{action}",
        "userInteractionCount": count,
    }
