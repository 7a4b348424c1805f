"""django-activity-stream: user_stream(), of the tutorial's tweets by Django's users."""
