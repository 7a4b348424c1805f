"""Checks of the types of settings. Each takes a value, and returns its problem, or ""."""

from __future__ import annotations

import keyword
import re
from datetime import timedelta
from typing import TYPE_CHECKING

from . import rates

if TYPE_CHECKING:
    from collections.abc import Collection

MAX_DAYS = 36_500
"""A hundred years: a date that is further back may be none."""


TASK_KINDS = ("default", "fanout", "mail", "media")
"""Kinds of tasks, each of which may have a queue of its own. fanout: work that grows with the
number of people whom it concerns. media: files, and pages of other sites."""


def boolean_problem(value: object) -> str:
    return "" if isinstance(value, bool) else f"should be True or False, but is {value!r}"


def model_label_problem(value: object) -> str:
    parts = value.split(".") if isinstance(value, str) else []
    if len(parts) == 2 and all(map(str.isidentifier, parts)):
        return ""
    return f"should be a string 'app_label.ModelName', but is {value!r}"


def accessor_problem(value: object) -> str:
    # Django separates names with two underscores in a query, so no name may have them.
    is_name = isinstance(value, str) and value.isidentifier() and not keyword.iskeyword(value)
    if is_name and "__" not in str(value) and not str(value).endswith("_"):
        return ""
    return f"should be the name of an attribute of users, but is {value!r}"


def dotted_path_problem(value: object) -> str:
    parts = value.split(".") if isinstance(value, str) else []
    if len(parts) > 1 and all(map(str.isidentifier, parts)):
        return ""
    return f"should be the dotted path of a class, but is {value!r}"


def backend_problem(value: object) -> str:
    if not isinstance(value, dict):
        return f"should be a dictionary with BACKEND and OPTIONS, but is {value!r}"
    for key in value:
        if key not in {"BACKEND", "OPTIONS"}:
            return f"should have the keys BACKEND and OPTIONS only, but has {key!r}"
    backend, options = value.get("BACKEND", ""), value.get("OPTIONS", {})
    if not isinstance(backend, str):
        return f"should have a dotted path as BACKEND, but has {backend!r}"
    if not isinstance(options, dict):
        return f"should have a dictionary as OPTIONS, but has {options!r}"
    for key in options:
        if not isinstance(key, str):
            return f"should have strings as keys of OPTIONS, but has {key!r}"
    return ""


def required_backend_problem(value: object) -> str:
    problem = backend_problem(value)
    if isinstance(value, dict) and not problem and not value.get("BACKEND"):
        return "should have a dotted path as BACKEND, but has none"
    return problem


def optional_backend_problem(value: object) -> str:
    return "" if value is None else required_backend_problem(value)


PUSH_KEYS = ("PUBLIC_KEY", "PRIVATE_KEY", "SUBJECT")


is_push_subject = re.compile(r"mailto:[^\s@]+@[^\s@]+|https://\S+").fullmatch
"""Whether a push service can reach the operator by an address."""


def push_problem(value: object) -> str:
    if not isinstance(value, dict):
        return "" if value is None else f"should be a dictionary of keys or None, but is {value!r}"
    unknown = next((name for name in value if name not in {*PUSH_KEYS, "CONTENT"}), None)
    missing = [name for name in PUSH_KEYS if not isinstance(value.get(name), str)]
    if unknown is not None:
        names = ", ".join(PUSH_KEYS)
        return f"should have the keys {names} and CONTENT only, but has {unknown!r}"
    if missing:
        return f"should have a string as {missing[0]}"
    if not is_push_subject(value["SUBJECT"]):
        return f"should have a mailto: or https: address as SUBJECT, but has {value['SUBJECT']!r}"
    if not isinstance(value.get("CONTENT", True), bool):
        return f"should have True or False as CONTENT, but has {value['CONTENT']!r}"
    return ""


def callable_problem(value: object) -> str:
    return dotted_path_problem(value).replace("of a class", "of a function or a class")


