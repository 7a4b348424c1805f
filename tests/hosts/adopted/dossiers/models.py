"""The models of the site with django_tweets, as docs/customising.md describes it."""

from django.db import models

from django_tweets.models import AbstractProfile


class ListedManager(models.Manager):
    """The rows that the site lists: it leaves out all others."""

    def get_queryset(self):
        return super().get_queryset().filter(is_listed=True)


class Dossier(AbstractProfile):
    name = models.CharField(max_length=80)
    birthday = models.DateField()
    bio = models.TextField(blank=True)
    is_listed = models.BooleanField(default=False)

    objects = ListedManager()

    def __str__(self):
        return self.name

    @classmethod
    def create_for(cls, user):
        """For users whom no code of the site gives a dossier, such as staff."""
        dossier = cls(user=user, name="Somebody", birthday="1900-01-01")
        dossier.save()
        return dossier
