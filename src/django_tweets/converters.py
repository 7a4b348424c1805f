"""Path converters for URLs of profiles and tweets. Any other text is a 404."""

from __future__ import annotations

from django.urls import register_converter

from .models.handles import MAX_LENGTH
from .snowflake import MAX_ID

# Like handles.REMOTE_PATTERN, but in any case and less strict: an unknown handle is a 404.
_DOMAIN = r"[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+"


class HandleConverter:
    """A handle in upper or lower case: ada, or ada@example.org for a remote profile.

    The views redirect to the stored spelling.
    """

    regex = rf"[A-Za-z0-9_]{{1,20}}|[A-Za-z0-9_][A-Za-z0-9_.-]*@{_DOMAIN}"

    def to_python(self, value: str) -> str:
        if len(value) > MAX_LENGTH:
            raise ValueError
        return value

    def to_url(self, value: str) -> str:
        return value


class SnowflakeConverter:
    """The id of a tweet. A number that no database column can hold is a 404."""

    regex = "[0-9]{1,19}"

    def to_python(self, value: str) -> int:
        if (pk := int(value)) > MAX_ID:
            raise ValueError
        return pk

    def to_url(self, value: int) -> str:
        return str(value)


def register() -> None:
    """Register the converters for path(), under names that no host uses."""
    register_converter(HandleConverter, "tweets_handle")
    register_converter(SnowflakeConverter, "tweets_id")
