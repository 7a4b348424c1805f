"""SitemapKey: where a file of a sitemap may begin."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SitemapKey(models.Model):
    """The key of a public row, with a multiple of STEP public rows before it.

    Only services.compute_sitemap_keys() writes it. A sitemap cuts its files at these keys, so that
    a request counts nothing.
    """

    STEP = 500
    """Public rows between two keys."""

    kind = models.CharField(_("kind"), max_length=10)
    """profile or tweet."""
    number = models.PositiveIntegerField(_("number"))
    """From 1: before the first key there are STEP rows, before the second 2 * STEP."""
    key = models.CharField(_("key"), max_length=255)
    """A primary key, as text."""

    class Meta:
        verbose_name = _("key of a sitemap")
        verbose_name_plural = _("keys of sitemaps")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "number"], name="%(app_label)s_%(class)s_number_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}: {self.key}"
