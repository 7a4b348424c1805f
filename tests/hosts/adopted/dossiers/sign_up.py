"""How the site creates dossiers: code that is older than django_tweets, and unchanged."""

from django.contrib.auth.models import User

from .models import Dossier


def sign_up(email, name, birthday):
    """As the view of the form for new members does."""
    user = User.objects.create_user(email, email, "correct horse")
    Dossier(user=user, name=name, birthday=birthday).save()
    return user


def ensure_dossier(user):
    """As the middleware of the site does, for users from its single sign-on."""
    try:
        return user.profile
    except Dossier.DoesNotExist:
        return Dossier.objects.create(user=user, name="From elsewhere", birthday="1970-01-01")
