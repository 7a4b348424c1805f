"""What a page says of itself to who shows it elsewhere: search engines, chats, readers of feeds.

Only of what is for everyone: what is protected or suspended says nothing, whoever looks at it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode

from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from .formatting.times import aware
from .models import Visibility
from .models.visibility import OPEN_VISIBILITIES, audience
from .page_urls import reverse_or_none
from .text import fold_hashtag

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest

    from .models import AbstractProfile, AbstractTweet, Hashtag

CURSORS = ("before", "after", "known")
"""What of a query string makes it another page."""

# As in Django's json_script: what could end the element, or begin a comment in it.
_UNSAFE = {ord(character): f"\\u{ord(character):04X}" for character in "<>&"}


class Alternate(NamedTuple):
    """The same for programs: a feed, or how to embed it."""

    type: str
    title: str
    url: str


@dataclass(frozen=True)
class PageMetadata:
    """What one page says of itself, for _page_metadata.html."""

    url: str
    """Its one address, without what others hang on it to see who follows their link."""
    title: str
    description: str = ""
    kind: str = "website"
    """As OpenGraph has it: website, profile or article."""
    image: str = ""
    properties: Mapping[str, str] = field(default_factory=dict)
    """More of what OpenGraph knows."""
    data: Mapping[str, Any] = field(default_factory=dict)
    """For search engines, in the words of schema.org."""
    alternates: tuple[Alternate, ...] = ()
    is_listed: bool = True
    """Whether search engines may show it."""

    @property
    def json(self) -> SafeString:
        """data, as the content of a <script>."""
        text = json.dumps({"@context": "https://schema.org", **self.data})
        return SafeString(text.translate(_UNSAFE))


def of_page(request: HttpRequest, title: str, description: str = "") -> PageMetadata:
    """A list that is nobody's."""
    return PageMetadata(canonical(request, request.path), title, description)


def of_hashtag(hashtag: Hashtag, request: HttpRequest) -> PageMetadata | None:
    """What many tweets are about; None of what nobody has used, as there is no end of that."""
    if hashtag._state.adding:
        return None
    return PageMetadata(
        canonical(request, hashtag.get_absolute_url()),
        str(hashtag),
        _("Tweets with %(hashtag)s") % {"hashtag": hashtag},
        alternates=feeds_of("hashtag", fold_hashtag(hashtag.name), str(hashtag), request),
    )


def of_search(typed: str, request: HttpRequest) -> PageMetadata:
    """What is found by what somebody has typed: it has feeds, and is kept from search engines."""
    query = {"q": typed}
    feeds = [
        Alternate(kind, typed, address(request, name))
        for name, kind in (
            ("search_atom", "application/atom+xml"),
            ("search_rss", "application/rss+xml"),
        )
    ]
    return PageMetadata(
        absolute(request, f"{request.path}?{urlencode(query)}"),
        typed,
        alternates=tuple(
            feed._replace(url=f"{feed.url}?{urlencode(query)}") for feed in feeds if feed.url
        ),
        is_listed=False,
    )


def of_profile(profile: AbstractProfile, request: HttpRequest) -> PageMetadata | None:
    """Somebody and what they say; None of who is protected, suspended, or being deleted."""
    if not is_public(profile):
        return None
    url = canonical(request, profile.get_absolute_url())
    person = {
        **_person(profile, request),
        "description": profile.bio,
        "sameAs": profile.website,
        "interactionStatistic": _count("FollowAction", profile.follower_count),
        "agentInteractionStatistic": _count("WriteAction", profile.tweet_count),
    }
    return PageMetadata(
        url,
        name_of(profile),
        profile.bio or _("Tweets by %(name)s") % {"name": profile.name},
        kind="profile",
        image=picture(profile, request),
        properties={"profile:username": profile.handle},
        data={
            "@type": "ProfilePage",
            "url": url,
            "dateCreated": aware(profile.created_at).isoformat(),
            "mainEntity": {name: value for name, value in person.items() if value},
        },
        alternates=feeds_of("profile", profile.handle, name_of(profile), request),
    )


def of_tweet(tweet: AbstractTweet, request: HttpRequest) -> PageMetadata | None:
    """A tweet; None of what is not for everyone who has its address.

    What is unlisted is shown where somebody has put a link to it, and kept from search engines.
    """
    if not is_embeddable(tweet):
        return None
    author = tweet.profile
    is_listed = tweet.visibility == Visibility.PUBLIC
    properties = {
        "article:author": absolute(request, author.get_absolute_url()),
        "article:published_time": aware(tweet.created_at).isoformat(),
    }
    if tweet.edited_at is not None:
        properties["article:modified_time"] = aware(tweet.edited_at).isoformat()
    return PageMetadata(
        canonical(request, tweet.get_absolute_url()),
        name_of(author),
        summary(tweet, 200),
        kind="article",
        image=picture(author, request),
        properties=properties,
        data=_posting(tweet, request) if is_listed else {},
        alternates=embeds_of(tweet, request),
        is_listed=is_listed,
    )


