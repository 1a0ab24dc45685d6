"""The walls between organizations, for every table there is: what one may do to one's own rows, and not to another's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, IntegrityError, connection, models, transaction

from samdrift.core.access import Walls, inside
from samdrift.core.walls import ANYONE, FEDERATION, FEDERATION_ID, Wall
from tests.builders import a_federation, everywhere
from tests.harness import as_owner
from tests.rows import Rows, wall_of, walled_models

# Tables without a wall, and why: they hold no organization's rows, and are read before it is known whose walls apply.
UNWALLED = {
    "auth_group": "Django's groups, unused",
    "auth_group_permissions": "Django's groups, unused",
    "auth_permission": "Django's permissions, unused",
    "core_account": "credentials, read to find out who signs in",
    "core_demomark": "says that the database is a demo",
    "core_failedsignin": "counted before anybody is signed in",
    "core_seat": "says which walls apply",
    "django_content_type": "Django's list of models",
    "django_migrations": "which migrations were applied",
    "django_session": "says who is signed in",
}

ids = lambda model: model._meta.label_lower  # noqa: E731


def _wall(model: type[models.Model]) -> Wall:
    return next(c for c in model._meta.constraints if isinstance(c, Wall))


@contextmanager
def _refused() -> Iterator[None]:
    with pytest.raises(DatabaseError) as refusal, transaction.atomic():
        yield
    code = getattr(refusal.value.__cause__, "sqlstate", "")
    assert code == "42501", f"refused, but not by the wall: {refusal.value}"


def breaches(model: type[models.Model]) -> None:
    """This will fail when the table lets a stranger in, or its owner out."""
    facts = _wall(model).facts
    rows = Rows()
    mine, theirs = rows.owner(model), rows.owner(model, "another")
    with everywhere():
        row = rows.add(model, mine)
    objects = model._default_manager
    own = Walls(frozenset({mine, FEDERATION_ID}), frozenset({mine}))
    with inside(own):
        assert objects.filter(pk=row.pk).exists(), "the owner does not see its row"
    with inside(Walls()):
        assert not objects.filter(pk=row.pk).exists(), "nobody in particular sees the row"
    stranger = theirs if theirs != mine else None
    sees = frozenset({stranger, FEDERATION_ID} if stranger else {FEDERATION_ID})
    with inside(Walls(sees, frozenset({stranger} if stranger else ()))):
        assert objects.filter(pk=row.pk).exists() == (mine == FEDERATION_ID), "a stranger sees the row"
    _only_the_owner_adds(rows, model, mine, own)
    if not facts:
        _only_the_owner_edits(model, row.pk, own, Walls(sees | {mine}, frozenset({stranger} if stranger else ())))
    else:
        with inside(own), _refused():
            objects.filter(pk=row.pk).update(owner_id=mine)
        with inside(own), _refused():
            objects.filter(pk=row.pk).delete()


def _only_the_owner_adds(rows: Rows, model: type[models.Model], mine: int, own: Walls) -> None:
    columns = [f'"{f.column}"' for f in model._meta.concrete_fields if not f.primary_key]
    copy = f'INSERT INTO "{model._meta.db_table}" ({", ".join(columns)}) SELECT {", ".join(columns)} FROM "{model._meta.db_table}" LIMIT 1'
    with inside(Walls(own.sees, frozenset())), _refused(), connection.cursor() as cursor:
        cursor.execute(copy)
    kinds = wall_of(model).kinds
    if kinds == ANYONE:
        return
    wrong = rows.organization("supplier" if "supplier" not in kinds else "unit").pk
    others = ", ".join(column for column in columns if column != '"owner_id"')
    misplaced = copy.split(" (")[0] + f" (owner_id, {others}) SELECT {wrong}, {others} FROM" + copy.split(" FROM")[1]
    with inside(Walls(frozenset({wrong, mine, FEDERATION_ID}), frozenset({wrong}))), _refused(), connection.cursor() as cursor:
        cursor.execute(misplaced)


def _only_the_owner_edits(model: type[models.Model], pk: int, own: Walls, sees_without_writing: Walls) -> None:
    objects = model._default_manager
    with inside(sees_without_writing):
        assert objects.filter(pk=pk).update(owner_id=next(iter(own.writes))) == 0, "somebody who only sees it changed the row"
    with inside(own):
        assert objects.filter(pk=pk).update(owner_id=next(iter(own.writes))) == 1, "the owner cannot change its row"
    with inside(own), _refused():
        objects.filter(pk=pk).update(owner_id=999_999)
    with inside(sees_without_writing):
        assert objects.filter(pk=pk)._raw_delete(using="default") == 0, "somebody who only sees it dropped the row"
    with inside(own), transaction.atomic():
        try:
            with transaction.atomic():
                assert objects.filter(pk=pk)._raw_delete(using="default") == 1, "the owner cannot drop its row"
                connection.check_constraints()
        except IntegrityError:
            pass  # the wall let it through; another row points at it
        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.parametrize("model", walled_models(), ids=ids)
def test_a_table_lets_its_owner_in_and_keeps_strangers_out(model: type[models.Model]) -> None:
    a_federation()
    breaches(model)


@pytest.mark.django_db
def test_every_table_has_a_wall_or_stands_on_the_list() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname = 'public' AND relkind IN ('r', 'p') AND NOT (relrowsecurity AND relforcerowsecurity)"
        )
        assert {name for (name,) in cursor.fetchall()} == set(UNWALLED)


@pytest.mark.django_db
def test_no_view_and_no_definer_function_goes_around_the_walls() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('v', 'm')")
        assert cursor.fetchall() == []
        cursor.execute(
            "SELECT proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = 'public' AND prosecdef"
        )
        assert cursor.fetchall() == []


@pytest.mark.django_db
@pytest.mark.parametrize("model", walled_models(), ids=ids)
def test_the_policies_are_those_the_model_says(model: type[models.Model]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT policyname, cmd FROM pg_policies WHERE tablename = %s", [model._meta.db_table])
        assert dict(cursor.fetchall()) == {name: sql.split()[1] for name, sql in _wall(model).policies().items()}


@pytest.mark.django_db
def test_the_serving_role_may_not_truncate_or_pass_the_walls() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls OR rolcreaterole FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False,)
        cursor.execute(
            "SELECT table_name, privilege_type FROM information_schema.role_table_grants WHERE grantee = current_user"
            " AND privilege_type IN ('TRUNCATE', 'REFERENCES', 'TRIGGER')"
        )
        assert cursor.fetchall() == []


def test_federation_rows_belong_to_one_organization() -> None:
    assert FEDERATION == ("federation",)
    assert FEDERATION_ID == 1


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_removing_or_opening_any_one_policy_is_noticed() -> None:
    unnoticed = []
    for model in walled_models():
        for policy, sql in _wall(model).policies().items():
            command = sql.split()[1]
            opened = {"INSERT": "WITH CHECK (true)", "UPDATE": "USING (true) WITH CHECK (true)"}.get(command, "USING (true)")
            for instead in ("", f"FOR {command} {opened}"):
                with _another_policy(model._meta.db_table, policy, sql, instead):
                    try:
                        with transaction.atomic():
                            a_federation()
                            breaches(model)
                    except (AssertionError, DatabaseError, ObjectDoesNotExist, pytest.fail.Exception):
                        continue
                    unnoticed.append((model._meta.label_lower, policy, "opened" if instead else "removed"))
    assert unnoticed == []


@contextmanager
def _another_policy(table: str, policy: str, sql: str, instead: str) -> Iterator[None]:
    """As the owner, from outside: drop a policy, or put an open one in its place, and mend it afterwards."""
    name = connection.settings_dict["NAME"]
    drop, create = f'DROP POLICY IF EXISTS {policy} ON "{table}"', f'CREATE POLICY {policy} ON "{table}" '
    with as_owner(name) as owner:
        owner.execute((drop + (f"; {create}{instead}" if instead else "")).encode())
    try:
        yield
    finally:
        connection.rollback()
        with as_owner(name) as owner:
            owner.execute(f"{drop}; {create}{sql}".encode())
