"""Events for guests, sent when the transaction of their cause has been committed.

Each is sent with the tweet model as sender. Nothing of ours listens to them, and what a
receiver raises is logged: it can't undo what has happened.
"""

from django.dispatch import Signal

tweet_published = Signal()
"""A new tweet. Arguments: tweet."""

tweet_edited = Signal()
"""A tweet says something else now. Arguments: tweet."""

tweet_deleted = Signal()
"""A tweet has gone. Arguments: tweet, as it was."""
