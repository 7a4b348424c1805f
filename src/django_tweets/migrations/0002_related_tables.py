"""Add the relations between tweets, and create every other table.

Kept apart from 0001 as a swapped tweet model needs: see there. The two swappable dependencies are
written by hand, because makemigrations leaves them out where a model is not swapped.
"""

import django.core.serializers.json
import django.db.models.deletion
import django.utils.timezone
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
                fields=["in_reply_to", "profile", "-id"], name="django_twee_in_repl_03034d_idx"
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
        migrations.CreateModel(
            name="Follow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "followed",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="followers",
                        to=settings.DJANGO_TWEETS_PROFILE_MODEL,
                        verbose_name="followed",
                    ),
                ),
                (
                    "follower",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="following",
                        to=settings.DJANGO_TWEETS_PROFILE_MODEL,
                        verbose_name="follower",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="since"
                    ),
                ),
            ],
            options={
                "verbose_name": "follow",
                "verbose_name_plural": "follows",
                "indexes": [
                    models.Index(
                        fields=["followed", "follower"], name="django_twee_followe_7560cf_idx"
                    ),
                    models.Index(fields=["follower", "-id"], name="django_twee_followe_d95180_idx"),
                    models.Index(fields=["followed", "-id"], name="django_twee_followe_4d89e7_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("follower", "followed"), name="django_tweets_follow_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("follower", models.F("followed")), _negated=True),
                        name="django_tweets_follow_not_oneself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FollowRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "followed",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="follow_requests",
                        to=settings.DJANGO_TWEETS_PROFILE_MODEL,
                        verbose_name="followed",
                    ),
                ),
                (
                    "follower",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="follow_requests_sent",
                        to=settings.DJANGO_TWEETS_PROFILE_MODEL,
                        verbose_name="follower",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="asked"
                    ),
                ),
            ],
            options={
                "verbose_name": "follow request",
                "verbose_name_plural": "follow requests",
                "indexes": [
                    models.Index(fields=["followed", "-id"], name="django_twee_followe_83d321_idx")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("follower", "followed"), name="django_tweets_followrequest_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("follower", models.F("followed")), _negated=True),
                        name="django_tweets_followrequest_not_oneself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Block",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "blocked",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="blocked_by",
                        to=settings.DJANGO_TWEETS_PROFILE_MODEL,
                        verbose_name="blocked",
                    ),
                ),
                (
                    "blocker",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="blocks",
                        to=settings.DJANGO_TWEETS_PROFILE_MODEL,
                        verbose_name="blocker",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="since"
                    ),
                ),
            ],
            options={
                "verbose_name": "block",
                "verbose_name_plural": "blocks",
                "indexes": [
                    models.Index(fields=["blocker", "-id"], name="django_twee_blocker_e6babe_idx"),
                    models.Index(fields=["blocked", "-id"], name="django_twee_blocked_e9c713_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("blocker", "blocked"), name="django_tweets_block_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("blocker", models.F("blocked")), _negated=True),
                        name="django_tweets_block_not_oneself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Mute",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "muted",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="muted_by",
                        to=settings.DJANGO_TWEETS_PROFILE_MODEL,
                        verbose_name="muted",
                    ),
                ),
                (
                    "muter",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mutes",
                        to=settings.DJANGO_TWEETS_PROFILE_MODEL,
                        verbose_name="muter",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="since"
                    ),
                ),
            ],
            options={
                "verbose_name": "mute",
                "verbose_name_plural": "mutes",
                "indexes": [
                    models.Index(fields=["muter", "-id"], name="django_twee_muter_i_553eb9_idx"),
                    models.Index(fields=["muted", "-id"], name="django_twee_muted_i_d1d0fa_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("muter", "muted"), name="django_tweets_mute_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("muter", models.F("muted")), _negated=True),
                        name="django_tweets_mute_not_oneself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Like",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "profile",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="%(class)ss",
                        to=settings.DJANGO_TWEETS_PROFILE_MODEL,
                        verbose_name="profile",
                    ),
                ),
                (
                    "tweet",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="%(class)ss",
                        to=settings.DJANGO_TWEETS_TWEET_MODEL,
                        verbose_name="tweet",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="when"
                    ),
                ),
            ],
            options={
                "verbose_name": "like",
                "verbose_name_plural": "likes",
                "indexes": [
                    models.Index(fields=["tweet", "-id"], name="django_twee_tweet_i_44a951_idx"),
                    models.Index(fields=["profile", "-id"], name="django_twee_profile_7e3695_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("profile", "tweet"), name="django_tweets_like_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Bookmark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "profile",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="%(class)ss",
                        to=settings.DJANGO_TWEETS_PROFILE_MODEL,
                        verbose_name="profile",
                    ),
                ),
                (
                    "tweet",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="%(class)ss",
                        to=settings.DJANGO_TWEETS_TWEET_MODEL,
                        verbose_name="tweet",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="when"
                    ),
                ),
            ],
            options={
                "verbose_name": "bookmark",
                "verbose_name_plural": "bookmarks",
                "indexes": [
                    models.Index(fields=["tweet", "-id"], name="django_twee_tweet_i_befe7f_idx"),
                    models.Index(fields=["profile", "-id"], name="django_twee_profile_e4954d_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("profile", "tweet"), name="django_tweets_bookmark_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Mention",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "profile",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="mentions",
                        to=settings.DJANGO_TWEETS_PROFILE_MODEL,
                        verbose_name="profile",
                    ),
                ),
                (
                    "tweet",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="mentions",
                        to=settings.DJANGO_TWEETS_TWEET_MODEL,
                        verbose_name="tweet",
                    ),
                ),
            ],
            options={
                "verbose_name": "mention",
                "verbose_name_plural": "mentions",
                "indexes": [
                    models.Index(
                        fields=["profile", "-tweet"], name="django_twee_profile_70312d_idx"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tweet", "profile"), name="django_tweets_mention_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TweetRevision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("content", models.TextField(verbose_name="text")),
                (
                    "entities",
                    models.JSONField(
                        default=list,
                        editable=False,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        verbose_name="entities",
                    ),
                ),
                (
                    "content_warning",
                    models.CharField(blank=True, max_length=100, verbose_name="content warning"),
                ),
                (
                    "tweet",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="revisions",
                        to=settings.DJANGO_TWEETS_TWEET_MODEL,
                        verbose_name="tweet",
                    ),
                ),
                ("created_at", models.DateTimeField(editable=False, verbose_name="written")),
                (
                    "visibility",
                    models.CharField(
                        default="mentioned",
                        editable=False,
                        max_length=10,
                        verbose_name="visible to",
                    ),
                ),
                (
                    "mentioned",
                    models.TextField(blank=True, editable=False, verbose_name="mentions"),
                ),
            ],
            options={
                "verbose_name": "revision",
                "verbose_name_plural": "revisions",
                "indexes": [
                    models.Index(fields=["tweet", "-id"], name="django_twee_tweet_i_ca8b73_idx")
                ],
            },
        ),
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
                    "named_by",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.DJANGO_TWEETS_TWEET_MODEL,
                        verbose_name="tweet",
                    ),
                ),
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
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                (
                    "tweet",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="search_entry",
                        serialize=False,
                        to=settings.DJANGO_TWEETS_TWEET_MODEL,
                        verbose_name="tweet",
                    ),
                ),
                ("words", models.TextField(verbose_name="words")),
            ],
            options={
                "verbose_name": "search entry",
                "verbose_name_plural": "search entries",
            },
        ),
        migrations.CreateModel(
            name="FormKey",
            fields=[
                (
                    "tweet",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="form_key",
                        serialize=False,
                        to=settings.DJANGO_TWEETS_TWEET_MODEL,
                        verbose_name="tweet",
                    ),
                ),
                ("digest", models.CharField(max_length=32)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("digest",), name="django_tweets_formkey_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchName",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("word", models.CharField(max_length=60, verbose_name="word")),
                (
                    "profile",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="search_names",
                        to=settings.DJANGO_TWEETS_PROFILE_MODEL,
                        verbose_name="profile",
                    ),
                ),
            ],
            options={
                "verbose_name": "search name",
                "verbose_name_plural": "search names",
                "indexes": [
                    models.Index(fields=["word", "id"], name="django_twee_word_4e5ff1_idx")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("profile", "word"), name="django_tweets_searchname_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Notification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=30, verbose_name="kind")),
                (
                    "subject",
                    models.BigIntegerField(
                        help_text="A tweet, or the number of a day.", verbose_name="subject"
                    ),
                ),
                ("is_addressed", models.BooleanField(verbose_name="is said to them")),
                (
                    "count",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="people"),
                ),
                ("newest", models.BigIntegerField(verbose_name="newest")),
                (
                    "recipient",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="notifications",
                        to=settings.DJANGO_TWEETS_PROFILE_MODEL,
                        verbose_name="recipient",
                    ),
                ),
                (
                    "tweet",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="notifications",
                        to=settings.DJANGO_TWEETS_TWEET_MODEL,
                        verbose_name="tweet",
                    ),
                ),
            ],
            options={
                "verbose_name": "notification",
                "verbose_name_plural": "notifications",
            },
        ),
        migrations.CreateModel(
            name="NotificationActor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("newest", models.BigIntegerField(verbose_name="when")),
                (
                    "actor",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="notified",
                        to=settings.DJANGO_TWEETS_PROFILE_MODEL,
                        verbose_name="who did it",
                    ),
                ),
                (
                    "notification",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="actors",
                        to="django_tweets.notification",
                        verbose_name="notification",
                    ),
                ),
            ],
            options={
                "verbose_name": "person of a notification",
                "verbose_name_plural": "people of notifications",
            },
        ),
        migrations.CreateModel(
            name="NotificationPreference",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=30, verbose_name="kind")),
                ("is_wanted", models.BooleanField(verbose_name="is wanted")),
                (
                    "profile",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notification_preferences",
                        to=settings.DJANGO_TWEETS_PROFILE_MODEL,
                        verbose_name="profile",
                    ),
                ),
            ],
            options={
                "verbose_name": "notification preference",
                "verbose_name_plural": "notification preferences",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("profile", "kind"), name="django_tweets_notificationpreference_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="NotificationSettings",
            fields=[
                (
                    "profile",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="notification_settings",
                        serialize=False,
                        to=settings.DJANGO_TWEETS_PROFILE_MODEL,
                        verbose_name="profile",
                    ),
                ),
                (
                    "read_until",
                    models.BigIntegerField(default=0, editable=False, verbose_name="read until"),
                ),
                (
                    "digest",
                    models.CharField(
                        choices=[
                            ("off", "Never"),
                            ("daily", "Every day"),
                            ("weekly", "Every week"),
                        ],
                        default="off",
                        max_length=6,
                        verbose_name="digest",
                    ),
                ),
                (
                    "digest_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="last digest"),
                ),
                (
                    "digest_until",
                    models.BigIntegerField(default=0, editable=False, verbose_name="told until"),
                ),
                ("language", models.CharField(blank=True, max_length=35, verbose_name="language")),
            ],
            options={
                "verbose_name": "settings of notifications",
                "verbose_name_plural": "settings of notifications",
                "indexes": [
                    models.Index(fields=["digest", "profile"], name="django_twee_digest_8a6ca2_idx")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="notification",
            index=models.Index(
                fields=["recipient", "-newest"], name="django_twee_recipie_af2312_idx"
            ),
        ),
        migrations.AddIndex(
            model_name="notification",
            index=models.Index(
                fields=["recipient", "is_addressed", "-newest"],
                name="django_twee_recipie_9d4bdd_idx",
            ),
        ),
        migrations.AddIndex(
            model_name="notification",
            index=models.Index(fields=["tweet", "kind"], name="django_twee_tweet_i_4dd366_idx"),
        ),
        migrations.AddConstraint(
            model_name="notification",
            constraint=models.UniqueConstraint(
                fields=("recipient", "kind", "subject"), name="django_tweets_notification_once"
            ),
        ),
        migrations.AddIndex(
            model_name="notificationactor",
            index=models.Index(
                fields=["notification", "-newest"], name="django_twee_notific_041052_idx"
            ),
        ),
        migrations.AddIndex(
            model_name="notificationactor",
            index=models.Index(
                fields=["actor", "notification"], name="django_twee_actor_i_7574d8_idx"
            ),
        ),
        migrations.AddConstraint(
            model_name="notificationactor",
            constraint=models.UniqueConstraint(
                fields=("notification", "actor"), name="django_tweets_notificationactor_once"
            ),
        ),
        migrations.CreateModel(
            name="Trend",
            fields=[
                (
                    "place",
                    models.PositiveSmallIntegerField(
                        primary_key=True, serialize=False, verbose_name="place"
                    ),
                ),
                ("people_count", models.PositiveIntegerField(verbose_name="people")),
                ("since", models.DateTimeField(verbose_name="since")),
                (
                    "computed_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="computed"
                    ),
                ),
                (
                    "hashtag",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="django_tweets.hashtag",
                        verbose_name="hashtag",
                    ),
                ),
            ],
            options={
                "verbose_name": "trend",
                "verbose_name_plural": "trends",
            },
        ),
        migrations.CreateModel(
            name="SitemapKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=10, verbose_name="kind")),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                ("key", models.CharField(max_length=255, verbose_name="key")),
            ],
            options={
                "verbose_name": "key of a sitemap",
                "verbose_name_plural": "keys of sitemaps",
            },
        ),
        migrations.AddConstraint(
            model_name="sitemapkey",
            constraint=models.UniqueConstraint(
                fields=("kind", "number"), name="django_tweets_sitemapkey_number_once"
            ),
        ),
    ]
