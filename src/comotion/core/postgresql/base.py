"""The connection that says who acts before it asks anything."""

from __future__ import annotations

from typing import Any

from django.db.backends.postgresql import base
from psycopg.pq import TransactionStatus

from comotion.core.principal import known_to_the_database

SAY_WHO_ACTS = "SELECT set_config('comotion.organization', %s, false), set_config('comotion.person', %s, false)"


class DatabaseWrapper(base.DatabaseWrapper):
    """Tells PostgreSQL the organization and the person, whenever they are others than at the last question.

    They are set for the session, not for a transaction, because pages that only read open none. What a rollback takes
    back is said again: every way back forgets what was said.
    """

    said: tuple[str, str] | None = None

    def create_cursor(self, name: str | None = None) -> Any:
        """Return a cursor in which the right organization acts."""
        acting = _acting()
        if acting != self.said and self.connection.info.transaction_status != TransactionStatus.INERROR:
            with self.connection.cursor() as cursor:
                cursor.execute(SAY_WHO_ACTS, acting)
            self.said = acting
        return super().create_cursor(name)

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connect; a new connection was told nothing."""
        self.said = None
        return super().get_new_connection(conn_params)

    def _rollback(self) -> Any:
        rolled_back = super()._rollback()  # type: ignore[misc]
        self.said = None
        return rolled_back

    def _savepoint_rollback(self, sid: str) -> None:
        super()._savepoint_rollback(sid)  # type: ignore[misc]
        self.said = None


def _acting() -> tuple[str, str]:
    principal = known_to_the_database()
    if principal is None:
        return "", ""
    return str(principal.organization_id), str(principal.person_id or "")
