import django.core.serializers.json
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import django_tweets.models.validators
import django_tweets.snowflake


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.DJANGO_TWEETS_PROFILE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Post",
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
                ("mood", models.PositiveSmallIntegerField()),
                (
                    "conversation",
                    models.ForeignKey(
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
                (
                    "in_reply_to",
                    models.ForeignKey(
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
                (
                    "quote_of",
                    models.ForeignKey(
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
                (
                    "retweet_of",
                    models.ForeignKey(
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
            ],
            options={
                "verbose_name": "tweet",
                "verbose_name_plural": "tweets",
                "get_latest_by": "id",
                "abstract": False,
                "indexes": [
                    models.Index(fields=["profile", "-id"], name="posts_post_profile_c9d980_idx"),
                    models.Index(
                        fields=["in_reply_to", "-id"], name="posts_post_in_repl_a76f42_idx"
                    ),
                    models.Index(
                        fields=["in_reply_to", "profile", "-id"],
                        name="posts_post_in_repl_9ab090_idx",
                    ),
                    models.Index(
                        fields=["conversation", "-id"], name="posts_post_convers_02610b_idx"
                    ),
                    models.Index(
                        fields=["retweet_of", "-id"], name="posts_post_retweet_a81fe6_idx"
                    ),
                    models.Index(fields=["quote_of", "-id"], name="posts_post_quote_o_e06b73_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("profile", "retweet_of"), name="posts_post_retweet_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("content", ""), _negated=True),
                            ("retweet_of__isnull", False),
                            ("attachment_count__gt", 0),
                            _connector="OR",
                        ),
                        name="posts_post_says_something",
                    ),
                ],
            },
        ),
    ]
