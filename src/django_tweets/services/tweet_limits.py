"""Limits of tweets: how many, how many strangers they mention, and the same text again."""

from __future__ import annotations

from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import text
from ..models import Follow
from ..models.entities import MAX_MENTIONS
from ..rates import DUPLICATE
from ..snowflake import first_id
from ..swapping import get_profile_model
from ..text.characters import AT
from .databases import for_write
from .limits import count_actions, find_rate, is_limited

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import QuerySet

    from ..models import AbstractTweet


class DuplicateTweet(ValidationError):  # noqa: N818 - named like Suspended and LimitExceeded
    """The author has published the same text a few minutes ago."""

    def __init__(self) -> None:
        message = _("You have published the same text a few minutes ago.")
        super().__init__({"content": ValidationError(message, code=DUPLICATE)})


def count_new(tweet: AbstractTweet) -> None:
    """Count a tweet that is about to be published. Raise LimitExceeded if it is one too many."""
    action = "publish" if tweet.in_reply_to_id is None else "reply"
    strangers = _count_strangers(tweet, _handles(tweet.content))
    count_actions(tweet.profile, {action: 1, "mention": strangers})


def count_edit(tweet: AbstractTweet, content: Any) -> None:
    """Count an edit of tweet, whose new text is content. Raise LimitExceeded if it is one too many.

    content is not validated yet. None: the text stays.
    """
    handles = set()
    if isinstance(content, str) and len(content) <= text.MAX_RAW_LENGTH:
        handles = _handles(content) - _handles(tweet.content)
    strangers = _count_strangers(tweet, handles)
    count_actions(tweet.profile, {"edit": 1, "mention": strangers})


def _handles(content: str) -> set[str]:
    """Return the handles that content mentions: as many as a tweet can notify."""
    if not any(sign in content for sign in AT):
        return set()
    found = (entity for entity in text.parse(content).entities if entity.kind == "mention")
    return {entity.value.lower() for entity in islice(found, MAX_MENTIONS)}


def _count_strangers(tweet: AbstractTweet, handles: set[str]) -> int:
    """Return how many of the members with these handles are strangers to the author.

    Those whom the author may see and who don't follow the author, other than the one who is
    answered. It takes a statement, if there are handles and a limit.
    """
    author = tweet.profile
    if not handles or not is_limited(author) or find_rate("mention", author) is None:
        return 0
    follows = Follow._base_manager.filter(follower=OuterRef("pk"), followed=author.pk)
    # Hidden people are told of nothing, and a refusal would tell that they are there.
    people = for_write(get_profile_model()._rows.visible_to(author).filter(handle__in=handles))
    known = [key for key in (author.pk, tweet.in_reply_to_profile_id) if key is not None]
    return people.exclude(pk__in=known).exclude(Exists(follows)).count()


def find_duplicates(
    tweet: AbstractTweet, extra: Mapping[str, Any]
) -> QuerySet[AbstractTweet] | None:
    """Return the tweets by the same author that a new one would repeat; None if it may.

    They have the same text and content warning, answer and quote the same tweets, and have the same
    values of the host's fields in extra. A tweet with attachments repeats nothing.
    """
    rate = find_rate(DUPLICATE)
    if rate is None or tweet.attachment_count or not is_limited(tweet.profile):
        return None
    model = type(tweet)
    columns = {field.name for field in model._meta.concrete_fields}
    after = timezone.now() - timedelta(seconds=rate.seconds)
    return for_write(model._base_manager.all()).filter(
        profile=tweet.profile_id,
        pk__gte=first_id(after),
        content=text.clean_text(tweet.content),
        content_warning=tweet.content_warning,
        in_reply_to=tweet.in_reply_to_id,
        quote_of=tweet.quote_of_id,
        retweet_of=None,
        attachment_count=0,
        **{name: value for name, value in extra.items() if name in columns},
    )
