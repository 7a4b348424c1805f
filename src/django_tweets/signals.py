"""Signals for hosts, sent by the services when their transaction has been committed.

The sender is the model of the row. This app connects no receiver; the optional contrib/push does.
An exception in a receiver is logged: it can't undo what was committed.
"""

from django.dispatch import Signal

tweet_published = Signal()
"""A tweet was published; retweets send tweet_retweeted. Arguments: tweet."""

tweet_edited = Signal()
"""A tweet was changed. Arguments: tweet."""

tweet_deleted = Signal()
"""A tweet was deleted. Arguments: tweet, as it was."""

tweet_retweeted = Signal()
"""A tweet was retweeted. Arguments: tweet, the retweet; its retweet_of is the original."""

tweet_unretweeted = Signal()
"""A retweet was deleted. Arguments: tweet, the retweet as it was."""

tweet_liked = Signal()
"""A tweet was liked. Arguments: like."""

tweet_unliked = Signal()
"""A like was deleted. Arguments: like, as it was."""

followed = Signal()
"""A profile follows another. Arguments: follow."""

unfollowed = Signal()
"""A follow was deleted, by unfollow() or block(). Arguments: follow, as it was."""

follow_requested = Signal()
"""A profile asked to follow a protected one. Arguments: follow_request."""

follow_rejected = Signal()
"""A follow request was rejected. Arguments: follow_request, as it was."""

hashtag_followed = Signal()
"""A profile follows a hashtag. Arguments: hashtag_follow."""

hashtag_unfollowed = Signal()
"""A follow of a hashtag was deleted. Arguments: hashtag_follow, as it was."""

trends_computed = Signal()
"""Trends were computed. Arguments: trends, a list, the strongest first."""

digest_sent = Signal()
"""A digest was sent. Arguments: profile, the recipient, and message, the e-mail."""

lookalike_handle = Signal()
"""A profile has a handle that is easily taken for another one. Arguments: profile, and resembles,
the other handle: one of staff, of a much followed member, or a reserved one."""

reported = Signal()
"""A profile or tweets were reported. Arguments: report."""

moderated = Signal()
"""Moderators have decided something, or it has ended. Arguments: action, a ModerationAction."""

appealed = Signal()
"""A person appeals against an action of the moderators. Arguments: appeal."""

appeal_decided = Signal()
"""A moderator has decided an appeal. Arguments: appeal."""

blocked = Signal()
"""A profile blocked another. Arguments: block."""

unblocked = Signal()
"""A block was deleted. Arguments: block, as it was."""

notified = Signal()
"""A profile was notified. Arguments: notification_actor, the newest actor of its notification."""

profile_deletion_requested = Signal()
"""A profile was deleted, and is hidden from now on. Arguments: profile, as it was.
services.get_deletion() tells whether it can be restored, and until when."""

profile_restored = Signal()
"""A profile was restored within the grace period. Arguments: profile."""

data_export_ready = Signal()
"""The data that a member has asked for can be downloaded. Arguments: data_export."""
