import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import django_tweets.snowflake


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("django_tweets", "0002_related_tables"),
        migrations.swappable_dependency(settings.DJANGO_TWEETS_PROFILE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PushSettings",
            fields=[
                (
                    "profile",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="push_settings",
                        serialize=False,
                        to=settings.DJANGO_TWEETS_PROFILE_MODEL,
                        verbose_name="profile",
                    ),
                ),
                ("unwanted_kinds", models.JSONField(default=list)),
                (
                    "shows_content",
                    models.BooleanField(default=True, verbose_name="Show names and texts"),
                ),
                ("quiet_from", models.TimeField(blank=True, null=True, verbose_name="Quiet from")),
                (
                    "quiet_until",
                    models.TimeField(blank=True, null=True, verbose_name="Quiet until"),
                ),
                (
                    "time_zone",
                    models.CharField(blank=True, max_length=64, verbose_name="Time zone"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PushSubscription",
            fields=[
                (
                    "id",
                    django_tweets.snowflake.SnowflakeField(
                        editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("endpoint", models.CharField(max_length=1000)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("p256dh", models.CharField(max_length=90)),
                ("auth", models.CharField(max_length=30)),
                ("server_key", models.CharField(max_length=90)),
                ("sign_in", models.CharField(blank=True, max_length=64)),
                ("device", models.CharField(blank=True, max_length=60, verbose_name="device")),
                ("language", models.CharField(blank=True, max_length=35)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("told_until", models.BigIntegerField()),
                ("not_before", models.DateTimeField(default=django.utils.timezone.now)),
                ("failures", models.PositiveSmallIntegerField(default=0)),
                (
                    "profile",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="push_subscriptions",
                        to=settings.DJANGO_TWEETS_PROFILE_MODEL,
                        verbose_name="profile",
                    ),
                ),
            ],
        ),
    ]