def is_public(profile: AbstractProfile) -> bool:
    """Whether profile, and what it says to everyone, is for those who have no account."""
    return not (profile.is_protected or profile.is_suspended or profile.deleted_at)


def is_embeddable(tweet: AbstractTweet) -> bool:
    """Whether whoever has the address may read tweet, and so show it on another page."""
    return is_public(tweet.profile) and audience(tweet) in OPEN_VISIBILITIES


def name_of(profile: AbstractProfile) -> str:
    """Whom a preview is of: Ada Lovelace (@ada)."""
    return f"{profile.name} (@{profile.handle})"


def summary(tweet: AbstractTweet, length: int) -> str:
    """What tweet says in one line of so many characters; or what it warns of, and no more."""
    said = tweet.content_warning or tweet.content
    return Truncator(" ".join(said.split())).chars(length)


def picture(profile: AbstractProfile, request: HttpRequest) -> str:
    """The address of the avatar, if there is one."""
    return absolute(request, profile.avatar.url) if profile.avatar else ""


def absolute(request: HttpRequest, path: str) -> str:
    """The address of path for who is elsewhere."""
    return request.build_absolute_uri(path)


def canonical(request: HttpRequest, path: str) -> str:
    """The one address of a page: that of path, and which of its pages request asks for."""
    cursors = [(name, request.GET[name]) for name in CURSORS if name in request.GET]
    return absolute(request, f"{path}?{urlencode(cursors)}" if cursors else path)


def feeds_of(kind: str, name: str, title: str, request: HttpRequest) -> tuple[Alternate, ...]:
    """The feeds of a profile or a hashtag, where the host has them."""
    return _alternates(
        Alternate("application/atom+xml", title, address(request, f"{kind}_atom", name)),
        Alternate("application/rss+xml", title, address(request, f"{kind}_rss", name)),
    )


def embeds_of(tweet: AbstractTweet, request: HttpRequest) -> tuple[Alternate, ...]:
    """Where programs ask how to embed tweet, on a host that lets them."""
    endpoint = address(request, "oembed")
    url = absolute(request, tweet.get_absolute_url())
    title = name_of(tweet.profile)
    return _alternates(
        *(
            Alternate(type_, title, endpoint and f"{endpoint}?{urlencode(query)}")
            for type_, query in [
                ("application/json+oembed", {"url": url}),
                ("text/xml+oembed", {"url": url, "format": "xml"}),
            ]
        )
    )


def address(request: HttpRequest, name: str, *args: Any) -> str:
    """The absolute address of a page of ours; "" where the host leaves that part out."""
    path = reverse_or_none(name, *args)
    return absolute(request, path) if path else ""


def _alternates(*alternates: Alternate) -> tuple[Alternate, ...]:
    return tuple(alternate for alternate in alternates if alternate.url)


def _person(profile: AbstractProfile, request: HttpRequest) -> dict[str, Any]:
    return {
        "@type": "Person",
        "name": profile.name,
        "alternateName": f"@{profile.handle}",
        "url": absolute(request, profile.get_absolute_url()),
        "image": picture(profile, request),
    }


def _posting(tweet: AbstractTweet, request: HttpRequest) -> dict[str, Any]:
    url = absolute(request, tweet.get_absolute_url())
    author = {name: value for name, value in _person(tweet.profile, request).items() if value}
    posting = {
        "@type": "SocialMediaPosting",
        "@id": url,
        "url": url,
        "headline": summary(tweet, 110),
        "text": tweet.content_warning or tweet.content,
        "author": author,
        "datePublished": aware(tweet.created_at).isoformat(),
        "dateModified": tweet.edited_at and aware(tweet.edited_at).isoformat(),
        "inLanguage": tweet.language,
        "keywords": "" if tweet.content_warning else ", ".join(hashtags(tweet)),
    }
    return {
        **{name: value for name, value in posting.items() if value},
        "commentCount": tweet.reply_count,
        "interactionStatistic": [
            _count("LikeAction", tweet.like_count),
            _count("ShareAction", tweet.retweet_count + tweet.quote_count),
            _count("CommentAction", tweet.reply_count),
        ],
    }


def hashtags(tweet: AbstractTweet) -> list[str]:
    """The tags of tweet as they are written in it, each once."""
    tags = [entity["value"] for entity in tweet.entities if entity["kind"] == "hashtag"]
    return list(dict.fromkeys(tags))


def _count(action: str, count: int) -> dict[str, Any]:
    return {
        "@type": "InteractionCounter",
        "interactionType": f"https://schema.org/{action}",
        "userInteractionCount": count,
    }
