"""The code of docs/screening.md works, with a stand-in for scikit-learn."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from django_tweets import get_tweet_model, screening, services, signals
from django_tweets.models import Visibility
from django_tweets.screening import ALLOW, Draft
from django_tweets.screening.akismet import Akismet
from django_tweets.services.screening import Answer, get_checks
from tests.factories import TWEET_EXTRA, make_profile
from tests.moderators import make_moderator

if TYPE_CHECKING:
    from tests.factories import Profile

pytestmark = pytest.mark.django_db

PAGE = Path(__file__).parents[1] / "docs" / "screening.md"
BLOCKS = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


class Pipeline:
    """Takes texts with "win" for spam. Columns as of scikit-learn: harmless, spam."""

    def predict_proba(self, texts: list[str]) -> list[list[float]]:
        return [[0.03, 0.97] if "win" in text else [0.9, 0.1] for text in texts]


def run(start: str, **names: Any) -> dict[str, Any]:
    """Run the block of the page that has start, with these names, and return its own."""
    (block,) = [block for block in BLOCKS if start in block]
    exec(block, names)
    return names


@pytest.fixture
def author() -> Profile:
    return make_profile("ada")


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The paths from which the stand-in for joblib has loaded."""
    paths: list[Any] = []

    def load(path: Any) -> Pipeline:
        paths.append(path)
        return Pipeline()

    joblib: Any = ModuleType("joblib")
    joblib.load = load
    monkeypatch.setitem(sys.modules, "joblib", joblib)
    return paths


def test_page_has_code_of_python() -> None:
    for block in BLOCKS:
        compile(block, str(PAGE), "exec")


def test_recommended_checks_can_be_used(settings: Any) -> None:
    settings.DJANGO_TWEETS_SCREENING = run('screening.HiddenText",\n')["DJANGO_TWEETS_SCREENING"]
    assert [type(check).__name__ for check in get_checks()] == [
        "BlockLists",
        "HiddenText",
        "NewMembers",
        "RepeatedText",
    ]


def test_settings_of_akismet_can_be_used(settings: Any) -> None:
    os = SimpleNamespace(environ={"AKISMET_KEY": "k"})
    settings.DJANGO_TWEETS_SCREENING = run('"url": ', os=os)["DJANGO_TWEETS_SCREENING"]
    assert isinstance(get_checks()[-1], Akismet)


def test_akismet_for_public_tweets_leaves_out_the_others(
    author: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = run("class PublicAkismet")["PublicAkismet"](key="k", url="https://example.org")
    monkeypatch.setattr(Akismet, "__call__", lambda self, draft: screening.hold("asked"))
    answers = {
        visibility: check(
            Draft(author, {"content": "x"}, tweet=get_tweet_model()(visibility=visibility))
        ).answer
        for visibility in (Visibility.PUBLIC, Visibility.UNLISTED, Visibility.FOLLOWERS)
    }
    assert [*answers.values()] == [Answer.HOLD, Answer.HOLD, Answer.ALLOW]
    assert check(Draft(author, {"bio": "x"})).answer is Answer.HOLD
    author.is_protected = True
    assert check(Draft(author, {"bio": "x"})).answer is Answer.ALLOW


def test_function_holds_tweets_and_refuses_profiles(author: Profile) -> None:
    check = run("def no_phone_numbers")["no_phone_numbers"]
    texts = {"content": "0123 456 789"}
    assert check(Draft(author, texts, tweet=get_tweet_model()())).answer is Answer.HOLD
    assert check(Draft(author, texts)).answer is Answer.REJECT
    run("assert no_phone_numbers", no_phone_numbers=check, profile=author)


def test_model_is_loaded_once_and_holds_above_the_threshold(
    author: Profile, loaded: list[Any]
) -> None:
    check = run("class SpamModel")["SpamModel"](path="spam.joblib", threshold=0.95)
    assert loaded == []  # not by manage.py check
    tweet = get_tweet_model()()
    assert check(Draft(author, {"content": "win win"}, tweet=tweet)) == screening.hold(
        "Probably spam: 97%"
    )
    assert check(Draft(author, {"content": "hello"}, tweet=tweet)) == ALLOW
    assert check(Draft(author, {"bio": "win win"})) == ALLOW
    assert loaded == ["spam.joblib"]


def test_model_learns_from_decided_reports_and_public_tweets(
    author: Profile, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DJANGO_TWEETS_SCREENING = []
    moderator, reporter = make_moderator(), make_profile("rose")
    for action, content in (("hide", "buy this"), ("dismiss", "a joke")):
        tweet = services.publish(author, content, **TWEET_EXTRA)
        services.report(reporter, tweets=[tweet], category="spam")
        services.moderate(moderator, action, tweet=tweet)
    services.publish(author, "hello", **TWEET_EXTRA)
    services.publish(author, "for few", visibility=Visibility.FOLLOWERS, **TWEET_EXTRA)
    calls: list[Any] = []
    training: Any = ModuleType("spam.training")
    training.train = lambda *args: calls.append(args)
    monkeypatch.setitem(sys.modules, "spam", ModuleType("spam"))
    monkeypatch.setitem(sys.modules, "spam.training", training)
    run("from spam.training import train")
    ((spam, harmless, path),) = calls
    assert (spam, path) == (["buy this"], "spam.joblib")
    assert sorted(harmless) == ["a joke", "a joke", "hello"]


def test_receivers_pass_on_what_is_published(author: Profile) -> None:
    passed: list[Any] = []
    released: list[Any] = []
    names = run(
        "def pass_on_published",
        pass_on=passed.append,
        pass_on_what_is_visible=lambda *args: released.append(args),
    )
    held, open_ = (
        get_tweet_model()(visibility=visibility)
        for visibility in (Visibility.WITHHELD, Visibility.PUBLIC)
    )
    names["pass_on_published"](tweet=held)
    names["pass_on_published"](tweet=open_)
    assert passed == [open_]
    for kind in ("dismiss", "warn", "restore"):
        action = SimpleNamespace(action=kind, profile_id=1, tweet_id=None)
        names["pass_on_released"](action=action)
    assert len(released) == 2
    signals.tweet_published.disconnect(names["pass_on_published"])
    signals.moderated.disconnect(names["pass_on_released"])


def test_block_lists_in_code() -> None:
    names = run("term = services.block_term", moderator=make_moderator())
    assert names["term"].term == "casino*"
