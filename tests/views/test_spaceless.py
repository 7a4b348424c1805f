"""Pages in {% spaceless %}: words of inline neighbours are not joined."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from django.utils.html import strip_spaces_between_tags

from django_tweets import services
from django_tweets.models import Visibility
from tests.factories import make_tweet
from tests.views.scenarios import make_world
from tests.views.test_template_context import responses

pytestmark = pytest.mark.django_db

INLINE = {"a", "b", "bdi", "code", "em", "i", "kbd", "label", "output", "small", "span", "strong"}
INLINE |= {"time"}
UNREAD = {"script", "style", "template"}


class Text(HTMLParser):
    """The words of a page. Every element that is not inline separates words."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.is_read = True

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.parts.append("" if tag in INLINE else " ")
        self.is_read = tag not in UNREAD

    def handle_endtag(self, tag: str) -> None:
        self.parts.append("" if tag in INLINE else " ")
        self.is_read = True

    def handle_data(self, data: str) -> None:
        self.parts.append(data if self.is_read else "")


def words(html: str) -> list[str]:
    parser = Text()
    parser.feed(html)
    return "".join(parser.parts).split()


@pytest.mark.parametrize("reader", ["anonymous", "author"])
def test_spaceless_joins_no_words(reader: str) -> None:
    world = make_world(reader, "public")
    make_tweet(world.fan, "not the viewer's")
    services.edit(world.tweet, "THE-TEXT #topic, edited")
    make_tweet(world.author, "to followers", visibility=Visibility.FOLLOWERS)
    for name, response in responses(world):
        html = response.content.decode()
        assert words(strip_spaces_between_tags(html)) == words(html), name
