"""What is stored of purchasing: licences, suppliers and framework agreements, investments."""

from samdrift.run.purchasing.models.calloffs import CallOff, Delivery
from samdrift.run.purchasing.models.contracts import Contract, ContractUse, OrderedOnDay, Renewal
from samdrift.run.purchasing.models.investments import Investment, InvestmentDisposal, InvestmentShare
from samdrift.run.purchasing.models.licences import Assignment, Entitlement, PoolChange, PoolTotal, PriceList, Product, TariffStep
from samdrift.run.purchasing.models.needs import WISH, Need, PublishedNeed
from samdrift.run.purchasing.models.past import CpvCode, PastProcurement, PastValue, ProcurementImport
from samdrift.run.purchasing.models.procurements import Award, MergedNeed, Procurement, Tender

__all__ = [
    "WISH",
    "Assignment",
    "Award",
    "CallOff",
    "Contract",
    "ContractUse",
    "CpvCode",
    "Delivery",
    "Entitlement",
    "Investment",
    "InvestmentDisposal",
    "InvestmentShare",
    "MergedNeed",
    "Need",
    "OrderedOnDay",
    "PastProcurement",
    "PastValue",
    "PoolChange",
    "PoolTotal",
    "PriceList",
    "Procurement",
    "ProcurementImport",
    "Product",
    "PublishedNeed",
    "Renewal",
    "TariffStep",
    "Tender",
]
