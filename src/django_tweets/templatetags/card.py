"""Tags of the card of a tweet: its variables, and its parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.template.loader_tags import BlockNode, ExtendsNode
from django.utils import timezone
from django.utils.translation import get_language

from ..attachment_card import show_attachments, show_thumbnail
from ..models import AbstractTweet, TweetRevision
from ..tweet_card import CardPage
from .arguments import get_profile, get_request
from .render_state import get_state

if TYPE_CHECKING:
    from django.template import Context
    from django.template.base import FilterExpression, Parser, Template, Token
    from django.utils.safestring import SafeString

    from ..attachment_card import ShownAttachments


class TweetCardNode(template.Node):
    """A part of a template that shows one tweet, with the variables of its card."""

    def __init__(self, tweet: FilterExpression, nodelist: template.NodeList) -> None:
        self.tweet = tweet
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString | str:
        entry = self.tweet.resolve(context, ignore_failures=True)
        if not isinstance(entry, AbstractTweet):
            return ""
        state, language = get_state(context), get_language()
        before, state["language"] = state.get("language"), language
        try:
            with context.push(get_page(context, state, language).get_context(entry)):
                return self.nodelist.render(context)
        finally:
            state["language"] = before


def get_page(context: Context, state: dict[Any, Any], language: str) -> CardPage:
    """Return the values that all cards of this page share.

    There may be cards for a visitor on it too, in {% cache %}.
    """
    viewer, url = context.get("viewer"), context.get("current_url")
    zone = timezone.get_current_timezone()
    key = (viewer, url, language, zone)
    known: tuple[Any, CardPage] | None = state.get("card page")
    if known is None or known[0] != key:
        page = CardPage(get_profile(viewer), url or "", get_request(context))
        known = state["card page"] = key, page
    return known[1]


class TweetPartNode(template.Node):
    """A template that is included without a scope of its own."""

    def __init__(self, name: str) -> None:
        self.name = name

    def render(self, context: Context) -> SafeString:
        state = get_state(context)
        part: Template | template.NodeList | None = state.get(self)
        if part is None:
            part = state[self] = self.load(context)
        return part.render(context)

    def load(self, context: Context) -> Template | template.NodeList:
        """Return the nodes of the template, or itself if it needs the scope of {% include %}.

        Blocks need it, and so does the page that Django shows for an error while DEBUG is on.
        """
        page: Any = context.template  # it is set while a template is rendered
        part: Template = page.engine.get_template(self.name)
        has_blocks = any(map(part.nodelist.get_nodes_by_type, (BlockNode, ExtendsNode)))
        return part if has_blocks or page.engine.debug else part.nodelist


def tweet_card(parser: Parser, token: Token) -> TweetCardNode:
    """{% tweet_card tweet %} … {% endtweet_card %}: inside it, `card` has the values of a card.

    `entry`, `tweet`, `author` and `urls` are set, too: see tweet_card.py.
    """
    _, tweet = token.split_contents()
    nodelist = parser.parse(["endtweet_card"])
    parser.delete_first_token()
    return TweetCardNode(parser.compile_filter(tweet), nodelist)


def tweet_part(parser: Parser, token: Token) -> TweetPartNode:
    """{% tweet_part "django_tweets/_tweet_text.html" %}: as {% include %}, but faster.

    It takes no variables, and what the template sets with `as` is set for the card, too.
    """
    _, name = token.split_contents()
    return TweetPartNode(name.strip("\"'"))


def tweet_attachments(tweet: Any) -> ShownAttachments | None:
    """{% tweet_attachments tweet as shown %}: {{ shown.html }} has pictures, videos and sounds.

    tweet: a hydrated tweet, or a revision from timelines.revisions().
    """
    known = isinstance(tweet, AbstractTweet | TweetRevision)
    return show_attachments(tweet.shown_attachments) if known else None


def tweet_thumbnail(tweet: Any) -> SafeString | str:
    """{% tweet_thumbnail tweet %}: the first picture of a hydrated tweet, for a link to it."""
    return show_thumbnail(tweet) if isinstance(tweet, AbstractTweet) else ""
