from django.db import transaction

from django_tweets import services


def give_badge(giver, receiver):
    with transaction.atomic():
        # create your own row here
        services.notify(receiver, "badge", actor=giver)


def take_badge_back(giver, receiver):
    with transaction.atomic():
        # delete it here
        services.unnotify(receiver, "badge", actor=giver)


def pick(editor, tweet):
    services.notify(tweet.profile, "pick", actor=editor, tweet=tweet)
