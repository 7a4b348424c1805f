"""Conformance cases of Twitter, published with twitter-text."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from django_tweets import text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CHECKOUT = Path(__file__).parents[2]
FOLDER = Path(os.environ.get("TWITTER_TEXT_DIR", CHECKOUT.parent / "shared" / "twitter-text"))

if not FOLDER.is_dir():
    pytest.skip(
        f"No conformance files in {FOLDER}: set TWITTER_TEXT_DIR to a folder with twitter-text's "
        "extract.yml, validate.yml and tlds.yml.",
        allow_module_level=True,
    )

V1 = "configuration v1: 140 characters, of any weight"
V2 = "configuration v2: emoji are counted by their code points"

# Published cases that contradict configuration v3, which we follow.
EXPECTED_DIFFERENCES = {
    ("tweets", "Invalid Tweet: 141 characters"): V1,
    ("tweets", "Invalid Tweet: 141 characters (due to newline)"): V1,
    (
        "WeightedTweetsCounterTest",
        "Count a mix of single byte single word, and double word unicode characters",
    ): V2,
    (
        "WeightedTweetsCounterTest",
        "Count unicode emoji chars outside the basic multilingual plane with skin tone modifiers",
    ): V2,
}


def values(kind: str) -> Callable[[str], list[str]]:
    return lambda content: [
        entity.value for entity in text.parse(content).entities if entity.kind == kind
    ]


def values_with_indices(kind: str, name: str) -> Callable[[str], list[dict[str, object]]]:
    return lambda content: [
        {name: entity.value, "indices": [entity.start, entity.end]}
        for entity in text.parse(content).entities
        if entity.kind == kind
    ]


def mentions_and_lists(content: str) -> list[dict[str, object]]:
    return [
        {"screen_name": found.handle, "list_slug": found.slug, "indices": [found.start, found.end]}
        for found in text.find_mentions_and_lists(content)
    ]


def is_valid(content: str) -> bool:
    return text.parse(content).is_valid


def is_valid_url_or_domain(content: str) -> bool:
    return text.is_valid_url(content, require_protocol=False)


def measure_text(content: str) -> dict[str, object]:
    parsed = text.parse(content)
    return {
        "weightedLength": parsed.weighted_length,
        "valid": parsed.is_valid,
        "permillage": parsed.permillage,
        "displayRangeStart": 0,
        "displayRangeEnd": utf16_length(content) - 1,
        "validRangeStart": 0,
        "validRangeEnd": utf16_length(content[: parsed.valid_end]) - 1,
    }


def utf16_length(content: str) -> int:
    """Return the length in UTF-16 code units, the unit of the published ranges."""
    return len(content.encode("utf-16-le")) // 2


SECTIONS: dict[str, dict[str, Callable[[str], object]]] = {
    "extract": {
        "mentions": values("mention"),
        "mentions_with_indices": values_with_indices("mention", "screen_name"),
        "mentions_or_lists_with_indices": mentions_and_lists,
        "replies": text.find_reply_handle,
        "urls": values("url"),
        "urls_with_indices": values_with_indices("url", "url"),
        "urls_with_directional_markers": values_with_indices("url", "url"),
        "tco_urls_with_params": values("url"),
        "hashtags": values("hashtag"),
        "hashtags_from_astral": values("hashtag"),
        "hashtags_with_indices": values_with_indices("hashtag", "hashtag"),
        "cashtags": values("cashtag"),
        "cashtags_with_indices": values_with_indices("cashtag", "cashtag"),
    },
    "validate": {
        "tweets": is_valid,
        "usernames": text.is_valid_handle,
        "lists": text.is_valid_list,
        "hashtags": text.is_valid_hashtag,
        "urls": text.is_valid_url,
        "urls_without_protocol": is_valid_url_or_domain,
        "WeightedTweetsCounterTest": measure_text,
        "WeightedTweetsWithDiscountedEmojiCounterTest": measure_text,
        "UnicodeDirectionalMarkerCounterTest": measure_text,
    },
    "tlds": {"country": values("url"), "generic": values("url")},
}


def published(name: str) -> dict[str, list[dict[str, Any]]]:
    tests: dict[str, list[dict[str, Any]]] = yaml.safe_load(
        (FOLDER / f"{name}.yml").read_text(encoding="utf-8")
    )["tests"]
    return tests


def cases() -> Iterator[Any]:
    for name, sections in SECTIONS.items():
        tests = published(name)
        for section, read in sections.items():
            for case in tests[section]:
                description = case["description"]
                reason = EXPECTED_DIFFERENCES.get((section, description))
                yield pytest.param(
                    read,
                    case["text"],
                    case["expected"],
                    id=f"{section}: {description}",
                    marks=[pytest.mark.xfail(reason=reason, strict=True)] if reason else [],
                )


@pytest.mark.parametrize(("read", "content", "expected"), [*cases()])
def test_text_conforms_to_twitter_text(
    read: Callable[[str], object], content: str, expected: object
) -> None:
    assert read(content) == expected


def test_every_published_section_is_tested() -> None:
    assert {name: set(published(name)) for name in SECTIONS} == {
        name: set(sections) for name, sections in SECTIONS.items()
    }


def test_different_cases_are_published() -> None:
    described = {
        (section, case["description"])
        for section, cases in published("validate").items()
        for case in cases
    }
    assert described.issuperset(EXPECTED_DIFFERENCES)
