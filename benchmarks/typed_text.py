"""python -m benchmarks.typed_text: validating hostile texts of 2.4 MB, and cleaning ordinary ones.

Prints the CPU time of each form, in milliseconds: Django's default for a request is 2.5 MB.
"""

from __future__ import annotations

import platform
import statistics
from contextlib import suppress
from time import process_time
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError

from benchmarks.standalone import configure

if not settings.configured:
    configure("django.contrib.staticfiles", ROOT_URLCONF="django_tweets.urls")

from django_tweets.forms import ProfileForm, TweetForm
from django_tweets.text import MAX_RAW_LENGTH, raw_limit

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 7
LENGTH = 1_200_000  # code points: 2.4 MB in UTF-8, for those of two bytes

HOSTILE = {
    "marks": "\u0301\u0323",
    "letters with marks": "e\u0301\u0323\u0302",
    "invisible": "\u200b",
    "directions": "\u2066\u202e",
    "line breaks": "\r\n",
}
FIELDS: dict[str, Any] = {
    "content": TweetForm,
    "bio": ProfileForm,
    "display_name": ProfileForm,
    "website": ProfileForm,
}


def measure(form_class: Any, field: str, value: str) -> float:
    """Return the milliseconds of CPU in which the field of a form is cleaned, the median."""
    form = form_class({})
    times = []
    for _ in range(ROUNDS):
        start = process_time()
        with suppress(ValidationError):
            cleaned = form.fields[field].clean(value)
            form.instance._meta.get_field(field).clean(cleaned, form.instance)
        times.append(process_time() - start)
    return statistics.median(times) * 1000


def print_table(title: str, length_of: Callable[[Any], int]) -> None:
    print(f"\n| {title} |", " | ".join(FIELDS), "|")
    print("| --- |" + " ---: |" * len(FIELDS))
    for name, piece in HOSTILE.items():
        cells = []
        for field, form_class in FIELDS.items():
            value = (piece * LENGTH)[: length_of(form_class.base_fields[field])]
            cells.append(f"{measure(form_class, field, value):.2f}")
        print(f"| {name} |", " | ".join(cells), "|")


def main() -> None:
    print(f"Python {platform.python_version()}, CPU time in ms of one field of a form")
    print_table("1.2 million characters", lambda field: LENGTH)
    print_table(
        "longest text that is read",
        lambda field: raw_limit(field.max_length) if field.max_length else MAX_RAW_LENGTH,
    )


if __name__ == "__main__":
    main()
