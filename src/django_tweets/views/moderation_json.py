"""The pages for moderators as JSON, for a program that asks for it with its header Accept.

docs/moderation.md has the fields. Keys are text, since JavaScript rounds large numbers.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.middleware.csrf import get_token
from django.utils.cache import patch_vary_headers
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from ..formatting import times
from . import errors
from .base import MemberMixin

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from ..models import (
        AbstractProfile,
        Appeal,
        BlockedTerm,
        ModerationAction,
        ModerationCase,
        Report,
        WithheldTweet,
    )
    from ..timelines import Page
    from ..timelines.moderation_cases import ShownTweet

JSON = "application/json"
HTML = "text/html"

PRIVATE = {"content", "content_warning"}
"""Parts of the state of a tweet that the log does not show: the tweet may be private."""


class JSONMixin(MemberMixin):
    """A page that is also JSON, by the Accept header, with the same permissions, limits and forms.

    A form is a JSON object with its fields. Errors are JSON with their usual status.
    """

    @cached_property
    def wants_json(self) -> bool:
        """Whether the request prefers JSON to HTML."""
        return self.request.get_preferred_type([HTML, JSON]) == JSON

    @cached_property
    def is_fragment(self) -> bool:
        """As for a script: no redirects, and messages in the response."""
        return self.wants_json or super().is_fragment

    def get_json_data(self, context: dict[str, Any]) -> dict[str, Any]:
        """Return the page as JSON. context: the variables of its template."""
        raise NotImplementedError  # pragma: no cover - each page has its own

    def get_json_result(self) -> dict[str, Any]:
        """Return the fields of the response to a form, beside its message."""
        return {}

    def _dispatch_with_errors(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        response = super()._dispatch_with_errors(request, *args, **kwargs)
        patch_vary_headers(response, ["Accept"])
        if self.wants_json and response.headers["Content-Type"].startswith(HTML):
            response.headers["Content-Type"] = JSON  # see render_error()
        return response

    def _dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.content_type == JSON:
            request.POST = read_form(request.body)  # type: ignore[assignment]  # it has a setter
        return super()._dispatch(request, *args, **kwargs)

    def handle_no_permission(self) -> HttpResponse:  # type: ignore[override]  # as in MemberMixin
        """Return 401 as JSON to a program that is not signed in."""
        if not self.wants_json:
            return super().handle_no_permission()
        body = dump_error(401, _("Sign in first."))
        return HttpResponse(body, status=401, content_type=JSON, headers={"Vary": "Accept"})

    def render_error(self, status: int, error: Exception | None = None) -> str:
        if not self.wants_json:
            return super().render_error(status, error)
        return dump_error(status, str(errors.text_for(status, error).sentence))

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        if not self.wants_json:
            return super().render_to_response(context, **kwargs)  # type: ignore[misc, no-any-return]  # of TemplateView
        get_token(self.request)  # sends the cookie with the token for the next form
        form = context.get("form")
        if form is not None and form.errors:
            return JsonResponse({"errors": form.errors.get_json_data()}, **kwargs)
        return JsonResponse(self.get_json_data(context), **kwargs)

    def answer(self, fragment: str = "", **kwargs: Any) -> HttpResponse:
        if not self.wants_json:
            return super().answer(fragment, **kwargs)
        if (status := kwargs.get("status", 200)) >= 400:
            return HttpResponse(dump_error(status, self.message), content_type=JSON, **kwargs)
        return JsonResponse({"message": self.message, **self.get_json_result()}, **kwargs)


def dump_error(status: int, message: str) -> str:
    """Return the body of an error."""
    return json.dumps({"error": {"status": status, "message": message}})


def read_form(body: bytes) -> QueryDict:
    """Return the JSON object in body as the fields of a form. BadRequest if it is none."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadRequest("This is not JSON.") from error
    if not isinstance(found, dict):
        raise BadRequest("This is not a JSON object.")
    form = QueryDict(mutable=True)
    for name, value in found.items():
        form.setlist(name, [read_value(each) for each in get_list(value)])
    return form


def get_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def read_value(value: Any) -> str:
    """Return a value of a field as a form sends it."""
    if isinstance(value, bool):
        return str(int(value))
    if not isinstance(value, str | int):
        raise BadRequest("A field is text, a number, true, false, or a list of these.")
    text = str(value)
    try:
        text.encode()
    except UnicodeEncodeError as error:  # half of a surrogate pair
        raise BadRequest("This is not text.") from error
    return text


