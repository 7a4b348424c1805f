"""What a handle, an id and a user's key may look like in a URL; anything else is a 404."""

from __future__ import annotations

from django.urls import register_converter

from .snowflake import MAX_ID


class HandleConverter:
    """@ada, in any case; the views send it on to the one it is stored in."""

    regex = "[A-Za-z0-9_]{1,20}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class SnowflakeConverter:
    """The id of a tweet: nothing that a database would refuse to compare with."""

    regex = "[0-9]{1,19}"

    def to_python(self, value: str) -> int:
        if (pk := int(value)) > MAX_ID:
            raise ValueError
        return pk

    def to_url(self, value: int) -> str:
        return str(value)


def register() -> None:
    """Make them known to path() under names that no host has."""
    register_converter(HandleConverter, "tweets_handle")
    register_converter(SnowflakeConverter, "tweets_id")
