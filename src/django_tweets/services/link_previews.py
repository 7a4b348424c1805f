"""Link previews: fetch linked pages, store previews, and remove those that no tweet shows.

Fetching takes up to five seconds, so it is done in a task, and in no transaction.
"""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import router, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from .. import images, web_pages
from ..conf import conf
from ..file_storage import StorageError, missing_settings, storing
from ..models import LinkPreview, TweetLinkPreview, Visibility
from ..models.link_preview import digest, new_name, previewed_url
from ..models.writes import storable
from ..routers import reads_from_write_database
from ..swapping import get_tweet_model
from ..tasks import enqueue_on_commit
from . import tasks
from .batches import key_batches
from .databases import for_write
from .stored_files import remove_names, remove_on_commit

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from django.db.models import QuerySet

    from ..models import AbstractTweet

network = web_pages.Network()
"""Access to pages of other sites. Tests set another, which leads to their own servers."""

FRESH_FOR = timedelta(days=7)
"""Time in which an address is not fetched again for another tweet."""
RETRY_AFTER = timedelta(hours=1)
"""The same for an address that gave no preview."""

WIDE = 1.4  # width of a picture by its height, from which on it is shown above the text
MIN_WIDTH, MIN_SIDE = 400, 64  # pixels of a picture that is shown wide, or at all

EMPTY: dict[str, Any] = {
    "is_available": False,
    "title": "",
    "description": "",
    "site_name": "",
    "host": "",
    "picture": "",
    "picture_width": 0,
    "picture_height": 0,
}


def refresh_link_preview(tweet: AbstractTweet, former_url: str = "", *, using: str) -> None:
    """Enqueue the search for a preview of tweet, on commit, if the tweet has a link.

    former_url: previewed_url() before an edit. That preview is removed at once. That of a withheld
    tweet is found when it is released: nobody is sent to a page that a moderator may refuse.
    """
    if (url := previewed_url(tweet)) == former_url:
        return
    if former_url:
        shown = TweetLinkPreview._base_manager.using(using).filter(tweet=tweet.pk)
        keys = list(shown.values_list("preview", flat=True))
        shown.delete()
        remove_unused_previews(keys)
    if url and conf.LINK_PREVIEWS and tweet.visibility != Visibility.WITHHELD:
        enqueue_on_commit(tasks.update_link_preview, tweet.pk, using=using)


@reads_from_write_database()
def update_link_preview(tweet_id: int) -> None:
    """Let a tweet show the preview of its link, and fetch that if need be.

    What is stored is used again only if the author may read another tweet that shows it, or this
    one does already. Otherwise an address that only a hidden tweet has would give its preview at
    once, and so tell that somebody has linked to it.
    """
    tweet = _find_tweet(tweet_id)
    url = previewed_url(tweet) if tweet and conf.LINK_PREVIEWS else ""
    if tweet is None or not url:
        return
    stored = for_write(LinkPreview._base_manager.filter(digest=digest(url))).first()
    if stored is not None and is_fresh(stored) and _is_shown_to_author(stored, tweet):
        with _transaction():
            for preview in _lock([stored.pk]):
                _show(preview, tweet_id)
        return
    with _fetch_fields(url) as fields, _transaction():
        rows = for_write(LinkPreview._base_manager.select_for_update())
        preview, _ = rows.get_or_create(digest=digest(url), defaults={"url": url})
        _save(preview, fields)
        if not _show(preview, tweet_id):
            remove_unused_previews([preview.pk])


def is_fresh(preview: LinkPreview) -> bool:
    """Whether preview need not be fetched again for another tweet."""
    age = timezone.now() - preview.fetched_at
    return age < (FRESH_FOR if preview.is_available else RETRY_AFTER)


def fetch_page(url: str) -> web_pages.Page | None:
    """Return title, text and picture of the page at url; None if it gives no preview."""
    if not web_pages.has_parser():
        return None
    try:
        return web_pages.read_page(url, network)
    except web_pages.FetchError:
        return None


def refresh_preview(preview: LinkPreview) -> bool:
    """Fetch preview again, and return whether that succeeded. If not, keep the old one."""
    with _fetch_fields(preview.url) as fields, _transaction():
        is_available: bool = fields["is_available"]
        for row in _lock([preview.pk]):  # if it was removed meanwhile, there is none
            _save(row, fields if is_available else {"fetched_at": fields["fetched_at"]})
    return is_available


def _find_tweet(tweet_id: int) -> AbstractTweet | None:
    tweets: Any = get_tweet_model()._base_manager.select_related("profile")
    found: AbstractTweet | None = for_write(tweets.filter(pk=tweet_id)).first()
    return found


def _is_shown_to_author(preview: LinkPreview, tweet: AbstractTweet) -> bool:
    readable: Any = for_write(get_tweet_model()._rows.visible_to(tweet.profile))
    shown: bool = readable.filter(tweet_link_preview__preview=preview.pk).exists()
    return shown


