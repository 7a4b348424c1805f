"""What a tweet says of other tweets, and the rules that need it. Later tables start from here."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("django_tweets", "0001_initial"),
        migrations.swappable_dependency(settings.DJANGO_TWEETS_PROFILE_MODEL),
        migrations.swappable_dependency(settings.DJANGO_TWEETS_TWEET_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="tweet",
            name="conversation",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.DJANGO_TWEETS_TWEET_MODEL,
                verbose_name="conversation",
            ),
        ),
        migrations.AddField(
            model_name="tweet",
            name="in_reply_to",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="replies",
                to=settings.DJANGO_TWEETS_TWEET_MODEL,
                verbose_name="in reply to",
            ),
        ),
        migrations.AddField(
            model_name="tweet",
            name="quote_of",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="quotes",
                to=settings.DJANGO_TWEETS_TWEET_MODEL,
                verbose_name="quote of",
            ),
        ),
        migrations.AddField(
            model_name="tweet",
            name="retweet_of",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="retweets",
                to=settings.DJANGO_TWEETS_TWEET_MODEL,
                verbose_name="retweet of",
            ),
        ),
        migrations.AddIndex(
            model_name="tweet",
            index=models.Index(
                fields=["in_reply_to", "-id"], name="django_twee_in_repl_a580fd_idx"
            ),
        ),
        migrations.AddIndex(
            model_name="tweet",
            index=models.Index(
                fields=["conversation", "-id"], name="django_twee_convers_0e665e_idx"
            ),
        ),
        migrations.AddIndex(
            model_name="tweet",
            index=models.Index(fields=["retweet_of", "-id"], name="django_twee_retweet_670c42_idx"),
        ),
        migrations.AddIndex(
            model_name="tweet",
            index=models.Index(fields=["quote_of", "-id"], name="django_twee_quote_o_4010cd_idx"),
        ),
        migrations.AddConstraint(
            model_name="tweet",
            constraint=models.UniqueConstraint(
                fields=("profile", "retweet_of"), name="django_tweets_tweet_retweet_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="tweet",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("content", ""), _negated=True),
                    ("retweet_of__isnull", False),
                    _connector="OR",
                ),
                name="django_tweets_tweet_says_something",
            ),
        ),
    ]
