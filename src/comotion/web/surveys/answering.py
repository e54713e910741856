"""A respondent's questions: one at a time, on a phone, saved as they are answered, without an account or a script."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from comotion.core.clock import now
from comotion.core.links import OpenedLink
from comotion.core.policy import policy
from comotion.surveys.answering import Paper, RoundIsOver, UnableToAnswer, answer, disown, finish, paper_of
from comotion.web.surveys.forms import AnswerForm
from comotion.web.surveys.paper import END, QuestionPage, first_page, question_page

YEAR = 365 * 24 * 3600


@policy("survey", audience="link", GET="read", POST="change")
def questions(request: HttpRequest, token: str) -> HttpResponse:
    """Show the page that the address names: the start, a question, the end; take the answer that is sent."""
    del token
    link: OpenedLink = request.link  # type: ignore[attr-defined]
    paper = paper_of(link, now())
    if paper is None:
        raise Http404
    language = _language(request, paper)
    with override(language):
        answered = _sent(request, link, paper) if request.method == "POST" else _shown(request, paper)
    if request.GET.get("language") == language:
        answered.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=YEAR, samesite="Lax")
    return answered


def _language(request: HttpRequest, paper: Paper) -> str:
    """Return the language one chose, else the one in which one was asked, else the browser's; among those there are."""
    wanted = (
        request.GET.get("language", ""),
        request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""),
        paper.language,
        get_language() or "",
    )
    known = paper.instrument.languages
    return next((one.partition("-")[0] for one in wanted if one.partition("-")[0] in known), known[0])


def _shown(request: HttpRequest, paper: Paper, *, status: int = 200, problem: str = "") -> HttpResponse:
    context = {"paper": paper, "languages": paper.instrument.languages, "language": get_language(), "problem": problem}
    if not paper.takes_answers:
        return render(request, "surveys/over.html", context, status=status)
    place = request.GET.get("at") or first_page(paper)
    if place == END:
        return render(request, "surveys/end.html", context)
    page = question_page(paper, place)
    if page is None:
        return render(request, "surveys/start.html", context)
    form = AnswerForm(page.item, request.POST or None, given=page.given)
    return render(request, "surveys/question.html", context | {"page": page, "form": form}, status=status)


def _sent(request: HttpRequest, link: OpenedLink, paper: Paper) -> HttpResponse:
    """Keep what was sent and lead on; a round that has closed and an answer that is none say so."""
    page = question_page(paper, request.GET.get("at") or "")
    try:
        if request.POST.get("go") == "disown":
            disown(link=link, at=now())
            return render(request, "surveys/disowned.html", {"paper": paper})
        if page is not None:
            _keep(request, link, page)
        elif request.POST.get("go") == "finish":
            finish(link=link, at=now())
    except RoundIsOver:
        return _shown(request, paper, status=409)
    except UnableToAnswer as refused:
        return _shown(request, paper, status=422, problem=str(refused))
    if request.headers.get("X-Autosave"):
        return HttpResponse(status=204)
    return redirect(f"{request.path}?at={page.leads_to(request.POST.get('go', '')) if page else END}")


def _keep(request: HttpRequest, link: OpenedLink, page: QuestionPage) -> None:
    form = AnswerForm(page.item, request.POST, given=page.given)
    if not form.is_valid():
        raise UnableToAnswer(_("Choose one of the answers."))
    if form.cleaned_data["choice"]:
        answer(link=link, item=page.item.id, given=form.given(), at=now())
