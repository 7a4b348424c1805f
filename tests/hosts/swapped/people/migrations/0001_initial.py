import uuid

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import django_tweets.models.profile


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "handle",
                    models.CharField(
                        help_text="The name that follows the @ in a mention.",
                        max_length=255,
                        unique=True,
                        verbose_name="handle",
                    ),
                ),
                ("display_name", models.CharField(blank=True, max_length=50, verbose_name="name")),
                ("bio", models.CharField(blank=True, max_length=200, verbose_name="bio")),
                (
                    "avatar",
                    models.ImageField(
                        blank=True,
                        max_length=200,
                        upload_to=django_tweets.models.profile.avatar_path,
                        verbose_name="avatar",
                    ),
                ),
                (
                    "banner",
                    models.ImageField(
                        blank=True,
                        max_length=200,
                        upload_to=django_tweets.models.profile.banner_path,
                        verbose_name="banner",
                    ),
                ),
                (
                    "website",
                    models.URLField(
                        blank=True,
                        validators=[django.core.validators.URLValidator(schemes=["http", "https"])],
                        verbose_name="website",
                    ),
                ),
                ("location", models.CharField(blank=True, max_length=100, verbose_name="location")),
                (
                    "is_protected",
                    models.BooleanField(
                        default=False,
                        help_text="Only followers may read the tweets.",
                        verbose_name="protected",
                    ),
                ),
                (
                    "is_suspended",
                    models.BooleanField(
                        default=False,
                        help_text="Hidden from everybody except staff.",
                        verbose_name="suspended",
                    ),
                ),
                (
                    "is_limited",
                    models.BooleanField(
                        default=False,
                        help_text="Left out of public lists, and strangers get no notifications of it.",
                        verbose_name="limited",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="joined"
                    ),
                ),
                (
                    "deleted_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="deleted"),
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
                (
                    "following_count",
                    models.PositiveIntegerField(
                        default=0, editable=False, verbose_name="following"
                    ),
                ),
                ("member_since", models.DateField()),
                (
                    "user",
                    models.OneToOneField(
                        blank=True,
                        help_text="Empty for an author who has no account here.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="user",
                    ),
                ),
            ],
            options={
                "verbose_name": "profile",
                "verbose_name_plural": "profiles",
                "abstract": False,
            },
        ),
    ]
