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
    """Before key 1 there are STEP public rows, before key 2 twice as many. Number 0 is the start of
    the table, without a key."""
    key = models.CharField(_("key"), max_length=255)
    """A primary key, as text."""
    counted = models.PositiveIntegerField(_("public rows"), default=0)
    """Public rows from this key on that have been read, STEP at most."""
    read_to = models.CharField(_("read up to"), max_length=255)
    """The key of the last row that has been read, as text: public or not."""

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
