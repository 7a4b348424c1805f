"""A context processor that sets the names of many base templates to nonsense."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django_tweets.template_context import EMPTY

if TYPE_CHECKING:
    from django.http import HttpRequest

# What base templates read: those of these packages, and of sites that use them.
BASE_TEMPLATES = {
    "Django's generic views": "form object object_list page_obj paginator is_paginated view",
    "Django's admin": """
        app_label app_list available_apps cl has_permission is_nav_sidebar_enabled is_popup
        media opts site_header site_title site_url subtitle title
    """,
    "contrib.sites and allauth": "current_site redirect_field_value site socialaccount",
    "cookiecutter-django": "ACCOUNT_ALLOW_REGISTRATION LANGUAGES STATIC_URL debug sql_queries",
    "Wagtail": "calling_page page parent_page self settings wagtail_config",
    "django CMS": "cms_toolbar current_page lang request_toolbar",
    "Mezzanine": "editable_obj menus page_branch settings",
    "Oscar": """
        active_tab basket categories google_analytics_id homepage_url num_unread_notifications
        product search_form selected_category shop shop_name shop_tagline summary
        display_version version
    """,
    "Saleor, Shuup and other shops": "cart category currency menu order products wishlist",
    "FeinCMS, Puput and Zinnia": "blog_page categories entries entry feincms_page posts tags",
    "Machina, Misago and Pybbm": "forum forums member post profile_user thread topic",
    "REST framework's browsable API": "api_settings breadcrumblist description name response",
    "base templates of tutorials and themes": """
        active author base_template body_class body_id breadcrumbs canonical_url content
        current error errors extra_classes footer_nav handle hide_nav html_class image item
        items keywords layout message meta meta_description nav navbar notifications
        og_title page_template page_title page_url pk profile query results section sidebar
        site_nav style tab template theme tweet tweets url users viewer
    """,
}
HOST_NAMES = sorted({name for names in BASE_TEMPLATES.values() for name in names.split()})


def nonsense(request: HttpRequest) -> dict[str, str]:
    return dict.fromkeys([*EMPTY, *HOST_NAMES], "NONSENSE")
