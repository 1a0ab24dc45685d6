"""Django's settings. What differs between installations comes from the environment; docs/reference/settings.md lists it."""

from __future__ import annotations

import os
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from samdrift.config import databases

HOUSE = Path(__file__).resolve().parents[1]

SECRET_KEY = os.environ.get("SAMDRIFT_SECRET_KEY", "")
ALLOWED_HOSTS = os.environ.get("SAMDRIFT_HOSTS", "localhost 127.0.0.1 [::1]").split()
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if host not in ("localhost", "127.0.0.1", "[::1]", "*")]
SECURE = os.environ.get("SAMDRIFT_HTTPS", "") == "1"
DEBUG = False

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "samdrift.ui",
    "samdrift.core",
    "samdrift.members",
    "samdrift.team",
    "samdrift.catalog",
    "samdrift.agree",
    "samdrift.run.availability",
    "samdrift.run.projects",
    "samdrift.run.purchasing",
    "samdrift.run.desk",
    "samdrift.settle",
    "samdrift.plan",
    "samdrift.follow_up",
    "samdrift.config",
]

MIDDLEWARE = [
    "samdrift.config.middleware.ContentSecurityPolicy",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "samdrift.config.middleware.WallsMiddleware",
]

ROOT_URLCONF = "samdrift.config.urls"
WSGI_APPLICATION = "samdrift.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "samdrift.config.context.page",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "samdrift.ui.templatetags.samdrift"],
        },
    }
]
FORM_RENDERER = "samdrift.ui.forms.Renderer"

DATABASES = {"default": databases.settings_from(os.environ)}
SAMDRIFT_APP_ROLE = databases.app_role(os.environ)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "core.Account"
AUTHENTICATION_BACKENDS = ["samdrift.core.sign_in.EmailBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign_in"

SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE
LANGUAGE_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "samdrift.config.answers.session_ended"
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
X_FRAME_OPTIONS = "DENY"

USE_TZ = True
TIME_ZONE = os.environ.get("SAMDRIFT_TIME_ZONE", "Europe/Stockholm")
LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", _("Swedish")), ("en", _("English"))]
LOCALE_PATHS = [HOUSE / "locale"]

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ["SAMDRIFT_STATIC"]) if "SAMDRIFT_STATIC" in os.environ else None
WHITENOISE_USE_FINDERS = STATIC_ROOT is None
WHITENOISE_AUTOREFRESH = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
