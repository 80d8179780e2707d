"""A migration operation that gives a stamp a new value whenever a table changes.

Who keeps rows in memory compares one stamp instead of reading them again. The database does it, so that raw SQL, a bulk
update and a console are seen as well.
"""

from collections.abc import Iterable

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

VERBS = ("insert", "update", "delete")


class Stamped(Operation):
    """Every change of a row of `model_names` puts a new random value into the only row of `stamp` (field `value`).

    The new value becomes visible together with the change. On PostgreSQL it is written when the transaction ends, so
    that nobody waits for another's stamp while working. Values are random, not counted: they stay different after a
    restored backup, too. Triggers are named `<table>_stamp_…`; SQLite drops them when a migration makes a table anew:
    then repeat the operation (a test tells).
    """

    reduces_to_sql = False
    reversible = True

    def __init__(self, model_names: Iterable[str], stamp: str) -> None:
        self.model_names = tuple(model_names)
        self.stamp = stamp

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Only the database changes."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        tables, stamp = self._tables(app_label, to_state)
        for statement in create_sql(schema_editor.connection.vendor, tables, stamp):
            schema_editor.execute(statement, params=None)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        tables, _stamp = self._tables(app_label, from_state)
        postgres = schema_editor.connection.vendor == "postgresql"
        for table in tables:
            for name in trigger_names(schema_editor.connection.vendor, table):
                on_table = f' ON "{table}"' if postgres else ""
                schema_editor.execute(f'DROP TRIGGER IF EXISTS "{name}"{on_table}', params=None)

    def _tables(self, app_label: str, state: ProjectState) -> tuple[list[str], str]:
        def table(name: str) -> str:
            return state.apps.get_model(app_label, name)._meta.db_table

        return [table(name) for name in self.model_names], table(self.stamp)

    def describe(self) -> str:
        return f"Stamp changes of {', '.join(self.model_names)}"

    @property
    def migration_name_fragment(self) -> str:
        return f"{self.stamp.lower()}_triggers"


def trigger_names(vendor: str, table: str) -> list[str]:
    if vendor == "postgresql":
        return [f"{table}_stamp"]
    return [f"{table}_stamp_{verb}" for verb in VERBS]


def create_sql(vendor: str, tables: Iterable[str], stamp: str) -> list[str]:
    """The statements that create the triggers of all tables; `vendor` is sqlite or postgresql."""
    return _sqlite(tables, stamp) if vendor == "sqlite" else _postgres(tables, stamp)


def _update(stamp: str, value: str) -> str:
    return f'UPDATE "{stamp}" SET "value" = {value}'  # noqa: S608 - names from models, no data


def _sqlite(tables: Iterable[str], stamp: str) -> list[str]:
    renew = _update(stamp, "lower(hex(randomblob(16)))")
    return [
        f'CREATE TRIGGER IF NOT EXISTS "{name}" AFTER {verb.upper()} ON "{table}" BEGIN {renew}; END'
        for table in tables
        for name, verb in zip(trigger_names("sqlite", table), VERBS, strict=True)
    ]


def _postgres(tables: Iterable[str], stamp: str) -> list[str]:
    """Once a transaction is enough, however many rows it changes: a setting of the transaction remembers it."""
    done = f"{stamp}.renewed"
    return [
        f'CREATE OR REPLACE FUNCTION "{stamp}_renew"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN '
        f"IF coalesce(current_setting('{done}', true), '') <> 'yes' THEN "
        f"{_update(stamp, 'md5(gen_random_uuid()::text)')}; "
        f"PERFORM set_config('{done}', 'yes', true); END IF; RETURN NULL; END $$",
        *(
            f'CREATE CONSTRAINT TRIGGER "{table}_stamp" AFTER INSERT OR UPDATE OR DELETE ON "{table}" '
            f'DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "{stamp}_renew"()'
            for table in tables
        ),
    ]
