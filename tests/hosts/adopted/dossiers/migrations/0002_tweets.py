"""Make the dossier the profile of django_tweets, as docs/customising.md describes."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import django_tweets.models.profile
from django_tweets.models import handles


def give_handles(apps, schema_editor):
    taken = set()
    for dossier in apps.get_model("dossiers", "Dossier").objects.select_related("user"):
        candidates = handles.variants(handles.slug(dossier.user.username) or "user")
        dossier.handle = next(handle for handle in candidates if handle not in taken)
        dossier.save(update_fields=["handle"])
        taken.add(dossier.handle)


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="dossier",
            options={"verbose_name": "profile", "verbose_name_plural": "profiles"},
        ),
        migrations.AddField(
            model_name="dossier",
            name="avatar",
            field=models.ImageField(
                blank=True,
                max_length=200,
                upload_to=django_tweets.models.profile.avatar_path,
                verbose_name="avatar",
            ),
        ),
        migrations.AddField(
            model_name="dossier",
            name="banner",
            field=models.ImageField(
                blank=True,
                max_length=200,
                upload_to=django_tweets.models.profile.banner_path,
                verbose_name="banner",
            ),
        ),
        migrations.AddField(
            model_name="dossier",
            name="created_at",
            field=models.DateTimeField(
                default=django.utils.timezone.now, editable=False, verbose_name="joined"
            ),
        ),
        migrations.AddField(
            model_name="dossier",
            name="deleted_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="deleted"),
        ),
        migrations.AddField(
            model_name="dossier",
            name="display_name",
            field=models.CharField(blank=True, max_length=50, verbose_name="name"),
        ),
        migrations.AddField(
            model_name="dossier",
            name="follower_count",
            field=models.PositiveIntegerField(default=0, editable=False, verbose_name="followers"),
        ),
        migrations.AddField(
            model_name="dossier",
            name="following_count",
            field=models.PositiveIntegerField(default=0, editable=False, verbose_name="following"),
        ),
        migrations.AddField(
            model_name="dossier",
            name="handle",
            field=models.CharField(
                help_text="What people write behind the @.",
                max_length=255,
                null=True,
                unique=True,
                verbose_name="handle",
            ),
        ),
        migrations.RunPython(give_handles, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="dossier",
            name="handle",
            field=models.CharField(
                help_text="What people write behind the @.",
                max_length=255,
                unique=True,
                verbose_name="handle",
            ),
        ),
        migrations.AddField(
            model_name="dossier",
            name="is_protected",
            field=models.BooleanField(
                default=False,
                help_text="Only followers may read the tweets.",
                verbose_name="protected",
            ),
        ),
        migrations.AddField(
            model_name="dossier",
            name="is_suspended",
            field=models.BooleanField(
                default=False, help_text="Gone for everyone but staff.", verbose_name="suspended"
            ),
        ),
        migrations.AddField(
            model_name="dossier",
            name="location",
            field=models.CharField(blank=True, max_length=100, verbose_name="location"),
        ),
        migrations.AddField(
            model_name="dossier",
            name="tweet_count",
            field=models.PositiveIntegerField(default=0, editable=False, verbose_name="tweets"),
        ),
        migrations.AddField(
            model_name="dossier",
            name="website",
            field=models.URLField(
                blank=True,
                validators=[django.core.validators.URLValidator(schemes=["http", "https"])],
                verbose_name="website",
            ),
        ),
        migrations.AlterField(
            model_name="dossier",
            name="bio",
            field=models.CharField(blank=True, max_length=200, verbose_name="bio"),
        ),
        migrations.AlterField(
            model_name="dossier",
            name="id",
            field=models.BigAutoField(
                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
            ),
        ),
        migrations.AlterField(
            model_name="dossier",
            name="user",
            field=models.OneToOneField(
                blank=True,
                help_text="Empty for an author who has no account here.",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="user",
            ),
        ),
    ]
