"""A migration operation that makes a table append-only in the database itself.

The rule ("no entry is ever changed or deleted") then also holds for raw SQL, a console and a bug.
"""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class AppendOnly(Operation):
    """Refuse UPDATE and DELETE on the table of `model_name`.

    `set_once`: fields that may go once from NULL to a value (nothing else may change in that update).
    Triggers are named `<table>_no_update` and `<table>_no_delete`.
    """

    reduces_to_sql = False
    reversible = True

    def __init__(self, model_name: str, set_once: tuple[str, ...] = ()) -> None:
        self.model_name = model_name
        self.set_once = set_once

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Only the database changes."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        model = to_state.apps.get_model(app_label, self.model_name)
        table = model._meta.db_table
        columns = [f.column for f in model._meta.local_concrete_fields]
        once = [model._meta.get_field(name).column for name in self.set_once]
        for statement in create_sql(schema_editor.connection.vendor, table, columns, once):
            schema_editor.execute(statement, params=None)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        table = from_state.apps.get_model(app_label, self.model_name)._meta.db_table
        on_table = f' ON "{table}"' if schema_editor.connection.vendor == "postgresql" else ""
        for verb in ("update", "delete"):
            schema_editor.execute(f'DROP TRIGGER "{table}_no_{verb}"{on_table}', params=None)
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f'DROP FUNCTION "{table}_append_only"()', params=None)

    def describe(self) -> str:
        return f"Make {self.model_name} append-only"

    @property
    def migration_name_fragment(self) -> str:
        return f"{self.model_name.lower()}_append_only"


def create_sql(vendor: str, table: str, columns: list[str], once: list[str]) -> list[str]:
    """The statements that create the triggers of one table; `vendor` is sqlite or postgresql."""
    words = f"{table} is append-only"
    if vendor == "sqlite":
        statements = [
            f'CREATE TRIGGER "{table}_no_delete" BEFORE DELETE ON "{table}" BEGIN SELECT RAISE(ABORT, \'{words}\'); END'
        ]
        allowed = _allowed(columns, once, "IS")
        when = f"WHEN NOT ({allowed}) " if once else ""
        statements.append(
            f'CREATE TRIGGER "{table}_no_update" BEFORE UPDATE ON "{table}" {when}'
            f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
        )
        return statements
    allowed = _allowed(columns, once, "IS NOT DISTINCT FROM")
    when = f"WHEN (NOT ({allowed})) " if once else ""
    return [
        f'CREATE FUNCTION "{table}_append_only"() RETURNS trigger LANGUAGE plpgsql AS $$ '
        f"BEGIN RAISE EXCEPTION '{words}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        f'CREATE TRIGGER "{table}_no_update" BEFORE UPDATE ON "{table}" FOR EACH ROW {when}'
        f'EXECUTE FUNCTION "{table}_append_only"()',
        f'CREATE TRIGGER "{table}_no_delete" BEFORE DELETE ON "{table}" FOR EACH ROW '
        f'EXECUTE FUNCTION "{table}_append_only"()',
    ]


def _allowed(columns: list[str], once: list[str], same: str) -> str:
    kept = [f'OLD."{c}" {same} NEW."{c}"' for c in columns if c not in once]
    set_now = [f'(OLD."{c}" IS NULL OR OLD."{c}" {same} NEW."{c}")' for c in once]
    return " AND ".join(kept + set_now)
