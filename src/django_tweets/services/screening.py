"""Screening: checks of texts before they are stored. See docs/screening.md.

DJANGO_TWEETS_SCREENING lists the checks. Each gets a Draft and returns a Verdict: the tweet is
published, waits for a moderator, or is refused.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from enum import Enum
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.signals import setting_changed
from django.db.models import CharField, TextField
from django.dispatch import receiver
from django.utils import translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from .. import text
from ..conf import PREFIX, conf
from ..models import AbstractTweet
from .databases import for_write
from .limits import is_limited, is_new_member
from .moderators import may_moderate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from django.utils.functional import Promise

    from ..models import AbstractProfile, Attachment
    from ..text import Entity

    StrOrPromise = str | Promise

logger = logging.getLogger(__name__)

REJECTED = "rejected"
"""Code of the ValidationError for a text that a check has rejected."""


class RejectedText(ValidationError):  # noqa: N818 - named like DuplicateTweet and LimitExceeded
    """A check has rejected a text."""


class Answer(Enum):
    """Decision about a draft."""

    ALLOW = 0
    HOLD = 1
    REJECT = 2


class Verdict(NamedTuple):
    """The answer of a check. reason: of "hold" for moderators, of "reject" for the author.

    A lazy translation is read by each in their language: moderators in that of the site.
    """

    answer: Answer
    reason: StrOrPromise = ""


ALLOW = Verdict(Answer.ALLOW)


def hold(reason: StrOrPromise) -> Verdict:
    """Let the tweet wait for a moderator. reason is for them."""
    return Verdict(Answer.HOLD, reason)


def reject(reason: StrOrPromise) -> Verdict:
    """Refuse the text. The author reads reason beside it."""
    return Verdict(Answer.REJECT, reason)


@dataclass(frozen=True)
class Draft:
    """Texts that a member is about to store: a tweet, a change of one, or a change of the profile.

    texts: the texts that are new or changed, by the name of their field; descriptions of files are
    alt_1 to alt_4. tweet: the tweet as it will be; None if it is about the profile. is_edit:
    whether the tweet is published already.
    """

    author: AbstractProfile
    texts: Mapping[str, str]
    tweet: AbstractTweet | None = None
    is_edit: bool = False

    @cached_property
    def text(self) -> str:
        """All texts, with a line for each."""
        return "\n".join(filter(None, self.texts.values()))

    @cached_property
    def entities(self) -> list[Entity]:
        """The links, mentions and hashtags of all texts."""
        return [entity for each in self.texts.values() for entity in text.parse(each).entities]

    def values(self, kind: str) -> set[str]:
        """Return the different values of the entities of a kind: "url", "mention", "hashtag"."""
        return {entity.value.lower() for entity in self.entities if entity.kind == kind}

    @cached_property
    def domains(self) -> set[str]:
        """The domains of all links, in lower case and ASCII."""
        return {found for url in self.values("url") if (found := text.domain_of(url))}

    @cached_property
    def is_by_new_member(self) -> bool:
        """Whether the author is new, as DJANGO_TWEETS_NEW_MEMBER_LIMITS says."""
        return is_new_member(self.author)


@cache
def get_checks() -> tuple[Callable[[Draft], Verdict], ...]:
    """The checks of this site, made once. ImportError if the setting names none."""
    return tuple(_make(entry) for entry in conf.SCREENING)


def _make(entry: str | dict[str, Any]) -> Callable[[Draft], Verdict]:
    path, options = (entry, {}) if isinstance(entry, str) else _parts(entry)
    found: Any = import_string(path)
    return found(**options) if isinstance(found, type) else found  # type: ignore[no-any-return]  # a host's


def _parts(entry: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    return entry["BACKEND"], entry.get("OPTIONS", {})


@receiver(setting_changed)
def _reset(*, setting: str, **kwargs: Any) -> None:
    """Make the checks again when a test overrides the setting."""
    if setting == f"{PREFIX}SCREENING":
        get_checks.cache_clear()


def screen(draft: Draft) -> Verdict:
    """Return the strictest verdict about draft. The first check that rejects is the last one asked.

    A check that fails is logged, and lets the draft pass: members can write while a service that a
    check asks is away. Nothing of moderators, of profiles without a user, and within as_staff() and
    without_limits() is checked.
    """
    verdict = ALLOW
    if not any(draft.texts.values()) or not is_limited(draft.author):
        return verdict
    for check in get_checks():
        try:
            found = check(draft)
            if found.answer.value > verdict.answer.value:
                verdict = found
        except Exception:  # also if it returns no verdict
            logger.exception("A check of DJANGO_TWEETS_SCREENING has failed.")
        if verdict.answer is Answer.REJECT:
            break
    # Asked last: reading permissions takes two statements.
    if verdict is not ALLOW and may_moderate(draft.author):
        return ALLOW
    return verdict


def screen_tweet(
    tweet: AbstractTweet,
    attachments: Iterable[Attachment],
    *,
    former: AbstractTweet | None = None,
) -> str:
    """Return why tweet has to wait for a moderator; "" if it needn't. Read before it is locked.

    tweet: cleaned. former: as it was before an edit, which is checked if its texts change. Raise
    ValidationError if a check rejects it.
    """
    if not get_checks():
        return ""
    names = ["content", "content_warning", *_own_text_fields(type(tweet))]
    texts = {name: getattr(tweet, name) or "" for name in names}
    texts |= {f"alt_{number}": file.alt for number, file in enumerate(attachments, start=1)}
    if former is not None:
        texts = {name: value for name, value in texts.items() if _is_changed(former, name, value)}
    draft = Draft(tweet.profile, texts, tweet=tweet, is_edit=former is not None)
    verdict = screen(draft)
    if verdict.answer is Answer.REJECT:
        raise RejectedText({"content": _rejection(verdict)})
    if verdict.answer is not Answer.HOLD:
        return ""
    with translation.override(settings.LANGUAGE_CODE):
        return str(verdict.reason) or _("Held without a reason")


@cache
def _own_text_fields(model: type[AbstractTweet]) -> list[str]:
    """Names of the text fields that a tweet model of the host adds, without those with choices."""
    ours = {field.name for field in AbstractTweet._meta.local_fields}
    return [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, CharField | TextField) and not field.choices and field.name not in ours
    ]


def _is_changed(former: AbstractTweet, name: str, value: str) -> bool:
    return getattr(former, name, None) != value


def screen_new_profile(profile: AbstractProfile) -> dict[str, str]:
    """Return the texts of a new profile that a check refuses or would hold, by field.

    Its handle and its other texts come from its user, who can't be asked at this point.
    """
    if not get_checks():
        return {}
    texts = {
        field.name: value
        for field in profile._meta.concrete_fields
        if isinstance(field, CharField | TextField) and not field.choices
        if isinstance(value := getattr(profile, field.attname), str)
    }
    return {
        name: value
        for name, value in texts.items()
        if screen(Draft(profile, {name: value})).answer is not Answer.ALLOW
    }


def screen_profile(profile: AbstractProfile, changes: Mapping[str, Any]) -> None:
    """Raise ValidationError, by field, if a check refuses the texts of a profile.

    changes: the new values of fields. A profile can't wait for a moderator, since its old name may
    not stay beside the new one; what would have to is refused, too.
    """
    texts = {name: value for name, value in changes.items() if isinstance(value, str)}
    if not texts or not get_checks():
        return
    # The instance may be stale, or changed already, such as by a form.
    stored = for_write(type(profile)._base_manager.filter(pk=profile.pk)).first()
    for name, value in texts.items():
        if value == getattr(stored, name, None):
            continue
        try:
            cleaned = profile._meta.get_field(name).clean(value, profile)  # type: ignore[union-attr]  # a field
        except ValidationError:
            continue  # named with the errors of the other fields
        verdict = screen(Draft(profile, {name: str(cleaned)}))
        if verdict.answer is not Answer.ALLOW:
            raise RejectedText({name: _rejection(verdict)})


def _rejection(verdict: Verdict) -> ValidationError:
    reason = str(verdict.reason) if verdict.answer is Answer.REJECT else ""
    return ValidationError(reason or _("This text is not accepted here."), code=REJECTED)
