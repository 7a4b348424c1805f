from __future__ import annotations

from django.contrib.auth import get_user_model
from django.contrib.auth.forms import UserCreationForm


class SignUpForm(UserCreationForm):
    """Username and password, no other personal data."""

    class Meta(UserCreationForm.Meta):
        model = get_user_model()
        fields = ("username",)
