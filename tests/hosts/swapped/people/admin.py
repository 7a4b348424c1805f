from django.contrib import admin

from django_tweets.admin import ProfileAdmin

from .models import Person

admin.site.register(Person, ProfileAdmin)
