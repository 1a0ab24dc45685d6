from __future__ import annotations

from django.urls import path

from samdrift.run.purchasing.views import hub, licence_files, licences

urlpatterns = [
    path("purchasing/", hub.purchasing, name="purchasing"),
    path("licences/", licences.licences, name="licences"),
    path("licences/costs/", licences.licence_costs, name="licence_costs"),
    path("licences/new/", licences.add_product, name="add_product"),
    path("licences/import/", licence_files.import_products, name="import_products"),
    path("licences/products.<kind>/", licence_files.products_table, name="products_table"),
    path("licences/purchases/import/", licence_files.import_purchases, name="import_purchases"),
    path("licences/purchases.<kind>/", licence_files.purchases_table, name="purchases_table"),
    path("licences/members/<int:member_id>/import/", licence_files.import_holders, name="import_holders"),
    path("licences/members/<int:member_id>/table.<kind>/", licence_files.holders_table, name="holders_table"),
    path("licences/<int:product_id>/", licences.licence_pool, name="licence_pool"),
    path("licences/<int:product_id>/prices/", licences.change_prices, name="change_prices"),
    path("licences/<int:product_id>/buy/", licences.buy_licences, name="buy_licences"),
    path("licences/<int:product_id>/members/<int:member_id>/", licences.licence_holders, name="licence_holders"),
    path("licences/<int:product_id>/members/<int:member_id>/assign/", licences.assign_licence, name="assign_licence"),
    path("licences/assignments/<int:assignment_id>/move/", licences.move_licence, name="move_licence"),
    path("licences/assignments/<int:assignment_id>/return/", licences.return_licence, name="return_licence"),
]
