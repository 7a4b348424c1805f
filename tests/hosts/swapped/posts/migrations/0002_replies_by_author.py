from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("posts", "0001_initial"),
        migrations.swappable_dependency(settings.DJANGO_TWEETS_PROFILE_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="post",
            index=models.Index(
                fields=["in_reply_to", "profile", "-id"], name="posts_post_in_repl_9ab090_idx"
            ),
        ),
    ]
