import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("django_tweets", "0002_related_tables"),
        migrations.swappable_dependency(settings.DJANGO_TWEETS_PROFILE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Failure",
            fields=[
                ("id", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ("total", models.PositiveBigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="PulledAuthor",
            fields=[
                (
                    "profile",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="pulled_author",
                        serialize=False,
                        to=settings.DJANGO_TWEETS_PROFILE_MODEL,
                    ),
                ),
                ("is_complete", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name="FanOut",
            fields=[
                ("tweet_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("change_id", models.BigIntegerField(db_index=True, null=True)),
            ],
        ),
    ]
