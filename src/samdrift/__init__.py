"""Samdrift: the joint IT unit in software."""

__version__ = "0.1.0"
