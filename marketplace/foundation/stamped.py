"""Triggers that give a stamp a new value whenever a table changes.

Who keeps rows in memory compares one stamp instead of reading them again. The database does it, so that raw SQL, a bulk
update and a console are seen as well. The new value becomes visible together with the change. It is random, not
counted: so it stays different after a restored backup, too.
"""

from collections.abc import Iterable

from django.db.backends.base.base import BaseDatabaseWrapper

VERBS = ("insert", "update", "delete")


def ensure(connection: BaseDatabaseWrapper, tables: Iterable[str], stamp: str) -> None:
    """Makes the triggers that are missing: the only row of `stamp` gets another `value` by each change of `tables`.

    SQLite drops triggers when a migration makes a table anew: hence after every migration.
    """
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        if stamp not in there:
            return
        known = existing(connection)
        for table in sorted(set(tables) & there):
            for name, statement in create_sql(connection.vendor, table, stamp).items():
                if name not in known:
                    cursor.execute(statement)


def existing(connection: BaseDatabaseWrapper) -> set[str]:
    """The names of all triggers."""
    column, table = ("tgname", "pg_trigger") if connection.vendor == "postgresql" else ("name", "sqlite_master")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table}")  # noqa: S608 - nothing from outside
        return {name for (name,) in cursor.fetchall()}


def create_sql(vendor: str, table: str, stamp: str) -> dict[str, str]:
    """Statements by the name of what they make; `vendor` is sqlite or postgresql."""
    return _sqlite(table, stamp) if vendor == "sqlite" else _postgres(table, stamp)


def _sqlite(table: str, stamp: str) -> dict[str, str]:
    renew = _update(stamp, "lower(hex(randomblob(16)))")
    return {
        f"{table}_stamp_{verb}": f'CREATE TRIGGER "{table}_stamp_{verb}" AFTER {verb.upper()} ON "{table}" '
        f"BEGIN {renew}; END"
        for verb in VERBS
    }


def _postgres(table: str, stamp: str) -> dict[str, str]:
    """At the end of the transaction, so that nobody waits for another's stamp while working.

    Once is enough, however many rows were changed: a setting of the transaction remembers it.
    """
    done = f"{stamp}.renewed"
    renew = (
        f'CREATE OR REPLACE FUNCTION "{stamp}_renew"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN '
        f"IF coalesce(current_setting('{done}', true), '') <> 'yes' THEN "
        f"{_update(stamp, 'md5(gen_random_uuid()::text)')}; "
        f"PERFORM set_config('{done}', 'yes', true); END IF; RETURN NULL; END $$"
    )
    trigger = (
        f'CREATE CONSTRAINT TRIGGER "{table}_stamp" AFTER INSERT OR UPDATE OR DELETE ON "{table}" '
        f'DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "{stamp}_renew"()'
    )
    return {f"{table}_stamp": f"{renew}; {trigger}"}


def _update(stamp: str, value: str) -> str:
    return f'UPDATE "{stamp}" SET "value" = {value}'  # noqa: S608 - names from models, no data
