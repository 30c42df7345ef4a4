"""Great Expectations on DuckDB: an execution engine and a fluent datasource of type ``duckdb``.

Belongs here: what Great Expectations lacks to read DuckDB. Importing this module registers the type
and with it ``context.data_sources.add_duckdb``; it must be imported before a context is opened.
Does not belong here: what is expected of the data (``checks``) or how suites are run (``run``).

Importing it imports Great Expectations (seconds): import it inside functions only.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, Literal

import sqlalchemy as sa
from great_expectations.datasource.fluent.config_str import ConfigStr
from great_expectations.datasource.fluent.sql_datasource import SQLDatasource
from great_expectations.execution_engine.sqlalchemy_execution_engine import (
    SqlAlchemyExecutionEngine,
)


class DuckDBExecutionEngine(SqlAlchemyExecutionEngine):
    """Keeps one connection for its whole life.

    The parent closes the connection before it fetches the rows of a result, and DuckDB drops a
    pending result then. It keeps the connection open for SQLite and a few others, chosen by a list
    of names that cannot be extended.

    Args:
        attach: further databases by alias, attached read-only; an empty path is left out, and so
            is an alias that the connection knows already (the database itself may have that name).
    """

    def __init__(self, *args: Any, attach: dict[str, str] | None = None, **kwargs: Any) -> None:
        self._attach = attach or {}
        super().__init__(*args, **kwargs)

    @contextmanager
    def get_connection(self) -> Generator[sa.Connection, None, None]:
        """The one connection, made when it is first asked for."""
        connection: sa.Connection | None = self._connection
        if connection is None:
            self._connection = connection = self.engine.connect()
            self._attach_databases(connection)
        try:
            yield connection
        except Exception:
            # A query that raises aborts DuckDB's transaction; those after it must not suffer.
            connection.rollback()
            raise

    def _attach_databases(self, connection: sa.Connection) -> None:
        known = {row[0] for row in connection.exec_driver_sql("SHOW DATABASES").fetchall()}
        for alias, path in self._attach.items():
            if path and alias not in known:
                quoted = str(path).replace("'", "''")
                connection.exec_driver_sql(f"ATTACH '{quoted}' AS \"{alias}\" (READ_ONLY)")
        connection.commit()  # ATTACH is part of the transaction: a later rollback would undo it

    def close(self) -> None:
        """Let go of the database file, so that others may open it with other settings."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        self.engine.dispose()


class DuckDBDatasource(SQLDatasource):
    """A DuckDB file, read through ``duckdb-engine``.

    Args:
        connection_string: ``duckdb:///<path>?access_mode=READ_ONLY``.
        attach: see :class:`DuckDBExecutionEngine`.
    """

    type: Literal["duckdb"] = "duckdb"  # pyright: ignore[reportIncompatibleVariableOverride]
    attach: dict[str, ConfigStr | str] = {}  # noqa: RUF012  # pydantic copies it

    @property
    def execution_engine_type(self) -> type[DuckDBExecutionEngine]:
        """The engine that reads it."""
        return DuckDBExecutionEngine

    def _create_engine(self) -> sa.Engine:
        # The engine with which the parent tests connections; it knows nothing of ``attach``.
        settings = self.dict(
            exclude=self._get_exec_engine_excludes(), config_provider=self._config_provider
        )
        return sa.create_engine(settings["connection_string"], poolclass=sa.pool.NullPool)

    def close(self) -> None:
        """Close every connection that this datasource holds."""
        if self._execution_engine is not None:
            self._execution_engine.close()
            self._execution_engine = None
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None