def _lock(keys: Collection[int]) -> list[LinkPreview]:
    """Return the previews with these keys that exist, locked until the transaction ends.

    Whoever adds or removes what refers to a preview locks it first.
    """
    rows = for_write(LinkPreview._base_manager.filter(pk__in=keys))
    return list(rows.select_for_update().order_by("pk"))


def _show(preview: LinkPreview, tweet_id: int) -> bool:
    """Let a tweet show preview, which is locked, if that is still the preview of its link."""
    tweet = _find_tweet(tweet_id)
    if tweet is None or digest(previewed_url(tweet)) != preview.digest:
        return False
    rows = for_write(TweetLinkPreview._base_manager.all())
    rows.update_or_create(tweet_id=tweet_id, defaults={"preview": preview})
    return True


@contextmanager
def _transaction() -> Iterator[None]:
    with storable(), transaction.atomic(using=router.db_for_write(LinkPreview)):
        yield


@contextmanager
def _fetch_fields(url: str) -> Iterator[dict[str, Any]]:
    """Fetch url, and yield the values of the fields of its preview.

    The picture is stored already, before the transaction of the block. It is removed again if no
    row has it then.
    """
    fields: dict[str, Any] = {**EMPTY, "fetched_at": timezone.now()}
    page = fetch_page(url)
    if page is not None:
        fields |= {name: getattr(page, name) for name in ("title", "description", "site_name")}
        fields |= {"host": page.host, "is_available": True, **_store_picture(page.picture)}
    name = fields["picture"]
    try:
        yield fields
    finally:
        # By the digest, which has an index.
        rows = LinkPreview._base_manager.filter(digest=digest(url), picture=name)
        if name and not for_write(rows).exists():
            LinkPreview._meta.get_field("picture").storage.delete(name)


def _save(preview: LinkPreview, fields: dict[str, Any]) -> None:
    """Set fields of preview, which is locked."""
    using = router.db_for_write(LinkPreview)
    if "picture" in fields and preview.picture:
        remove_on_commit(preview.picture, using=using)
    for name, value in fields.items():
        setattr(preview, name, value)
    preview.save(using=using, update_fields=list(fields))


def _store_picture(content: bytes) -> dict[str, Any]:
    """Decode a picture and store it encoded anew. Return its fields."""
    field: Any = LinkPreview._meta.get_field("picture")
    size = None if missing_settings(field) else images.measure(BytesIO(content))
    if size is None or min(size) < MIN_SIDE:
        return {}
    is_wide = size.width >= max(MIN_WIDTH, WIDE * size.height)
    size = images.PREVIEW if is_wide else images.PREVIEW_SQUARE
    try:
        picture = images.to_webp(BytesIO(content), size)
    except ValidationError:
        return {}
    wanted = new_name(None, "")
    try:
        with storing():
            name = field.storage.save(wanted, picture)
    except StorageError:  # the preview has no picture until it is fetched again
        remove_names(field.storage, [wanted])
        return {}
    return {"picture": name, "picture_width": size.width, "picture_height": size.height}


def delete_uses(rows: QuerySet[TweetLinkPreview]) -> None:
    """Delete rows of TweetLinkPreview, and the previews that no tweet shows then."""
    for keys in key_batches(rows):
        uses = for_write(TweetLinkPreview._base_manager.filter(pk__in=keys))
        previews = set(uses.values_list("preview", flat=True))
        uses.delete()
        remove_unused_previews(previews)


def old_previews(age: timedelta, limit: int) -> list[LinkPreview]:
    """Return at most limit previews that were fetched so long ago, the oldest first."""
    rows = LinkPreview._base_manager.filter(fetched_at__lte=timezone.now() - age)
    return list(for_write(rows).order_by("fetched_at", "pk")[:limit])


def unused_previews() -> QuerySet[LinkPreview]:
    """Return the previews that no tweet shows."""
    uses = TweetLinkPreview._base_manager.filter(preview=OuterRef("pk"))
    return for_write(LinkPreview._base_manager.filter(~Exists(uses)))


def remove_all_unused_previews(*, batch_size: int | None = None, dry_run: bool = False) -> int:
    """Delete the previews that no tweet shows, in batches. Return how many there were."""
    found = 0
    for keys in key_batches(unused_previews(), size=batch_size):
        found += len(keys) if dry_run else remove_unused_previews(keys)
    return found


def remove_unused_previews(keys: Collection[int]) -> int:
    """Delete those of the previews with these keys that no tweet shows. Return how many."""
    if not keys:
        return 0
    using = router.db_for_write(LinkPreview)
    with transaction.atomic(using=using):
        locked = _lock(keys)
        uses = for_write(TweetLinkPreview._base_manager.filter(preview__in=keys))
        used = set(uses.values_list("preview", flat=True))
        unused = [preview for preview in locked if preview.pk not in used]
        for preview in unused:
            if preview.picture:
                remove_on_commit(preview.picture, using=using)
        found = [preview.pk for preview in unused]
        for_write(LinkPreview._base_manager.filter(pk__in=found)).delete()
    return len(unused)
