from __future__ import annotations

from django.contrib.auth import get_user_model
from django.contrib.auth.forms import UserCreationForm


class SignUpForm(UserCreationForm):
    """A username and a password, and nothing else that we'd have to look after."""

    class Meta(UserCreationForm.Meta):
        model = get_user_model()
        fields = ("username",)
