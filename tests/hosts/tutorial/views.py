"""The view of the tutorial, unchanged except that the model is django_tweets's."""

from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render

User = get_user_model()


@login_required
def profile(request, pk):
    user1 = get_object_or_404(User, pk=pk)
    profile = user1.profile
    tweets = profile.tweets.all().order_by("-created_at")
    tweet_count = profile.tweets.all().count()

    context = {
        "tweets": tweets,
        "user1": user1,
        "profile": profile,
        "tweet_count": tweet_count,
    }
    return render(request, "twitter_user/profile.html", context)
