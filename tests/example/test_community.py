from __future__ import annotations

import io
import re
from collections import Counter
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from community import faces
from community.banners import SCENES
from community.looks import LOOKS
from community.people import PASSWORD, PEOPLE, YARD, Person
from community.script import FIRST_DAY, scenes
from community.tweets import DraftTweet, tweets
from PIL import Image

from django_tweets import text

if TYPE_CHECKING:
    from collections.abc import Callable

EVERYBODY = (*PEOPLE, YARD)
BY_NAME = {person.username: person for person in EVERYBODY}
NOW = datetime(2026, 3, 4, 15, 30, tzinfo=UTC)
# Each weekday, the small hours, midnight, and a time zone far from Greenwich.
MOMENTS = [
    *(NOW + timedelta(days=day, hours=3 * day) for day in range(7)),
    datetime(2027, 1, 1, 0, 0, tzinfo=UTC),
    datetime(2026, 10, 25, 4, 10, tzinfo=timezone(timedelta(hours=13))),
]


@pytest.fixture(scope="module")
def drafts() -> list[DraftTweet]:
    return tweets(NOW)


# Who they are


def test_there_are_forty_people_and_the_yard() -> None:
    assert len(PEOPLE) == 40
    assert YARD not in PEOPLE
    assert len(BY_NAME) == 41
    assert len({person.name for person in EVERYBODY}) == 41
    assert "ada" in BY_NAME
    assert len(PASSWORD) >= 8


@pytest.mark.parametrize("person", EVERYBODY, ids=lambda person: person.username)
def test_a_person_fits_a_profile(person: Person) -> None:
    assert re.fullmatch(r"[a-z0-9_]{1,20}", person.username)
    assert 0 < len(person.name) <= 50
    assert len(person.bio) <= 200
    assert re.fullmatch(r"|https://([a-z-]+\.)?example\.(org|com)(/[a-z-]+)?", person.website)
    assert person.joined > 0
    assert person.languages
    assert 0 <= person.awake[0] < person.awake[1] <= 24


# What they look like


@pytest.mark.parametrize(("draw", "size"), [(faces.face, (512, 512)), (faces.banner, (1500, 500))])
def test_pictures_are_pngs_and_no_two_the_same(
    draw: Callable[[Person], bytes | None], size: tuple[int, int]
) -> None:
    pictures = {person.username: picture for person in PEOPLE if (picture := draw(person))}
    assert len(set(pictures.values())) == len(pictures)
    for picture in pictures.values():
        with Image.open(io.BytesIO(picture)) as image:
            assert image.format == "PNG"
            assert image.size == size
    # The same person, the same bytes.
    again = list(pictures)[::9]
    assert [draw(BY_NAME[name]) for name in again] == [pictures[name] for name in again]
    assert draw(YARD)


def test_two_thirds_have_a_face() -> None:
    assert 24 <= sum(person.username in LOOKS for person in PEOPLE) <= 30
    assert {*LOOKS, *SCENES} <= set(BY_NAME)


# What they say


def test_there_are_1520_and_no_two_the_same(drafts: list[DraftTweet]) -> None:
    assert len(drafts) == 1520
    assert len({draft.content for draft in drafts}) == 1520
    assert len({re.sub(r"\W|\d", "", draft.content.casefold()) for draft in drafts}) > 1480


@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_time_has_order_and_bounds(now: datetime) -> None:
    made = tweets(now)
    assert made == tweets(now)
    times = [draft.created_at for draft in made]
    assert all(one < other for one, other in pairwise(times))
    assert timedelta(days=145) < now - times[0] < timedelta(days=165)
    assert timedelta() < now - times[-1] < timedelta(hours=12)
    for draft in made:
        # Nobody writes, or is written to, before having an account.
        for name in {draft.author, *_mentions(draft)}:
            assert now - draft.created_at < timedelta(days=BY_NAME[name].joined + 1), draft


def test_the_same_is_said_whenever_it_is() -> None:
    said = [{draft.content for draft in tweets(now)} for now in MOMENTS]
    # But for the tide tables and the times at which the cat was seen.
    assert all(len(said[0] - other) < 60 for other in said)


