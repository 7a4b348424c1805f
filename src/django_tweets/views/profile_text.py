"""The bio of a profile as HTML, with links as in a tweet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .. import text
from ..page_urls import reverse_or_none
from ..swapping import get_profile_model

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from ..models import AbstractProfile


def render_bio(profile: AbstractProfile, viewer: AbstractProfile | None) -> SafeString:
    """Return the bio as HTML: escaped, with links for its URLs, mentions and hashtags.

    The handle of a profile that viewer may not see stays text, like one that nobody has. One query
    if the bio has a mention, whoever is mentioned.
    """
    entities = text.parse(profile.bio).entities
    handles = {entity.value.lower() for entity in entities if entity.kind == "mention"}
    people: Any = get_profile_model()._rows.visible_to(viewer)
    linked = set(people.filter(handle__in=handles).values_list("handle", flat=True))

    def link(entity: text.Entity) -> str | None:
        if entity.kind == "hashtag" and text.hashtag_key(entity.value):
            return reverse_or_none("hashtag", text.fold_hashtag(entity.value))
        if entity.kind == "mention" and entity.value.lower() in linked:
            return reverse_or_none("profile_detail", entity.value.lower())
        return None  # cashtags have no page

    return text.to_html(profile.bio, entities, link)
