"""SQL that reads attachments in the same statement as the other details of a page's cards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..models import Attachment, attachment

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

ATTACHMENT = "attachment"
"""First column of the rows of attachments_sql()."""

JSON_OBJECT = {
    "postgresql": "CAST(JSON_BUILD_OBJECT({}) AS TEXT)",
    "sqlite": "JSON_OBJECT({})",
    "mysql": "CONVERT(JSON_OBJECT({}) USING utf8mb4)",
}


def attachments_sql(keys: list[int], connection: BaseDatabaseWrapper) -> str:
    """A statement for the attachments of the tweets with these keys, each as a JSON object."""
    meta: Any = Attachment._meta
    quote = connection.ops.quote_name
    columns = {name: quote(meta.get_field(name).column) for name in attachment.SHOWN_FIELDS}
    pairs = ", ".join(f"'{name}', {column}" for name, column in columns.items())
    tweet = quote(meta.get_field("tweet").column)
    marks = ", ".join(["%s"] * len(keys))
    return (
        f"SELECT '{ATTACHMENT}', {tweet}, NULL, {JSON_OBJECT[connection.vendor].format(pairs)}"
        f" FROM {quote(meta.db_table)}"
        f" WHERE {tweet} IN ({marks}) AND {columns['position']} IS NOT NULL"
    )
