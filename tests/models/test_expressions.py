"""SQL expressions of our own."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import pytest
from django.db import connection, models
from django.db.models import F, Q, Value

from django_tweets import get_profile_model
from django_tweets.models.expressions import Condition

if TYPE_CHECKING:
    from tests.factories import Profile

pytestmark = pytest.mark.django_db


def test_condition_value_is_adapted_to_the_database() -> None:
    """SQLite and MySQL have no type for a UUID, and their drivers refuse one."""
    field, key = models.UUIDField(), uuid.uuid4()
    condition = Condition("{key} = {key}", key=Value(key, output_field=field))
    rows = get_profile_model().objects.filter(Q(condition))
    _sql, params = rows.query.sql_with_params()
    assert params[:2] == (field.get_db_prep_value(key, connection),) * 2
    assert not rows.exists()


def test_condition_finds_a_row_by_its_key(ada: Profile, bob: Profile) -> None:
    key = Value(ada.pk, output_field=ada._meta.pk)
    condition = Condition("{person.pk} = {key}", person=F("handle"), key=key)
    assert get_profile_model().objects.filter(Q(condition)).get() == ada
