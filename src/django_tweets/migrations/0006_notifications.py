"""What people are told, who did it, and what each wants to be told."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("django_tweets", "0005_search"),
        migrations.swappable_dependency(settings.DJANGO_TWEETS_PROFILE_MODEL),
        migrations.swappable_dependency(settings.DJANGO_TWEETS_TWEET_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Notification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("follow", "Somebody follows you"),
                            ("request", "Somebody asks to follow you"),
                            ("accepted", "Somebody lets you follow them"),
                            ("mention", "Somebody mentions you"),
                            ("reply", "Somebody replies to you"),
                            ("quote", "Somebody quotes you"),
                            ("retweet", "Somebody retweets you"),
                            ("like", "Somebody likes what you say"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "subject",
                    models.BigIntegerField(
                        help_text="A tweet, or the number of a day.", verbose_name="subject"
                    ),
                ),
                ("is_said", models.BooleanField(verbose_name="is said to them")),
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
                    "on_follow",
                    models.BooleanField(default=True, verbose_name="Somebody follows you"),
                ),
                (
                    "on_request",
                    models.BooleanField(default=True, verbose_name="Somebody asks to follow you"),
                ),
                (
                    "on_accepted",
                    models.BooleanField(default=True, verbose_name="Somebody lets you follow them"),
                ),
                (
                    "on_mention",
                    models.BooleanField(default=True, verbose_name="Somebody mentions you"),
                ),
                (
                    "on_reply",
                    models.BooleanField(default=True, verbose_name="Somebody replies to you"),
                ),
                ("on_quote", models.BooleanField(default=True, verbose_name="Somebody quotes you")),
                (
                    "on_retweet",
                    models.BooleanField(default=True, verbose_name="Somebody retweets you"),
                ),
                (
                    "on_like",
                    models.BooleanField(default=True, verbose_name="Somebody likes what you say"),
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
                fields=["recipient", "is_said", "-newest"], name="django_twee_recipie_44ffcb_idx"
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
    ]
