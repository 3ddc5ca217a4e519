"""A person at the server's own prompt, past okrtui."""

from typing import TYPE_CHECKING, Any

from okrtui.storage.engine.store import Store
from tests.postgres.server import server

if TYPE_CHECKING:
    import psycopg


class Psql:
    """One connection, under a login of its own."""

    def __init__(self, store: Store, login: str) -> None:
        self.url = server().url(str(store.sql("SELECT current_database()")[0][0]), login)
        self._line: psycopg.Connection[Any] | None = None

    def _run(self, statement: str) -> "psycopg.Cursor[Any]":
        from okrtui.storage.postgres.driver import psycopg

        if self._line is None:
            self._line = psycopg.connect(self.url, autocommit=True)
        return self._line.execute(statement)

    def __call__(self, statement: str) -> list[tuple[object, ...]]:
        """Run a statement and return its rows. Raises psycopg.Error."""
        cursor = self._run(statement)
        return cursor.fetchall() if cursor.description else []

    def refused(self, statement: str) -> bool:
        """Tell whether the server refuses a statement, or finds nothing of mine to do it to."""
        from okrtui.storage.postgres.driver import psycopg

        try:
            return self._run(statement).rowcount == 0
        except psycopg.errors.InsufficientPrivilege:
            return True

    def allowed(self, statements: list[str]) -> list[str]:
        """Return those of the statements that the server does not refuse."""
        return [each for each in statements if not self.refused(each)]