def test_naive_time_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        tweets(NOW.replace(tzinfo=None))


def test_people_sleep_and_have_weekends(drafts: list[DraftTweet]) -> None:
    hours = Counter(draft.created_at.hour for draft in drafts)
    assert sum(hours[hour] for hour in range(1, 5)) < 15
    assert sum(hours[hour] for hour in range(17, 22)) > 400
    days = Counter(draft.created_at.weekday() for draft in drafts)
    assert days.most_common(1)[0][0] == 5
    assert min(days, key=days.__getitem__) == 0
    # A day of a great event has far more than the usual ten.
    dates = Counter(draft.created_at.date() for draft in drafts)
    assert dates.most_common(1)[0][1] > 40


def test_some_talk_more_than_others(drafts: list[DraftTweet]) -> None:
    counts = Counter(draft.author for draft in drafts)
    assert set(counts) <= set(BY_NAME)
    silent = [person for person in EVERYBODY if not counts[person.username]]
    assert [person.talk for person in silent] == [0, 0]
    by_talk = {
        talk: [counts[person.username] for person in EVERYBODY if person.talk == talk]
        for talk in range(6)
    }
    for talk in range(5):
        assert max(by_talk[talk]) < min(by_talk[talk + 1])


def test_they_write_their_languages(drafts: list[DraftTweet]) -> None:
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


def test_each_is_a_tweet_by_the_grammar(drafts: list[DraftTweet]) -> None:
    kinds: Counter[str] = Counter()
    for draft in drafts:
        parsed = text.parse(draft.content)
        assert parsed.is_valid, draft.content
        kinds.update(entity.kind for entity in parsed.entities)
        for entity in parsed.entities:
            if entity.kind == "mention":
                assert entity.value in BY_NAME, draft.content
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
def test_they_have_what_a_timeline_must_show(drafts: list[DraftTweet], feature: str) -> None:
    assert any(re.search(feature, draft.content) for draft in drafts)


def test_conversations_hang_together(drafts: list[DraftTweet]) -> None:
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


def test_a_few_are_edited(drafts: list[DraftTweet]) -> None:
    edited = [draft for draft in drafts if draft.edited]
    assert len(edited) == 30
    assert all(NOW - draft.created_at > timedelta(days=1) for draft in edited)


# How it is written down


def test_a_script_is_read_into_scenes() -> None:
    first, second, third = scenes(
        "= 104 sat 20:50\nnils: a\n> ada: @nils b\n  c\n\n= ~2\nbea: d\n= any fri\nnoa: e\n"
    )
    assert first.when.exact
    assert first.when.minute == 20 * 60 + 50
    assert [line.text for line in first.lines] == ["a", "@nils b\nc"]
    assert (second.when.oldest, second.when.newest) == (3, 1)
    assert third.when.weekday == 4
    assert third.when.oldest < FIRST_DAY


def test_a_line_says_for_whom_it_is() -> None:
    scene, other = scenes("= 3\nada [mentioned]: @bea a\n> bea: @ada b\nomar [! wasps]: c\n")
    assert [line.visibility for line in scene.lines] == ["mentioned", "mentioned"]
    assert (other.lines[0].visibility, other.lines[0].content_warning) == ("public", "wasps")
    both = next(scenes("= 3\nada [followers ! a spider]: d\n"))
    assert (both.lines[0].visibility, both.lines[0].content_warning) == ("followers", "a spider")


@pytest.mark.parametrize(
    ("script", "slip"),
    [
        ("= 104 sun\nnils: a\n", "= 104 sun"),
        ("= soon\nnils: a\n", "= soon"),
        ("= 3\nnils says a\n", "nils says a"),
        ("= 3\nnils [friends]: a\n", "friends"),
    ],
)
def test_a_slip_in_a_script_is_refused(script: str, slip: str) -> None:
    with pytest.raises(ValueError, match=slip):
        list(scenes(script))


def _mentions(draft: DraftTweet) -> list[str]:
    return re.findall(r"@([a-z0-9_]+)", draft.content)
