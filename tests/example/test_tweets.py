"""The draft tweets of the demo community."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from community.people import BY_USERNAME, EVERYONE, PEOPLE
from community.tweets import DraftTweet, draft_tweets

from django_tweets import text

NOW = datetime(2026, 3, 4, 15, 30, tzinfo=UTC)
# Each weekday, the small hours, midnight, and a time zone far from Greenwich.
MOMENTS = [
    *(NOW + timedelta(days=day, hours=3 * day) for day in range(7)),
    datetime(2027, 1, 1, 0, 0, tzinfo=UTC),
    datetime(2026, 10, 25, 4, 10, tzinfo=timezone(timedelta(hours=13))),
]


@pytest.fixture(scope="module")
def drafts() -> list[DraftTweet]:
    return draft_tweets(NOW)


def test_there_are_1520_different_tweets(drafts: list[DraftTweet]) -> None:
    assert len(drafts) == 1520
    assert len({draft.content for draft in drafts}) == 1520
    assert len({re.sub(r"\W|\d", "", draft.content.casefold()) for draft in drafts}) > 1480


@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_times_are_ordered_and_within_bounds(now: datetime) -> None:
    made = draft_tweets(now)
    assert made == draft_tweets(now)
    times = [draft.created_at for draft in made]
    assert all(one < other for one, other in pairwise(times))
    assert timedelta(days=145) < now - times[0] < timedelta(days=165)
    assert timedelta() < now - times[-1] < timedelta(hours=12)
    for draft in made:
        # Authors and mentioned members have joined before.
        for name in {draft.author, *_mentions(draft)}:
            assert now - draft.created_at < timedelta(days=BY_USERNAME[name].joined_days_ago + 1), (
                draft
            )


def test_texts_do_not_depend_on_now() -> None:
    said = [{draft.content for draft in draft_tweets(now)} for now in MOMENTS]
    # Except for the tide tables and the times of the cat.
    assert all(len(said[0] - other) < 60 for other in said)


def test_naive_now_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        draft_tweets(NOW.replace(tzinfo=None))


def test_tweets_follow_the_rhythm_of_day_and_week(drafts: list[DraftTweet]) -> None:
    hours = Counter(draft.created_at.hour for draft in drafts)
    assert sum(hours[hour] for hour in range(1, 5)) < 15
    assert sum(hours[hour] for hour in range(17, 22)) > 400
    days = Counter(draft.created_at.weekday() for draft in drafts)
    assert days.most_common(1)[0][0] == 5
    assert min(days, key=days.__getitem__) == 0
    # The day of a great event has far more tweets than the usual ten.
    dates = Counter(draft.created_at.date() for draft in drafts)
    assert dates.most_common(1)[0][1] > 40


def test_talkative_members_write_more(drafts: list[DraftTweet]) -> None:
    counts = Counter(draft.author for draft in drafts)
    assert set(counts) <= set(BY_USERNAME)
    silent = [person for person in EVERYONE if not counts[person.username]]
    assert [person.talkativeness for person in silent] == [0, 0]
    by_talkativeness = {
        level: [counts[person.username] for person in EVERYONE if person.talkativeness == level]
        for level in range(6)
    }
    for level in range(5):
        assert max(by_talkativeness[level]) < min(by_talkativeness[level + 1])


def test_tweets_are_in_many_scripts(drafts: list[DraftTweet]) -> None:
    scripts = {
        "Arabic": r"[\u0620-\u064a]{4}",
        "Hebrew": r"[\u05d0-\u05ea]{4}",
        "Greek": r"[\u03ac-\u03ce]{4}",
        "Cyrillic": r"[\u0430-\u0457]{4}",
        "Devanagari": r"[\u0900-\u097f]{4}",
        "Thai": r"[\u0e00-\u0e7f]{4}",
        "kana": r"[\u3040-\u30ff]{4}",
        "Hangul": r"[\uac00-\ud7a3]{2}",
        "Han": r"[\u4e00-\u9fff]{4}",
    }
    for script, pattern in scripts.items():
        authors = {draft.author for draft in drafts if re.search(pattern, draft.content)}
        assert authors, script
    for language in ("es", "fr", "pt", "de", "tr", "uk", "ru"):
        assert any(language in person.languages for person in PEOPLE)


def test_every_text_is_a_valid_tweet(drafts: list[DraftTweet]) -> None:
    kinds: Counter[str] = Counter()
    for draft in drafts:
        parsed = text.parse(draft.content)
        assert parsed.is_valid, draft.content
        kinds.update(entity.kind for entity in parsed.entities)
        for entity in parsed.entities:
            if entity.kind == "mention":
                assert entity.value in BY_USERNAME, draft.content
                assert entity.value != draft.author
            if entity.kind == "url":
                assert re.match(
                    r"(https://)?([a-z-]+\.)?(example\.(org|com)|wikipedia\.org)/", entity.value
                )
    assert kinds["mention"] > 500
    assert kinds["hashtag"] > 150
    assert kinds["url"] > 20
    assert kinds["cashtag"] > 2
    assert sum(text.parse(draft.content).weighted_length > 260 for draft in drafts) >= 5


@pytest.mark.parametrize(
    "feature",
    [
        pytest.param(r"\n", id="a line break"),
        pytest.param(r"[\U0001f3fb-\U0001f3ff]", id="a skin tone"),
        pytest.param(r"[\U0001f1e6-\U0001f1ff]{2}", id="a flag"),
        pytest.param(r"\U0001f3f4[\U000e0061-\U000e007f]{5}", id="a flag of tags"),
        pytest.param(r"\u200d[\U0001f466-\U0001f469]", id="a family"),
        pytest.param(r"#[^\W\d_a-z]+", id="a hashtag that isn't Latin"),
        pytest.param(r"https://\S+\(\S+\)", id="an address with brackets"),
        pytest.param(r"(?<![/.\w])example\.org/\S", id="a bare domain"),
        pytest.param(r"\$[A-Z]+", id="a cashtag"),
    ],
)
def test_texts_have_feature(drafts: list[DraftTweet], feature: str) -> None:
    assert any(re.search(feature, draft.content) for draft in drafts)


def test_replies_follow_the_tweets_they_answer(drafts: list[DraftTweet]) -> None:
    replies = 0
    for place, draft in enumerate(drafts):
        if draft.in_reply_to is None:
            continue
        replies += 1
        assert draft.in_reply_to < place
        answered = drafts[draft.in_reply_to]
        assert draft.created_at - answered.created_at < timedelta(hours=12)
        if first := re.match(r"@([a-z0-9_]+)", draft.content):
            assert answered.author == first[1], draft.content
    assert replies > 500


def test_thirty_tweets_are_edited(drafts: list[DraftTweet]) -> None:
    edited = [draft for draft in drafts if draft.edited]
    assert len(edited) == 30
    assert all(NOW - draft.created_at > timedelta(days=1) for draft in edited)


def _mentions(draft: DraftTweet) -> list[str]:
    return re.findall(r"@([a-z0-9_]+)", draft.content)
