"""What is stored of purchasing: licences, suppliers and framework agreements, investments."""

from samdrift.run.purchasing.models.licences import Assignment, Entitlement, PoolChange, PoolTotal, PriceList, Product, TariffStep

__all__ = ["Assignment", "Entitlement", "PoolChange", "PoolTotal", "PriceList", "Product", "TariffStep"]
