from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0002_tweets"),
    ]

    operations = [
        migrations.AddField(
            model_name="dossier",
            name="deleted_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="deleted"),
        ),
    ]
