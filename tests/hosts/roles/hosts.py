"""The hosts of a site with django-hosts: social.example.org has our pages."""

from django_hosts import host, patterns

host_patterns = patterns(
    "",
    host(r"www", "tests.hosts.roles.www", name="www"),
    host(r"social", "tests.hosts.default.urls", name="social"),
)
