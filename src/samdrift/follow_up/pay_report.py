"""Did it pay? as a report: for the command line and whoever reads JSON."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from samdrift.follow_up.pay import Lack, Pay, Verdict
from samdrift.follow_up.pay_words import VERDICTS, answer, not_counted
from samdrift.follow_up.queries.pay import MemberPay, pay_of_all, saving_of
from samdrift.run.purchasing.queries.licence_report import member_called


def pay_as_dict(member: str | None = None) -> dict[str, Any]:
    """This function will return every member's comparison and that of all together; of one member, its own alone.

    Amounts are in öre of the year `prices_of`. A saving asked for of a member that has signed no baseline is refused.
    """
    if member is not None:
        found = member_called(member)
        return {"members": [_of(MemberPay(found, saving_of(found)))]}
    every = pay_of_all()
    return {
        "index": every.index.name if every.index else None,
        "counted": len(every.counted),
        "together": _figures(every.together) | {"answer": answer(every.together, together=True)},
        "members": [_of(one) for one in every.members],
    }


def _of(one: MemberPay) -> dict[str, Any]:
    return {"member": one.member.short_name} | _figures(one.pay) | {"answer": answer(one.pay), "not_counted": not_counted(one.pay)}


def _figures(pay: Pay) -> dict[str, Any]:
    figures = {
        "baseline_minor": pay.baseline_minor,
        "low_minor": pay.low_minor,
        "high_minor": pay.high_minor,
        "expected_minor": pay.expected_minor,
        "billed_minor": pay.billed_minor,
        "kept_minor": pay.kept_minor,
        "one_off_minor": pay.once_minor,
        "gain_minor": pay.gain_minor,
        "employees": pay.employees,
        "gain_per_employee_minor": pay.gain_per_employee_minor,
    }
    return {
        "verdict": pay.verdict.value,
        "missing": [lack.value for lack in Lack if lack in pay.lacks],
        "prices_of": pay.prices_of,
        "months": {str(year.year): year.months for year in pay.years},
        **(figures if pay.has_figure else dict.fromkeys(figures)),
    }


def pay_as_text(report: dict[str, Any]) -> str:
    """This function will write the report for people: a line for each member, and what all of them together came to."""
    lines = [f"{one['member']}: {VERDICTS[Verdict(one['verdict'])]}. {one['answer']}" for one in report["members"]]
    if "together" in report:
        words = _("%(counted)s members together") % {"counted": report["counted"]}
        together = report["together"]
        lines.append(f"{words}: {VERDICTS[Verdict(together['verdict'])]}. {together['answer']}")
    return "\n".join(lines)
