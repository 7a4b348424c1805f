"""Checks of texts for tests, and tweets that they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django_tweets import get_tweet_model, screening, services
from tests.factories import TWEET_EXTRA

if TYPE_CHECKING:
    from tests.factories import Profile, Tweet

HOLD = "tests.screening_checks.hold_bad"
REJECT = "tests.screening_checks.reject_worse"


def hold_bad(draft: screening.Draft) -> screening.Verdict:
    return screening.hold("A bad word") if "bad" in draft.text else screening.ALLOW


def reject_worse(draft: screening.Draft) -> screening.Verdict:
    return screening.reject("Not here.") if "worse" in draft.text else screening.ALLOW


def fail(draft: screening.Draft) -> screening.Verdict:
    raise RuntimeError("The service is away.")


def forget(draft: screening.Draft) -> None:
    """Return no verdict."""


def hold_long(draft: screening.Draft) -> screening.Verdict:
    return screening.hold("long" * 500)


class Longer:
    """A check with an option."""

    def __init__(self, *, most: int) -> None:
        self.most = most

    def __call__(self, draft: screening.Draft) -> screening.Verdict:
        return screening.hold("Long") if len(draft.text) > self.most else screening.ALLOW


def publish(author: Profile, content: str = "bad", **kwargs: Any) -> Tweet:
    return services.publish(author, content, **{**TWEET_EXTRA, **kwargs})


def is_readable(tweet: Any, viewer: Any = None) -> bool:
    found: bool = get_tweet_model()._rows.visible_to(viewer).filter(pk=tweet.pk).exists()
    return found


def reload(row: Any) -> Any:
    return type(row)._base_manager.get(pk=row.pk)
