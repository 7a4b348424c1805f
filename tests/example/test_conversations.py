"""The format of the conversation files."""

from __future__ import annotations

import tomllib

import pytest
from community.conversations import FIRST_DAY, Conversation, parse_conversations


def parse(toml: str) -> list[Conversation]:
    return list(parse_conversations(tomllib.loads(toml)))


def test_file_is_parsed_into_conversations() -> None:
    first, second, third = parse(
        '''
        [[conversations]]
        days_ago = 104
        weekday = "sat"
        time = "20:50"
        tweets = [
          { author = "nils", text = "a" },
          { author = "ada", text = """
@nils b
c""" },
        ]
        [[conversations]]
        about_days_ago = 2
        tweets = [{ author = "bea", text = "d" }]
        [[conversations]]
        weekday = "fri"
        tweets = [{ author = "noa", text = "e" }]
        '''
    )
    assert first.schedule.exact
    assert first.schedule.minute == 20 * 60 + 50
    assert [line.text for line in first.lines] == ["a", "@nils b\nc"]
    assert (second.schedule.oldest, second.schedule.newest) == (3, 1)
    assert third.schedule.weekday == 4
    assert third.schedule.oldest < FIRST_DAY


def test_visibility_is_inherited_and_content_warning_is_not() -> None:
    private, warned, both = parse(
        """
        [[conversations]]
        days_ago = 3
        tweets = [
          { author = "ada", visibility = "mentioned", text = "@bea a" },
          { author = "bea", text = "@ada b" },
        ]
        [[conversations]]
        days_ago = 3
        tweets = [
          { author = "omar", content_warning = "wasps", text = "c" },
          { author = "bea", text = "@omar e" },
        ]
        [[conversations]]
        days_ago = 3
        tweets = [
          { author = "ada", visibility = "followers", content_warning = "a spider", text = "d" },
        ]
        """
    )
    assert [line.visibility for line in private.lines] == ["mentioned", "mentioned"]
    assert (warned.lines[0].visibility, warned.lines[0].content_warning) == ("public", "wasps")
    assert warned.lines[1].content_warning == ""
    assert (both.lines[0].visibility, both.lines[0].content_warning) == ("followers", "a spider")


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ('days_ago = 104\nweekday = "sun"\ntweets = [{ author = "nils", text = "a" }]', "104 days"),
        ('when = "soon"\ntweets = [{ author = "nils", text = "a" }]', "soon"),
        ('time = "8 pm"\ntweets = [{ author = "nils", text = "a" }]', "8 pm"),
        ("days_ago = 3\nabout_days_ago = 3\ntweets = []", "more than one"),
        ('days_ago = 3\ntweets = [{ author = "nils", says = "a" }]', "nils"),
        (
            'days_ago = 3\ntweets = [{ author = "nils", visibility = "friends", text = "a" }]',
            "friends",
        ),
    ],
)
def test_mistake_in_a_conversation_is_refused(toml: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse("[[conversations]]\n" + toml)
