"""The machine may be busy, so a slow example of hypothesis is no failure."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("engines", deadline=None)
settings.load_profile("engines")