def screening_problem(value: object) -> str:
    if not isinstance(value, list | tuple):
        return f"should be a list of dotted paths, but is {value!r}"
    for entry in value:
        is_path = isinstance(entry, str)
        problem = callable_problem(entry) if is_path else required_backend_problem(entry)
        if problem:
            return f"has an entry that {problem}"
    return ""


def names_problem(value: object) -> str:
    is_list = isinstance(value, list | tuple | set | frozenset)
    if is_list and all(isinstance(name, str) for name in value):  # type: ignore[attr-defined]  # it is one
        return ""
    return f"should be a list of strings, but is {value!r}"


HELD_TWEETS = "screening"
"""models.report.SCREENING: a member who reported by that name would decide about held tweets."""


def categories_problem(value: object) -> str:
    if not isinstance(value, dict) or not value:
        return f"should be a dictionary of names and labels, but is {value!r}"
    for name in value:
        if not isinstance(name, str) or not 0 < len(name) <= 40 or not name.isprintable():
            return f"should have names of at most 40 characters, but has {name!r}"
        if name == HELD_TWEETS:
            return f"should not have the name {name!r}, which is that of reports of held tweets"
    return ""


def days_problem(value: object) -> str:
    is_number = isinstance(value, int) and not isinstance(value, bool)
    if is_number and 0 <= value <= MAX_DAYS:  # type: ignore[operator]  # it is one
        return ""
    return f"should be a number of days, from 0 to {MAX_DAYS}, but is {value!r}"


def function_problem(value: object) -> str:
    return dotted_path_problem(value).replace("of a class", "of a function")


def rate_problem(action: object, rate: object, actions: Collection[str]) -> str:
    if action not in actions:
        return f"should have the keys {', '.join(actions)} only, but has {action!r}"
    if rate is None:
        return ""
    try:
        parsed = rates.parse_rate(rate) if isinstance(rate, str) else None
    except ValueError:
        parsed = None
    if parsed is None:
        return f"should have a rate such as '100/hour', or None, for {action!r}, but has {rate!r}"
    if action == rates.DUPLICATE and parsed.tokens != 1:
        return f"should have a rate such as '1/5 minutes' for {action!r}, but has {rate!r}"
    return ""


def limits_problem(value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, dict):
        return f"should be a dictionary or None, but is {value!r}"
    problems = (rate_problem(*item, rates.LIMITS) for item in value.items())
    return next(filter(None, problems), "")


def new_member_problem(value: object) -> str:
    if not isinstance(value, dict):
        return limits_problem(value)
    for name, number in value.items():
        if name not in {"days", "tweets"}:
            problem = rate_problem(name, number, rates.NEW_MEMBER_LIMITS)
        elif not isinstance(number, int) or isinstance(number, bool) or number < 0:
            problem = f"should have a number for {name!r}, but has {number!r}"
        elif name == "days" and number > MAX_DAYS:
            problem = f"should have at most {MAX_DAYS} for {name!r}, but has {number!r}"
        else:
            problem = ""
        if problem:
            return problem
    return ""


def duration_problem(value: object) -> str:
    if not isinstance(value, timedelta) or value < timedelta(0):
        return f"should be a timedelta that is not negative, but is {value!r}"
    if value > timedelta(days=MAX_DAYS):
        return f"should be a timedelta of at most {MAX_DAYS} days, but is {value!r}"
    return ""


def name_problem(value: object) -> str:
    if isinstance(value, str) and value:
        return ""
    return f"should be a name, but is {value!r}"


def queues_problem(value: object) -> str:
    if not isinstance(value, dict):
        return f"should be a dictionary of kinds and queues, but is {value!r}"
    for kind, queue in value.items():
        if kind not in TASK_KINDS:
            return f"should have the keys {', '.join(TASK_KINDS)} only, but has {kind!r}"
        if not isinstance(queue, str) or not queue:
            return f"should have the name of a queue for {kind!r}, but has {queue!r}"
    return ""


def base_url_problem(value: object) -> str:
    is_url = isinstance(value, str) and re.fullmatch(r"(https?://[^\s/]+/?)?", value)
    return "" if is_url else f"should be the address of the site, but is {value!r}"
