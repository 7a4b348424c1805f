from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from django_tweets.notification_kinds import GroupBy, NotificationKind, register

register(
    NotificationKind(
        name="badge",
        label=_("Somebody gives you a badge"),
        group_by=GroupBy.DAY,
        one=_("%(first)s gave you a badge"),
        two=_("%(first)s and %(second)s gave you badges"),
        many=ngettext_lazy(
            "%(first)s and %(others)d other gave you badges",
            "%(first)s and %(others)d others gave you badges",
            "others",
        ),
        names_protected_actors=True,  # badges are given in public
        link_url_name="django_tweets:settings",
        link_label=_("Your badges"),
    )
)

register(
    NotificationKind(
        name="pick",
        label=_("Somebody picks your tweet of the day"),
        group_by=GroupBy.TWEET,
        one=_("%(first)s picked your tweet"),
        two=_("%(first)s and %(second)s picked your tweet"),
        many=ngettext_lazy(
            "%(first)s and %(others)d other picked your tweet",
            "%(first)s and %(others)d others picked your tweet",
            "others",
        ),
    )
)
