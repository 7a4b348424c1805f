from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="deleted_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="deleted"),
        ),
    ]
