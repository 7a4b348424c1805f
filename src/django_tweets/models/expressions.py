"""SQL that the ORM can't say, or not as fast."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import BigIntegerField, BooleanField, F, Func, Model

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models.sql.compiler import SQLCompiler


class Quotient(Func):
    """How often the second of two whole numbers goes into the first; neither is below zero."""

    function = ""
    template = "(%(expressions)s)"
    arg_joiner = " / "
    output_field = BigIntegerField()

    def as_mysql(  # pragma: no cover - MariaDB's, tested there
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> tuple[str, Any]:
        """There a / makes a fraction."""
        return self.as_sql(compiler, connection, arg_joiner=" DIV ", **context)


class Condition(Func):
    """A condition in SQL, with names in braces.

    Each row that it is about is given by F() of any of its columns but the key: with
    `author=F("profile__handle")`, `{author.pk}` is the key of the author. A model is the name of
    its table, everything else a value.

    The ORM compiles each comparison by itself: the rule of who may read a tweet took 5 ms of
    Python from Q and Exists, and takes 0.5 ms so.
    """

    output_field = BooleanField()

    def __init__(self, sql: str, **names: Any) -> None:
        self.sql = sql
        self.rows = [name for name, value in names.items() if isinstance(value, F)]
        self.names = {name: value for name, value in names.items() if name not in self.rows}
        super().__init__(*(names[row] for row in self.rows))

    def as_sql(  # type: ignore[override]  # its SQL has no template that another could be for
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> tuple[str, tuple[Any, ...]]:
        params: list[Any] = []
        names: dict[str, Any] = {name: _Value(value, params) for name, value in self.names.items()}
        for name, value in self.names.items():
            if isinstance(value, type) and issubclass(value, Model):
                names[name] = connection.ops.quote_name(value._meta.db_table)
        for name, column in zip(self.rows, self.get_source_expressions(), strict=True):
            # Whether an alias is quoted is Django's to say: T4 in 5.2 and 6.0, "T4" since 6.1.
            sql, _ = compiler.compile(column)
            names[name] = _Row(sql.rpartition(".")[0], column, connection)
        return f"({self.sql.format(**names)})", tuple(params)


class _Row:
    """A row of the query: its attributes are its columns."""

    def __init__(self, alias: str, column: Any, connection: BaseDatabaseWrapper) -> None:
        self.alias, self.meta = alias, column.target.model._meta
        self.quote = connection.ops.quote_name

    def __getattr__(self, name: str) -> str:
        field = self.meta.pk if name == "pk" else self.meta.get_field(name)
        return f"{self.alias}.{self.quote(field.column)}"


class _Value:
    """A parameter, as often as it is named."""

    def __init__(self, value: Any, params: list[Any]) -> None:
        self.value, self.params = value, params

    def __format__(self, spec: str) -> str:
        self.params.append(self.value)
        return "%s"
