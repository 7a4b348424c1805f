"""Add the relations between tweets, and create every other table.

Kept apart from 0001 as a swapped tweet model needs: see there. The two swappable dependencies are
written by hand, because makemigrations leaves them out where a model is not swapped.
"""

import django.core.serializers.json
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import django_tweets.file_storage
import django_tweets.models.data_export
import django_tweets.models.link_preview
import django_tweets.snowflake


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
                    ("attachment_count__gt", 0),
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
                    django_tweets.snowflake.SnowflakeField(
                        editable=False, primary_key=True, serialize=False
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
                    django_tweets.snowflake.SnowflakeField(
                        editable=False, primary_key=True, serialize=False
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
                    django_tweets.snowflake.SnowflakeField(
                        editable=False, primary_key=True, serialize=False
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
                    django_tweets.snowflake.SnowflakeField(
                        editable=False, primary_key=True, serialize=False
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
                    django_tweets.snowflake.SnowflakeField(
                        editable=False, primary_key=True, serialize=False
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
                    django_tweets.snowflake.SnowflakeField(
                        editable=False, primary_key=True, serialize=False
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
                (
                    "attachments",
                    models.JSONField(default=list, editable=False, verbose_name="attachments"),
                ),
                (
                    "attached",
                    models.TextField(blank=True, default="", editable=False),
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
                    django_tweets.snowflake.SnowflakeField(
                        editable=False, primary_key=True, serialize=False
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
            name="FormerHandle",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(editable=False, max_length=32)),
                ("owner", models.CharField(blank=True, editable=False, max_length=32)),
                (
                    "profile",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="former_handles",
                        to=settings.DJANGO_TWEETS_PROFILE_MODEL,
                        verbose_name="profile",
                    ),
                ),
                (
                    "released_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="given up"
                    ),
                ),
            ],
            options={
                "verbose_name": "former handle",
                "verbose_name_plural": "former handles",
                "indexes": [
                    models.Index(fields=["profile"], name="django_twee_profile_1ac181_idx"),
                    models.Index(fields=["owner"], name="django_twee_owner_ff9c5d_idx"),
                    models.Index(fields=["released_at"], name="django_twee_release_21169e_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("digest",), name="django_tweets_formerhandle_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LookalikeHandle",
            fields=[
                (
                    "profile",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="lookalike_handle",
                        serialize=False,
                        to=settings.DJANGO_TWEETS_PROFILE_MODEL,
                        verbose_name="profile",
                    ),
                ),
                (
                    "resembles",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.DJANGO_TWEETS_PROFILE_MODEL,
                        verbose_name="looks like",
                    ),
                ),
                (
                    "found_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="found"
                    ),
                ),
            ],
            options={
                "verbose_name": "look-alike handle",
                "verbose_name_plural": "look-alike handles",
                "indexes": [
                    models.Index(fields=["resembles"], name="django_twee_resembl_8be0b9_idx")
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchName",
            fields=[
                (
                    "id",
                    django_tweets.snowflake.SnowflakeField(
                        editable=False, primary_key=True, serialize=False
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
                    "changed_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
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
                (
                    "counted",
                    models.PositiveIntegerField(default=0, verbose_name="public rows"),
                ),
                (
                    "read_to",
                    models.CharField(max_length=255, verbose_name="read up to"),
                ),
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
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    django_tweets.snowflake.SnowflakeField(
                        editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("image", "Picture"),
                            ("gifv", "Animation"),
                            ("video", "Video"),
                            ("audio", "Sound"),
                        ],
                        max_length=5,
                        verbose_name="kind",
                    ),
                ),
                (
                    "file",
                    models.FileField(
                        db_index=True,
                        editable=False,
                        max_length=150,
                        storage=django_tweets.file_storage.get_attachment_storage,
                        upload_to="",
                        verbose_name="file",
                    ),
                ),
                (
                    "preview",
                    models.FileField(
                        blank=True,
                        editable=False,
                        max_length=150,
                        storage=django_tweets.file_storage.get_attachment_storage,
                        upload_to="",
                        verbose_name="still picture",
                    ),
                ),
                ("widths", models.JSONField(default=list, editable=False, verbose_name="widths")),
                ("size", models.PositiveBigIntegerField(default=0, editable=False)),
                (
                    "width",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="width"),
                ),
                (
                    "height",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="height"),
                ),
                ("duration", models.FloatField(default=0, editable=False, verbose_name="seconds")),
                ("alt", models.CharField(blank=True, max_length=1500, verbose_name="description")),
                (
                    "focus_x",
                    models.FloatField(
                        default=0.5,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(1),
                        ],
                        verbose_name="focal point from the left",
                    ),
                ),
                (
                    "focus_y",
                    models.FloatField(
                        default=0.5,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(1),
                        ],
                        verbose_name="focal point from the top",
                    ),
                ),
                ("placeholder", models.CharField(blank=True, editable=False, max_length=12)),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        editable=False, null=True, verbose_name="position"
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="uploaded"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("ready", "Ready"),
                            ("processing", "Being processed"),
                            ("failed", "Failed"),
                        ],
                        default="ready",
                        editable=False,
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("failure", models.CharField(blank=True, editable=False, max_length=20)),
                ("attempts", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("claimed_until", models.DateTimeField(editable=False, null=True)),
                (
                    "owner",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to=settings.DJANGO_TWEETS_PROFILE_MODEL,
                        verbose_name="owner",
                    ),
                ),
                (
                    "tweet",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="attachments",
                        to=settings.DJANGO_TWEETS_TWEET_MODEL,
                        verbose_name="tweet",
                    ),
                ),
            ],
            options={
                "verbose_name": "attachment",
                "verbose_name_plural": "attachments",
                "indexes": [
                    models.Index(fields=["owner", "-tweet"], name="django_twee_owner_i_89cc50_idx"),
                    models.Index(
                        fields=["tweet", "created_at"], name="django_twee_tweet_i_b7a583_idx"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tweet", "position"), name="django_tweets_attachment_position_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LinkPreview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(editable=False, max_length=64)),
                ("url", models.CharField(editable=False, max_length=2000, verbose_name="address")),
                ("is_available", models.BooleanField(default=False, verbose_name="available")),
                (
                    "fetched_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="fetched"),
                ),
                ("title", models.CharField(blank=True, max_length=200, verbose_name="title")),
                (
                    "description",
                    models.CharField(blank=True, max_length=300, verbose_name="description"),
                ),
                ("site_name", models.CharField(blank=True, max_length=60, verbose_name="site")),
                ("host", models.CharField(blank=True, max_length=253, verbose_name="host")),
                (
                    "picture",
                    models.ImageField(
                        blank=True,
                        editable=False,
                        max_length=200,
                        upload_to=django_tweets.models.link_preview.new_name,
                        verbose_name="picture",
                    ),
                ),
                ("picture_width", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("picture_height", models.PositiveSmallIntegerField(default=0, editable=False)),
            ],
            options={
                "verbose_name": "link preview",
                "verbose_name_plural": "link previews",
                "indexes": [
                    models.Index(fields=["fetched_at"], name="django_twee_fetched_3c1722_idx")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("digest",), name="django_tweets_linkpreview_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TweetLinkPreview",
            fields=[
                (
                    "tweet",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="tweet_link_preview",
                        serialize=False,
                        to=settings.DJANGO_TWEETS_TWEET_MODEL,
                        verbose_name="tweet",
                    ),
                ),
                (
                    "preview",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="tweet_link_previews",
                        to="django_tweets.linkpreview",
                        verbose_name="link preview",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["preview"], name="django_twee_preview_28ed2d_idx")
                ],
            },
        ),
        migrations.CreateModel(
            name="ModerationAction",
            fields=[
                (
                    "id",
                    django_tweets.snowflake.SnowflakeField(
                        editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("dismiss", "Dismiss the reports"),
                            ("warn", "Warn"),
                            ("mark_sensitive", "Mark as sensitive"),
                            ("hide", "Hide"),
                            ("delete", "Delete"),
                            ("limit", "Limit"),
                            ("suspend", "Suspend"),
                            ("restore", "Restore"),
                            ("unlock", "Read private tweets of a report"),
                            ("block_term", "Block a word or domain"),
                            ("unblock_term", "Unblock a word or domain"),
                        ],
                        max_length=20,
                        verbose_name="action",
                    ),
                ),
                (
                    "moderator_name",
                    models.CharField(max_length=255, verbose_name="handle of the moderator"),
                ),
                ("profile_name", models.CharField(max_length=255, verbose_name="handle")),
                ("reason", models.CharField(blank=True, max_length=2000, verbose_name="reason")),
                ("message", models.CharField(blank=True, max_length=2000, verbose_name="message")),
                ("until", models.DateTimeField(null=True, verbose_name="until")),
                (
                    "before",
                    models.JSONField(
                        default=dict,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        verbose_name="before",
                    ),
                ),
                (
                    "after",
                    models.JSONField(
                        default=dict,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        verbose_name="after",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="at"
                    ),
                ),
                ("is_announced", models.BooleanField(default=True, editable=False)),
                (
                    "moderator",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.DJANGO_TWEETS_PROFILE_MODEL,
                        verbose_name="moderator",
                    ),
                ),
                (
                    "profile",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="moderation_actions",
                        to=settings.DJANGO_TWEETS_PROFILE_MODEL,
                        verbose_name="profile",
                    ),
                ),
                (
                    "reverses",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversed_by",
                        to="django_tweets.moderationaction",
                        verbose_name="reverses",
                    ),
                ),
                (
                    "tweet",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.DJANGO_TWEETS_TWEET_MODEL,
                        verbose_name="tweet",
                    ),
                ),
            ],
            options={
                "verbose_name": "moderation action",
                "verbose_name_plural": "moderation actions",
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                (
                    "id",
                    django_tweets.snowflake.SnowflakeField(
                        editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("category", models.CharField(max_length=40, verbose_name="category")),
                ("comment", models.CharField(blank=True, max_length=1000, verbose_name="comment")),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="sent"
                    ),
                ),
                (
                    "is_open",
                    models.BooleanField(
                        default=True, editable=False, null=True, verbose_name="open"
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not decided yet"),
                            ("dismissed", "No rule was broken"),
                            ("acted", "The moderators took action"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="outcome",
                    ),
                ),
                (
                    "closed_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="closed"),
                ),
                ("passed_on_at", models.DateTimeField(editable=False, null=True)),
                (
                    "action",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="closed",
                        to="django_tweets.moderationaction",
                        verbose_name="action",
                    ),
                ),
                (
                    "profile",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reports",
                        to=settings.DJANGO_TWEETS_PROFILE_MODEL,
                        verbose_name="reported profile",
                    ),
                ),
                (
                    "reporter",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="reports_sent",
                        to=settings.DJANGO_TWEETS_PROFILE_MODEL,
                        verbose_name="reporter",
                    ),
                ),
            ],
            options={
                "verbose_name": "report",
                "verbose_name_plural": "reports",
                "permissions": [
                    ("view_reports", "Can read reports in the moderation pages"),
                    ("moderate", "Can decide on reports, and moderate tweets and profiles"),
                ],
            },
        ),
        migrations.AddField(
            model_name="moderationaction",
            name="report",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="django_tweets.report",
                verbose_name="report",
            ),
        ),
        migrations.CreateModel(
            name="ReportedTweet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("content", models.TextField(blank=True, verbose_name="text")),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reported_tweets",
                        to="django_tweets.report",
                    ),
                ),
                (
                    "tweet",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="reported",
                        to=settings.DJANGO_TWEETS_TWEET_MODEL,
                        verbose_name="tweet",
                    ),
                ),
            ],
            options={
                "verbose_name": "reported tweet",
                "verbose_name_plural": "reported tweets",
            },
        ),
        migrations.CreateModel(
            name="WithheldTweet",
            fields=[
                (
                    "tweet",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="withheld",
                        serialize=False,
                        to=settings.DJANGO_TWEETS_TWEET_MODEL,
                        verbose_name="tweet",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("held", "Waiting for review"),
                            ("hidden", "Hidden by the moderators"),
                            ("deleted", "Removed by the moderators"),
                        ],
                        max_length=10,
                        verbose_name="reason",
                    ),
                ),
                ("visibility", models.CharField(max_length=10, verbose_name="audience")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                ("purge_at", models.DateTimeField(null=True, verbose_name="deleted for good at")),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="since"
                    ),
                ),
            ],
            options={
                "verbose_name": "withheld tweet",
                "verbose_name_plural": "withheld tweets",
                "indexes": [
                    models.Index(fields=["purge_at"], name="django_twee_purge_a_b5569e_idx")
                ],
            },
        ),
        migrations.CreateModel(
            name="Appeal",
            fields=[
                (
                    "id",
                    django_tweets.snowflake.SnowflakeField(
                        editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("text", models.CharField(max_length=2000, verbose_name="appeal")),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="sent"
                    ),
                ),
                (
                    "decided_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="decided"),
                ),
                (
                    "is_accepted",
                    models.BooleanField(editable=False, null=True, verbose_name="accepted"),
                ),
                ("answer", models.CharField(blank=True, max_length=2000, verbose_name="answer")),
                ("passed_on_at", models.DateTimeField(editable=False, null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.DJANGO_TWEETS_PROFILE_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "profile",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="appeals",
                        to=settings.DJANGO_TWEETS_PROFILE_MODEL,
                        verbose_name="profile",
                    ),
                ),
                (
                    "action",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appeal",
                        to="django_tweets.moderationaction",
                    ),
                ),
            ],
            options={
                "verbose_name": "appeal",
                "verbose_name_plural": "appeals",
                "indexes": [
                    models.Index(fields=["profile", "-id"], name="django_twee_profile_e740e4_idx"),
                    models.Index(
                        fields=["decided_at", "id"], name="django_twee_decided_477590_idx"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ModerationCase",
            fields=[
                (
                    "profile",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="moderation_case",
                        serialize=False,
                        to=settings.DJANGO_TWEETS_PROFILE_MODEL,
                        verbose_name="profile",
                    ),
                ),
                ("is_open", models.BooleanField(default=False, verbose_name="open")),
                (
                    "open_count",
                    models.PositiveIntegerField(
                        default=0, editable=False, verbose_name="open reports"
                    ),
                ),
                (
                    "report_count",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="reports"),
                ),
                (
                    "opened_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="open since"
                    ),
                ),
                (
                    "reported_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="last report"
                    ),
                ),
                ("claimed_at", models.DateTimeField(null=True, verbose_name="claimed")),
                (
                    "claimed_by",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.DJANGO_TWEETS_PROFILE_MODEL,
                        verbose_name="claimed by",
                    ),
                ),
            ],
            options={
                "verbose_name": "case",
                "verbose_name_plural": "cases",
                "indexes": [
                    models.Index(
                        fields=["is_open", "opened_at"], name="django_twee_is_open_464830_idx"
                    ),
                    models.Index(
                        fields=["is_open", "-reported_at"], name="django_twee_is_open_8d7415_idx"
                    ),
                    models.Index(
                        fields=["is_open", "-open_count", "profile"],
                        name="django_twee_is_open_5da4f3_idx",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                fields=["profile", "is_open", "-id"], name="django_twee_profile_1d3c05_idx"
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(fields=["reporter", "-id"], name="django_twee_reporte_b70ad2_idx"),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(
                fields=("reporter", "profile", "is_open"), name="django_tweets_report_open_once"
            ),
        ),
        migrations.AddIndex(
            model_name="moderationaction",
            index=models.Index(fields=["profile", "-id"], name="django_twee_profile_4c0c40_idx"),
        ),
        migrations.AddIndex(
            model_name="moderationaction",
            index=models.Index(fields=["tweet", "-id"], name="django_twee_tweet_i_433ac0_idx"),
        ),
        migrations.AddIndex(
            model_name="moderationaction",
            index=models.Index(fields=["moderator", "-id"], name="django_twee_moderat_2ddd53_idx"),
        ),
        migrations.AddIndex(
            model_name="moderationaction",
            index=models.Index(fields=["action", "-id"], name="django_twee_action_dddbcc_idx"),
        ),
        migrations.AddIndex(
            model_name="moderationaction",
            index=models.Index(fields=["until"], name="django_twee_until_f124f2_idx"),
        ),
        migrations.AddIndex(
            model_name="reportedtweet",
            index=models.Index(fields=["tweet"], name="django_twee_tweet_i_338527_idx"),
        ),
        migrations.AddConstraint(
            model_name="reportedtweet",
            constraint=models.UniqueConstraint(
                fields=("report", "tweet"), name="django_tweets_reportedtweet_once"
            ),
        ),
        migrations.CreateModel(
            name="BlockedTerm",
            fields=[
                (
                    "id",
                    django_tweets.snowflake.SnowflakeField(
                        editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("word", "Word or phrase"), ("domain", "Domain")],
                        default="word",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("term", models.CharField(max_length=100, verbose_name="word or domain")),
                ("key", models.CharField(editable=False, max_length=200)),
                (
                    "verdict",
                    models.CharField(
                        choices=[("hold", "Hold for review"), ("reject", "Reject")],
                        default="hold",
                        max_length=10,
                        verbose_name="action",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="added"
                    ),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.DJANGO_TWEETS_PROFILE_MODEL,
                        verbose_name="added by",
                    ),
                ),
            ],
            options={
                "verbose_name": "blocked word or domain",
                "verbose_name_plural": "blocked words and domains",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "key"), name="django_tweets_blockedterm_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RateLimit",
            fields=[
                ("key", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("full_at", models.BigIntegerField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["full_at"], name="django_twee_full_at_0494be_idx")
                ],
            },
        ),
        migrations.CreateModel(
            name="RemovedNotification",
            fields=[
                ("key", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("newest", models.BigIntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["newest"], name="django_twee_newest_4fb1ed_idx")],
            },
        ),
        migrations.CreateModel(
            name="DataExport",
            fields=[
                (
                    "profile",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="data_export",
                        serialize=False,
                        to=settings.DJANGO_TWEETS_PROFILE_MODEL,
                        verbose_name="profile",
                    ),
                ),
                (
                    "token",
                    models.CharField(
                        default=django_tweets.models.data_export.new_token,
                        editable=False,
                        max_length=32,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("making", "Being made"),
                            ("ready", "Ready"),
                            ("failed", "Failed"),
                            ("expired", "Expired"),
                        ],
                        default="waiting",
                        max_length=7,
                        verbose_name="state",
                    ),
                ),
                (
                    "requested_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="requested"
                    ),
                ),
                (
                    "ready_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="ready since"),
                ),
                (
                    "expires_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="expires"),
                ),
                ("claimed_until", models.DateTimeField(editable=False, null=True)),
                (
                    "attempts",
                    models.PositiveSmallIntegerField(
                        default=0, editable=False, verbose_name="attempts"
                    ),
                ),
                ("files", models.JSONField(default=list, editable=False, verbose_name="files")),
                ("media_after", models.BigIntegerField(editable=False, null=True)),
                ("base_url", models.CharField(blank=True, editable=False, max_length=200)),
                ("language", models.CharField(blank=True, editable=False, max_length=35)),
            ],
            options={
                "verbose_name": "data export",
                "verbose_name_plural": "data exports",
                "indexes": [
                    models.Index(
                        fields=["state", "requested_at"], name="django_twee_state_a39f0c_idx"
                    ),
                    models.Index(fields=["expires_at"], name="django_twee_expires_9309e2_idx"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProfileDeletion",
            fields=[
                (
                    "profile",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="profile_deletion",
                        serialize=False,
                        to=settings.DJANGO_TWEETS_PROFILE_MODEL,
                        verbose_name="profile",
                    ),
                ),
                (
                    "requested_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="requested"
                    ),
                ),
                ("due_at", models.DateTimeField(editable=False, verbose_name="due")),
            ],
            options={
                "verbose_name": "deletion of a profile",
                "verbose_name_plural": "deletions of profiles",
                "indexes": [models.Index(fields=["due_at"], name="django_twee_due_at_5d127f_idx")],
            },
        ),
        migrations.CreateModel(
            name="TweetViewCount",
            fields=[
                (
                    "tweet",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="tweet_view_count",
                        serialize=False,
                        to=settings.DJANGO_TWEETS_TWEET_MODEL,
                        verbose_name="tweet",
                    ),
                ),
                (
                    "count",
                    models.PositiveBigIntegerField(default=0, editable=False, verbose_name="views"),
                ),
            ],
            options={
                "verbose_name": "view count",
                "verbose_name_plural": "view counts",
            },
        ),
        migrations.CreateModel(
            name="ViewCountFlush",
            fields=[
                ("window", models.BigIntegerField(primary_key=True, serialize=False)),
                ("last_key", models.BigIntegerField(editable=False, null=True)),
            ],
            options={
                "verbose_name": "flush of view counts",
                "verbose_name_plural": "flushes of view counts",
            },
        ),
    ]
