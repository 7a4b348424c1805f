"""What tweets are about, and who follows that."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("django_tweets", "0003_people_and_reactions"),
        migrations.swappable_dependency(settings.DJANGO_TWEETS_PROFILE_MODEL),
        migrations.swappable_dependency(settings.DJANGO_TWEETS_TWEET_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Hashtag",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(editable=False, max_length=400, verbose_name="key")),
                ("name", models.CharField(max_length=400, verbose_name="name")),
                (
                    "tweet_count",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="tweets"),
                ),
                (
                    "follower_count",
                    models.PositiveIntegerField(
                        default=0, editable=False, verbose_name="followers"
                    ),
                ),
            ],
            options={
                "verbose_name": "hashtag",
                "verbose_name_plural": "hashtags",
                "constraints": [
                    models.UniqueConstraint(fields=("key",), name="django_tweets_hashtag_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="HashtagFollow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "hashtag",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="follows",
                        to="django_tweets.hashtag",
                        verbose_name="hashtag",
                    ),
                ),
                (
                    "profile",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="hashtag_follows",
                        to=settings.DJANGO_TWEETS_PROFILE_MODEL,
                        verbose_name="follower",
                    ),
                ),
            ],
            options={
                "verbose_name": "follow of a hashtag",
                "verbose_name_plural": "follows of hashtags",
                "indexes": [
                    models.Index(fields=["profile", "-id"], name="django_twee_profile_0b8b77_idx")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("profile", "hashtag"), name="django_tweets_hashtagfollow_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TweetHashtag",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_counted", models.BooleanField(default=True, verbose_name="counted")),
                (
                    "hashtag",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="tweet_hashtags",
                        to="django_tweets.hashtag",
                        verbose_name="hashtag",
                    ),
                ),
                (
                    "tweet",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="tweet_hashtags",
                        to=settings.DJANGO_TWEETS_TWEET_MODEL,
                        verbose_name="tweet",
                    ),
                ),
            ],
            options={
                "verbose_name": "hashtag of a tweet",
                "verbose_name_plural": "hashtags of tweets",
                "indexes": [
                    models.Index(
                        fields=["hashtag", "-tweet"], name="django_twee_hashtag_b1b66c_idx"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tweet", "hashtag"), name="django_tweets_tweethashtag_once"
                    )
                ],
            },
        ),
    ]