def dump_page(
    page: Page[Any], dump: Callable[[Any], dict[str, Any]], params: dict[str, Any]
) -> dict[str, Any]:
    """Return a page of a list. params: of its filters, for the links to its neighbours."""

    def link(cursor: Any) -> str | None:
        return None if cursor is None else f"?{urlencode({**params, **cursor.params})}"

    return {
        "results": [dump(row) for row in page.rows],
        "next": link(page.older),
        "previous": link(page.newer),
    }


def dump_time(moment: datetime | None) -> str | None:
    return None if moment is None else times.format_timestamp(times.make_aware(moment))


def dump_key(key: Any) -> str | None:
    return None if key is None else str(key)


def dump_profile(profile: AbstractProfile) -> dict[str, Any]:
    return {
        "handle": profile.handle,
        "name": profile.plain_name,
        "is_limited": profile.is_limited,
        "is_protected": profile.is_protected,
        "is_suspended": profile.is_suspended,
    }


def dump_case(case: ModerationCase) -> dict[str, Any]:
    """Return a case, without its profile."""
    return {
        "is_open": case.is_open,
        "open_count": case.open_count,
        "report_count": case.report_count,
        "opened_at": dump_time(case.opened_at),
        "reported_at": dump_time(case.reported_at),
        "claim": case.claim,
        "claimed_by": case.claimed_by.handle if case.claim and case.claimed_by else None,
    }


def dump_queue_row(case: ModerationCase) -> dict[str, Any]:
    counts = dict(case.categories)
    return {"profile": dump_profile(case.profile), **dump_case(case), "categories": counts}


def dump_report(report: Report) -> dict[str, Any]:
    return {
        "id": dump_key(report.pk),
        "category": report.category,
        "comment": report.comment,
        "created_at": dump_time(report.created_at),
        "reporter": report.reporter.handle if report.reporter else None,
        "has_covered": report.has_covered,
        "tweets": [dump_reported(tweet) for tweet in report.tweets],
    }


def dump_reported(reported: ShownTweet) -> dict[str, Any]:
    """Return a reported tweet. What is private is null until the report is unlocked."""
    tweet = reported.tweet
    return {
        "id": dump_key(reported.pk),
        "is_covered": reported.is_covered,
        "is_gone": reported.is_gone,
        "reported_content": None if reported.is_covered else reported.content,
        "content": tweet and tweet.content,
        "content_warning": tweet and tweet.content_warning,
        "created_at": dump_time(tweet.created_at if tweet else None),
        "visibility": tweet and tweet.visibility,
        "withheld": reported.withheld_reason,
        "files": [
            {"kind": file.kind, "description": file.alt, "url": file.url}
            for file in (tweet.shown_attachments if tweet else ())
        ],
    }


def dump_action(row: ModerationAction) -> dict[str, Any]:
    """Return a row of the log, without the texts of tweets."""
    return {
        "id": dump_key(row.pk),
        "action": row.action,
        "moderator": row.moderator_name,
        "profile": row.profile_name,
        "tweet": dump_key(row.tweet_id),
        "report": dump_key(row.report_id),
        "reason": row.reason,
        "message": row.message,
        "until": dump_time(row.until),
        "reverses": dump_key(row.reverses_id),
        "is_in_force": row.is_in_force,
        "created_at": dump_time(row.created_at),
        "before": {name: value for name, value in row.before.items() if name not in PRIVATE},
        "after": {name: value for name, value in row.after.items() if name not in PRIVATE},
    }


def dump_withheld(row: WithheldTweet) -> dict[str, Any]:
    return {
        "tweet": dump_key(row.tweet_id),
        "reason": row.reason,
        "note": row.note,
        "visibility": row.visibility,
        "since": dump_time(row.created_at),
        "purge_at": dump_time(row.purge_at),
        "content": row.tweet.content if row.is_shown else None,
    }


def dump_appeal(appeal: Appeal) -> dict[str, Any]:
    return {
        "id": dump_key(appeal.pk),
        "profile": dump_profile(appeal.profile),
        "action": dump_action(appeal.action),
        "text": appeal.text,
        "created_at": dump_time(appeal.created_at),
        "decided_at": dump_time(appeal.decided_at),
        "decided_by": appeal.decided_by.handle if appeal.decided_by else None,
        "is_accepted": appeal.is_accepted,
        "answer": appeal.answer,
    }


def dump_term(term: BlockedTerm) -> dict[str, Any]:
    return {
        "id": dump_key(term.pk),
        "term": term.term,
        "kind": term.kind,
        "verdict": term.verdict,
        "added_by": term.added_by.handle if term.added_by else None,
        "created_at": dump_time(term.created_at),
    }
