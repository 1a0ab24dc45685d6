"""Signing in and out, one's own password, the seat one acts in, home, and the pages that need no seat."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samdrift.config.forms import OwnPasswordForm, SignInForm
from samdrift.config.middleware import SEAT
from samdrift.config.slots import home_of
from samdrift.config.work import work_of
from samdrift.core import sign_in as guessing
from samdrift.core.access import Deed
from samdrift.core.doors import SeatedRequest, answered_on, door, public, status_of
from samdrift.core.models import Account
from samdrift.members import actions
from samdrift.members.queries import organizations_by_id, seats_of
from samdrift.team.queries import desks


@public
def home(request: HttpRequest) -> HttpResponse:
    """To the home of the role one acts in."""
    actor = request.actor  # type: ignore[attr-defined]
    if actor is None:
        return redirect("no_seat" if request.user.is_authenticated else "sign_in")
    return redirect(home_of(actor.role, work_of(actor)))


@public
def sign_in(request: HttpRequest) -> HttpResponse:
    onwards = request.POST.get("next", request.GET.get("next", ""))
    form = SignInForm(request.POST or None)
    status = 200
    if form.is_valid():
        email, password, at = form.cleaned_data["email"], form.cleaned_data["password"], timezone.now()
        if guessing.too_many_guesses(email, at=at):
            form.say_too_many()
            status = 429
        elif account := authenticate(request, email=email, password=password):
            assert isinstance(account, Account)
            login(request, account)
            safe = url_has_allowed_host_and_scheme(onwards, {request.get_host()}, require_https=request.is_secure())
            return redirect(onwards if safe else "home")
        else:
            form.say_wrong()
            status = 422
            request.when_rolled_back(lambda: guessing.note_failure(email, at=at))  # type: ignore[attr-defined]
    elif form.is_bound:
        status = 422
    return render(request, "config/sign_in.html", {"form": form, "next": onwards}, status=status)


@require_POST
@public
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("sign_in")


@public
def no_seat(request: HttpRequest) -> HttpResponse:
    """Signed in, but without a role anywhere today."""
    return render(request, "config/no_seat.html", status=403)


@public
def choose_seat(request: HttpRequest) -> HttpResponse:
    """Which of one's seats to act in."""
    if not request.user.is_authenticated:
        return redirect("sign_in")
    held = seats_of(request.user.pk, on=timezone.localdate())
    if request.method == "POST":
        chosen = next((seat for seat in held if str(seat.pk) == request.POST.get("seat")), None)
        if chosen is not None:
            request.session[SEAT] = chosen.pk
            return redirect("home")
    names = organizations_by_id({seat.owner_id for seat in held})
    seats = [(seat, names[seat.owner_id]) for seat in held]
    actor = request.actor  # type: ignore[attr-defined]
    return render(request, "config/choose_seat.html", {"seats": seats, "current": actor.seat_id if actor else None})


@door(Deed.CHANGE_OWN_PASSWORD)
def own_password(request: SeatedRequest) -> HttpResponse:
    """The session goes on and the account's other ones end. A wrong present password counts like a wrong one at sign-in."""
    account, at = request.user, timezone.now()
    assert isinstance(account, Account)
    if not account.has_usable_password():
        if request.method == "POST":
            raise actions.NoPasswordYet
        return render(request, "config/own_password.html", {"form": None})
    if request.method == "POST" and guessing.too_many_guesses(account.email, at=at):
        return render(request, "config/own_password.html", {"form": OwnPasswordForm(account), "too_many": True}, status=429)
    form = OwnPasswordForm(account, request.POST if request.method == "POST" else None)
    if form.is_valid():
        with answered_on(form, request):
            changed = actions.change_own_password(form.cleaned_data["new_password1"], by=request.actor, at=at)
            update_session_auth_hash(request, changed)
            messages.success(request, _("Your password is changed. Wherever else you were signed in, you no longer are."))
            return redirect("home")
    if form.was_a_guess:
        request.when_rolled_back(lambda: guessing.note_failure(account.email, at=at))
    return render(request, "config/own_password.html", {"form": form}, status=status_of(form))


@public
def reach_us(request: HttpRequest) -> HttpResponse:
    """How to reach the desk when one cannot sign in."""
    return render(request, "config/help.html", {"desks": desks()})


@public
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "config/accessibility.html")


@public
def personal_data(request: HttpRequest) -> HttpResponse:
    return render(request, "config/personal_data.html")
