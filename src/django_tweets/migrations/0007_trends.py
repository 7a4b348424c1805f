"""What trends."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("django_tweets", "0006_notifications"),
    ]

    operations = [
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
    ]
