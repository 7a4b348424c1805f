"""A site with django-tenants: each club has a schema of PostgreSQL with its own tweets."""

from tests.hosts.default.settings import *  # noqa: F403 - this is how settings are shared
from tests.hosts.default.settings import DATABASES, INSTALLED_APPS, MIDDLEWARE

DATABASES = {
    "default": {**DATABASES["default"], "ENGINE": "django_tenants.postgresql_backend"},
}
DATABASE_ROUTERS = ["django_tenants.routers.TenantSyncRouter"]
SHARED_APPS = ["django_tenants", "tests.hosts.roles.clubs"]
TENANT_APPS = INSTALLED_APPS
INSTALLED_APPS = [*SHARED_APPS, *TENANT_APPS]
TENANT_MODEL = "clubs.Club"
TENANT_DOMAIN_MODEL = "clubs.Domain"
MIDDLEWARE = ["django_tenants.middleware.main.TenantMainMiddleware", *MIDDLEWARE]
ALLOWED_HOSTS = [".example.org"]
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "KEY_FUNCTION": "django_tenants.cache.make_key",
    }
}
