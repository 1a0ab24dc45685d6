"""Accounts and seats, walls, refusals and the audit. A fixed guest list; an organization is a plain id here."""
