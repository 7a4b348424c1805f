"""Attempts after a deadlock: bounded, and only for a transaction of our own."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DEFAULT_DB_ALIAS, OperationalError, transaction

from django_tweets.services import retries


class PostgreSQLError(Exception):
    """Like psycopg's errors, which have a code."""

    sqlstate = "40P01"


def make_error(kind: str) -> OperationalError:
    """Return the error of a database for a deadlock, or another error."""
    if kind == "postgresql":
        error = OperationalError("deadlock detected")
        error.__cause__ = PostgreSQLError()
        return error
    return OperationalError(
        *{"mysql": (1213, "Deadlock found"), "no number": ()}.get(kind, (kind,))
    )


@pytest.fixture
def errors(monkeypatch: pytest.MonkeyPatch) -> list[OperationalError]:
    """Errors that work() will raise."""
    monkeypatch.setattr(retries, "PAUSE", 0)
    return []


def retry(errors: list[OperationalError]) -> int:
    """Run a work that raises the errors one after the other. Return how many are left then."""

    def work() -> int:
        if errors:
            raise errors.pop()
        return len(errors)

    return retries.retry_deadlocks(work, using=DEFAULT_DB_ALIAS)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["postgresql", "mysql"])
def test_deadlock_is_tried_again_three_times(errors: list[Any], kind: str) -> None:
    errors[:] = [make_error(kind)] * 3
    assert retry(errors) == 0
    errors[:] = [make_error(kind)] * 5
    with pytest.raises(OperationalError):
        retry(errors)
    assert len(errors) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["server closed the connection", "no number"])
def test_other_error_is_raised_at_once(errors: list[Any], kind: str) -> None:
    errors[:] = [make_error(kind)] * 2
    with pytest.raises(OperationalError):
        retry(errors)
    assert len(errors) == 1


@pytest.mark.django_db(transaction=True)
def test_deadlock_in_a_transaction_of_the_caller_is_raised(errors: list[Any]) -> None:
    errors[:] = [make_error("mysql")] * 2
    with pytest.raises(OperationalError), transaction.atomic():
        retry(errors)
    assert len(errors) == 1
