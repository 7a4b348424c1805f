"""Create Profile and Tweet, without the relations between tweets: those are in 0002.

swappable_dependency() resolves to the first migration of an app. A host's own tweet model needs
our profile, so its first migration depends on this one. This one must therefore not refer to a
swapped tweet model: that would be a circular dependency.
"""

import django.core.serializers.json
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import django_tweets.models.profile
import django_tweets.models.validators
import django_tweets.snowflake


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(settings.DJANGO_TWEETS_PROFILE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Profile",
            fields=[
                (
                    "id",
                    django_tweets.snowflake.SnowflakeField(
                        editable=False, primary_key=True, serialize=False
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
                "swappable": "DJANGO_TWEETS_PROFILE_MODEL",
            },
        ),
        migrations.CreateModel(
            name="Tweet",
            fields=[
                (
                    "id",
                    django_tweets.snowflake.SnowflakeField(
                        editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "content",
                    models.TextField(
                        blank=True,
                        validators=[django_tweets.models.validators.validate_content],
                        verbose_name="text",
                    ),
                ),
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
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="written"
                    ),
                ),
                (
                    "edited_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="edited"),
                ),
                (
                    "visibility",
                    models.CharField(
                        choices=[
                            ("public", "Everyone"),
                            ("unlisted", "Everyone, but not in public lists"),
                            ("followers", "Followers"),
                            ("mentioned", "Only people mentioned"),
                            ("withheld", "Only you, because of the moderators"),
                        ],
                        default="public",
                        max_length=10,
                        verbose_name="visible to",
                    ),
                ),
                (
                    "content_warning",
                    models.CharField(blank=True, max_length=100, verbose_name="content warning"),
                ),
                (
                    "is_sensitive",
                    models.BooleanField(default=False, verbose_name="sensitive pictures"),
                ),
                (
                    "attachment_count",
                    models.PositiveSmallIntegerField(
                        default=0, editable=False, verbose_name="attachments"
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        blank=True,
                        help_text="A BCP 47 tag, such as pt-BR.",
                        max_length=35,
                        verbose_name="language",
                    ),
                ),
                (
                    "reply_count",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="replies"),
                ),
                (
                    "retweet_count",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="retweets"),
                ),
                (
                    "quote_count",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="quotes"),
                ),
                (
                    "like_count",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="likes"),
                ),
                (
                    "is_counted",
                    models.BooleanField(default=False, editable=False, verbose_name="counted"),
                ),
                (
                    "in_reply_to_profile",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.DJANGO_TWEETS_PROFILE_MODEL,
                        verbose_name="in reply to",
                    ),
                ),
                (
                    "profile",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tweets",
                        to=settings.DJANGO_TWEETS_PROFILE_MODEL,
                        verbose_name="author",
                    ),
                ),
            ],
            options={
                "verbose_name": "tweet",
                "verbose_name_plural": "tweets",
                "get_latest_by": "id",
                "abstract": False,
                "swappable": "DJANGO_TWEETS_TWEET_MODEL",
                "indexes": [
                    models.Index(fields=["profile", "-id"], name="django_twee_profile_d3ae5a_idx")
                ],
            },
        ),
    ]
