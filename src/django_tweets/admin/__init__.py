"""The admin, usable with a million rows: raw ids instead of menus, and no full counts.

A host that swaps a model registers it in its own admin, with these classes or others, as it does
for a custom user model.
"""

from .attachments import AttachmentAdmin
from .handles import FormerHandleAdmin, LookalikeHandleAdmin
from .moderation import AppealAdmin, ModerationActionAdmin, ReportAdmin
from .profiles import ProfileAdmin, UserAdminMixin
from .tweets import TweetAdmin

__all__ = [
    "AppealAdmin",
    "AttachmentAdmin",
    "FormerHandleAdmin",
    "LookalikeHandleAdmin",
    "ModerationActionAdmin",
    "ProfileAdmin",
    "ReportAdmin",
    "TweetAdmin",
    "UserAdminMixin",
]
