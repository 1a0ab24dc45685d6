"""Every read of follow-up, named by what comes back."""

from samdrift.follow_up.queries.logs import (
    NameTheLevel,
    NoSuchAgreement,
    NoSuchLevel,
    Terms,
    histories,
    import_runs,
    kept_rows,
    terms_named,
    terms_on_offer,
    tickets_by_id,
)

__all__ = [
    "NameTheLevel",
    "NoSuchAgreement",
    "NoSuchLevel",
    "Terms",
    "histories",
    "import_runs",
    "kept_rows",
    "terms_named",
    "terms_on_offer",
    "tickets_by_id",
]
