"""Report: a member tells the moderators of a profile or of tweets, and the case they work on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .. import swapping
from ..conf import conf
from .fields import CascadeForeignKey, CascadeOneToOneField, CounterField, LooseForeignKey
from .text_fields import ContentField, MultilineField
from .time_key import TimeKeyModel

if TYPE_CHECKING:
    from collections.abc import Sequence

SCREENING = "screening"
"""Category of the reports that the screening of texts makes."""

CATEGORY_LENGTH = 40  # characters of the name of a category, which is a column


class Outcome(models.TextChoices):
    """Decision of the moderators about a report."""

    OPEN = "", pgettext_lazy("report", "Not decided yet")
    DISMISSED = "dismissed", pgettext_lazy("report", "No rule was broken")
    ACTED = "acted", pgettext_lazy("report", "The moderators took action")


class ModerationCase(models.Model):
    """All reports about one profile: one line in the queue of the moderators.

    Whoever opens or closes a report locks its case, so the counts are exact.
    """

    profile = CascadeOneToOneField(
        swapping.profile_label(),
        verbose_name=_("profile"),
        related_name="moderation_case",
        primary_key=True,
    )
    is_open = models.BooleanField(_("open"), default=False)
    open_count = CounterField(_("open reports"))
    report_count = CounterField(_("reports"))
    opened_at = models.DateTimeField(_("open since"), default=timezone.now)
    reported_at = models.DateTimeField(_("last report"), default=timezone.now)
    claimed_by = LooseForeignKey(
        swapping.profile_label(), verbose_name=_("claimed by"), related_name="+", null=True
    )
    claimed_at = models.DateTimeField(_("claimed"), null=True)

    categories: Sequence[tuple[str, int]] = ()
    """Categories of the open reports with their numbers: set by timelines.moderation_cases."""
    labels: Sequence[tuple[str, int]] = ()
    """Labels of the categories with their numbers: set by the views for moderators."""
    claim = ""
    """Holder of the claim, "mine" or "other", or "": set by the views for moderators."""

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        indexes: ClassVar = [
            models.Index(fields=["is_open", "opened_at"]),
            models.Index(fields=["is_open", "-reported_at"]),
            models.Index(fields=["is_open", "-open_count", "profile"]),
        ]

    def __str__(self) -> str:
        return f"{self.profile_id}"


class Report(TimeKeyModel):
    """A report about a profile, and perhaps about some of its tweets.

    is_open is True or NULL, so that the constraint allows one open report of a reporter about a
    profile, and any number of closed ones.
    """

    reporter = LooseForeignKey(
        swapping.profile_label(), verbose_name=_("reporter"), related_name="reports_sent", null=True
    )
    """None: a visitor, a deleted member, or the screening of texts."""
    profile = CascadeForeignKey(
        swapping.profile_label(),
        verbose_name=_("reported profile"),
        db_index=False,
        related_name="reports",
    )
    category = models.CharField(_("category"), max_length=CATEGORY_LENGTH)
    """A key of DJANGO_TWEETS_REPORT_CATEGORIES, or "screening"."""
    comment = MultilineField(_("comment"), max_length=1000, blank=True)
    created_at = models.DateTimeField(_("sent"), default=timezone.now, editable=False)
    is_open = models.BooleanField(_("open"), null=True, default=True, editable=False)
    outcome = models.CharField(
        _("outcome"), max_length=10, choices=Outcome, default=Outcome.OPEN, blank=True
    )
    closed_at = models.DateTimeField(_("closed"), null=True, editable=False)
    passed_on_at = models.DateTimeField(null=True, editable=False)
    """When the moderation backend last passed it on, if that does so."""
    action = LooseForeignKey(
        "django_tweets.ModerationAction", verbose_name=_("action"), related_name="closed", null=True
    )

    tweets: Sequence[Any] = ()
    """Its tweets as the moderator may see them: set by timelines.moderation_cases."""
    label = ""
    """Label of the category: set by the views for moderators."""

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        permissions: ClassVar = [
            ("view_reports", "Can read reports in the moderation pages"),
            ("moderate", "Can decide on reports, and moderate tweets and profiles"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["profile", "is_open", "-id"]),
            models.Index(fields=["reporter", "-id"]),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["reporter", "profile", "is_open"], name="%(app_label)s_%(class)s_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def category_label(self) -> str:
        """The label of its category. One that the site no longer has shows its name."""
        return str(conf.REPORT_CATEGORIES.get(self.category, self.category))

    @property
    def has_covered(self) -> bool:
        """Whether the moderator has to look first to see one of its tweets."""
        return any(tweet.is_covered for tweet in self.tweets)


class ReportedTweet(models.Model):
    """A tweet of a report, with the text that it had then: its author may edit or delete it."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="reported_tweets")
    tweet = LooseForeignKey(
        swapping.tweet_label(), verbose_name=_("tweet"), related_name="reported", null=True
    )
    """Never NULL. But so a join keeps the rows whose tweet is gone."""
    content = ContentField(_("text"), blank=True)

    class Meta:
        verbose_name = _("reported tweet")
        verbose_name_plural = _("reported tweets")
        indexes: ClassVar = [models.Index(fields=["tweet"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["report", "tweet"], name="%(app_label)s_%(class)s_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id}: {self.tweet_id}"
