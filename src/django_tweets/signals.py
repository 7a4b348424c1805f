"""Events for guests, sent when the transaction of their cause has been committed.

Each is sent with the model of what it tells of as sender. Nothing of ours listens to them, and
what a receiver raises is logged: it can't undo what has happened.
"""

from django.dispatch import Signal

tweet_published = Signal()
"""A new tweet; a retweet is told by its own signal. Arguments: tweet."""

tweet_edited = Signal()
"""A tweet says something else now. Arguments: tweet."""

tweet_deleted = Signal()
"""A tweet has gone. Arguments: tweet, as it was."""

tweet_retweeted = Signal()
"""A tweet was repeated. Arguments: tweet, the retweet, whose retweet_of it repeats."""

tweet_unretweeted = Signal()
"""A retweet was taken back. Arguments: tweet, the retweet as it was."""

tweet_liked = Signal()
"""Somebody likes a tweet. Arguments: like."""

tweet_unliked = Signal()
"""Somebody likes a tweet no more. Arguments: like, as it was."""

followed = Signal()
"""Somebody follows somebody. Arguments: follow."""

unfollowed = Signal()
"""Somebody follows somebody no more, of their own or by a block. Arguments: follow, as it was."""

follow_requested = Signal()
"""Somebody asks to follow somebody who is protected. Arguments: follow_request."""

follow_rejected = Signal()
"""A request was turned down. Arguments: follow_request, as it was."""

hashtag_followed = Signal()
"""Somebody follows a hashtag. Arguments: hashtag_follow."""

hashtag_unfollowed = Signal()
"""Somebody follows a hashtag no more. Arguments: hashtag_follow, as it was."""

trends_computed = Signal()
"""What trends was found anew. Arguments: trends, a list, the strongest first."""

digest_sent = Signal()
"""A digest is on its way. Arguments: profile, whose it is, and message, the e-mail."""

blocked = Signal()
"""Somebody blocks somebody. Arguments: block."""

unblocked = Signal()
"""Somebody blocks somebody no more. Arguments: block, as it was."""

notified = Signal()
"""Somebody is told what somebody has done. Arguments: notification_actor, who is the newest of
its notification."""
