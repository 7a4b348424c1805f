"""Who follows, blocks and mutes whom; likes, bookmarks, mentions, and what tweets said before."""

import django.core.serializers.json
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("django_tweets", "0002_conversations"),
        migrations.swappable_dependency(settings.DJANGO_TWEETS_PROFILE_MODEL),
        migrations.swappable_dependency(settings.DJANGO_TWEETS_TWEET_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="profile",
            name="deleted_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="deleted"),
        ),
        migrations.AddIndex(
            model_name="tweet",
            index=models.Index(
                fields=["in_reply_to", "profile", "-id"], name="django_twee_in_repl_03034d_idx"
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
            ],
            options={
                "verbose_name": "revision",
                "verbose_name_plural": "revisions",
                "indexes": [
                    models.Index(fields=["tweet", "-id"], name="django_twee_tweet_i_ca8b73_idx")
                ],
            },
        ),
    ]
