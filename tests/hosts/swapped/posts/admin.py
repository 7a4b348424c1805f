from django.contrib import admin

from django_tweets.admin import TweetAdmin

from .models import Post

admin.site.register(Post, TweetAdmin)
