"""SQL expressions that the ORM lacks, or compiles too slowly."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import BigIntegerField, BooleanField, F, Func, Model, Value
from django.db.models.expressions import RawSQL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models.sql.compiler import SQLCompiler


class Quotient(Func):
    """Integer division of two non-negative numbers, rounded down."""

    function = ""
    template = "(%(expressions)s)"
    arg_joiner = " / "
    output_field = BigIntegerField()

    def as_mysql(  # pragma: no cover - only on MySQL and MariaDB, tested there
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> tuple[str, Any]:
        """Use DIV, because / gives a fraction on MySQL and MariaDB."""
        return self.as_sql(compiler, connection, arg_joiner=" DIV ", **context)


class Condition(Func):
    """A boolean expression in SQL, with names in braces.

    The names are given as keyword arguments, each one of:

    - `F()` of any column of a row, except its key: names that row. `author=F("profile__handle")`
      makes `{author.pk}` the column of the author's key, and `{author.handle}` the column of its
      handle.
    - a model: its table. `{User.pk}` is then the name of a column of it, without the table.
    - `Value(value, output_field=field)`: a parameter, adapted to the database as the field does it.
      SQLite and MySQL store a UUID as text, for example.
    - `RawSQL(sql, params)`: that SQL.

    The ORM compiles each comparison by itself: the visibility rule took 5 ms of Python as Q and
    Exists objects, and takes 0.5 ms this way.
    """

    output_field = BooleanField()

    def __init__(self, sql: str, **names: F | Value | RawSQL | type[Model]) -> None:
        self.sql = sql
        self.rows = [name for name, value in names.items() if isinstance(value, F)]
        self.values = {
            name: value for name, value in names.items() if isinstance(value, Value | RawSQL)
        }
        self.models = {name: value for name, value in names.items() if isinstance(value, type)}
        super().__init__(*(names[row] for row in self.rows))

    def as_sql(  # type: ignore[override]  # there is no template to replace in its SQL
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> tuple[str, tuple[Any, ...]]:
        params: list[Any] = []
        names: dict[str, Any] = {
            name: _Table(model._meta, connection.ops.quote_name)
            for name, model in self.models.items()
        }
        for name, value in self.values.items():
            names[name] = _Parameter(*compiler.compile(value), params)
        for name, column in zip(self.rows, self.get_source_expressions(), strict=True):
            # Whether an alias is quoted depends on Django: T4 in 5.2 and 6.0, "T4" since 6.1.
            sql, _ = compiler.compile(column)
            meta = column.target.model._meta
            names[name] = _Row(sql.rpartition(".")[0], meta, connection.ops.quote_name)
        return f"({self.sql.format(**names)})", tuple(params)


class _Table:
    """A table. Its attributes are the names of its columns in SQL."""

    def __init__(self, meta: Any, quote: Callable[[str], str]) -> None:
        self.meta, self.quote = meta, quote

    def __getattr__(self, name: str) -> str:
        field = self.meta.pk if name == "pk" else self.meta.get_field(name)
        return self.quote(field.column)

    def __format__(self, spec: str) -> str:
        return self.quote(self.meta.db_table)


class _Row(_Table):
    """A row of the query. Its attributes are the names of its columns in SQL."""

    def __init__(self, alias: str, meta: Any, quote: Callable[[str], str]) -> None:
        super().__init__(meta, quote)
        self.alias = alias

    def __getattr__(self, name: str) -> str:
        return f"{self.alias}.{super().__getattr__(name)}"


class _Parameter:
    """A value in SQL. Each use of its name appends its parameters to all_params."""

    def __init__(self, sql: str, params: Iterable[Any], all_params: list[Any]) -> None:
        self.sql, self.params, self.all_params = sql, params, all_params

    def __format__(self, spec: str) -> str:
        self.all_params.extend(self.params)
        return self.sql
