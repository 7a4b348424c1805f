"""Validation of handles, lists, hashtags and URLs."""

from __future__ import annotations

import pytest

from django_tweets import text


@pytest.mark.parametrize(
    ("handle", "is_valid"),
    [
        ("@ada", True),
        ("＠ada", True),
        ("@" + "a" * 20, True),
        ("@" + "a" * 21, False),
        ("ada", False),
        ("@", False),
        ("@ada\n", False),
        ("@ada/b", False),
        ("@adá", False),
        ("", False),
    ],
)
def test_is_valid_handle(handle: str, *, is_valid: bool) -> None:
    assert text.is_valid_handle(handle) == is_valid


@pytest.mark.parametrize(
    ("name", "is_valid"),
    [
        ("@ada/b", True),
        ("@ada/b-1_c", True),
        ("@ada/" + "b" * 25, True),
        ("@ada/" + "b" * 26, False),
        ("@ada/1", False),
        ("@ada/b ", False),
    ],
)
def test_is_valid_list(name: str, *, is_valid: bool) -> None:
    assert text.is_valid_list(name) == is_valid


@pytest.mark.parametrize(
    ("tag", "is_valid"),
    [("#a", True), ("＃日本", True), ("a", False), ("#1", False), ("#a b", False), (" #a", False)],
)
def test_is_valid_hashtag(tag: str, *, is_valid: bool) -> None:
    assert text.is_valid_hashtag(tag) == is_valid


@pytest.mark.parametrize(
    ("url", "is_valid"),
    [
        ("http://a.com", True),
        ("HTTPS://u:p%20@a_b.c.com:80/d;e=f|g?h=/?#i", True),
        ("http://a.anything", True),
        ("http://127.0.0.1:8000/", True),
        ("http://[::1]/", True),
        ("http://日本.jp/страница", True),
        ("http://a.com/日本", False),
        ("http://localhost/", False),
        ("http://a.1", False),
        ("http://a-.com", False),
        ("http://a..com", False),
        ("http://a.com:123456/", False),
        ("http://a.com/%zz", False),
        ("http://a.com/ b", False),
        ("http://a.com\n", False),
        ("javascript:alert(1)", False),
        ("//a.com", False),
        ("a.com", False),
        ("", False),
    ],
)
def test_is_valid_url(url: str, *, is_valid: bool) -> None:
    assert text.is_valid_url(url) == is_valid


@pytest.mark.parametrize(
    ("url", "is_valid"),
    [
        ("a.com/b?c#d", True),
        ("http://a.com", True),
        ("ftp://a.com", False),
        ("javascript:alert(1)", False),
        ("a", False),
    ],
)
def test_is_valid_url_without_protocol(url: str, *, is_valid: bool) -> None:
    assert text.is_valid_url(url, require_protocol=False) == is_valid
