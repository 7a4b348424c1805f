"""The tenants of a site with django-tenants: clubs, each with its own users and tweets."""

from django.db import models
from django_tenants.models import DomainMixin, TenantMixin


class Club(TenantMixin):  # type: ignore[misc]  # untyped
    name = models.CharField(max_length=50)
    auto_create_schema = True

    def __str__(self) -> str:
        return self.name


class Domain(DomainMixin):  # type: ignore[misc]  # untyped
    pass
