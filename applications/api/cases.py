"""Cases with a token: where they stand, their findings and history, as on the pages."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Role, TokenScope
from accounts.token_access import TokenView
from applications.api.answers import (
    CaseAnswer,
    FindingsAnswer,
    TimelineAnswer,
    case_as_dict,
    entry_as_dict,
)
from applications.correspondence.openings import record_opening
from applications.deadlines.of_cases import current_clocks
from applications.findings_data import last_findings_as_data
from applications.legal_day import legal_day
from applications.models import Case, CaseState, OpenedThing
from applications.timeline import timeline
from languages.api_fields import CodeIn, StrictSerializer
from languages.api_paging import NewestFirst, PageQuery, page_of

TAGS: list[Any] = [_("Applications, with a token")]
FILED = [state for state in CaseState.values if state != CaseState.DRAFT]


class CasesQuery(PageQuery):
    state = CodeIn(FILED, required=False, allow_empty=True)


class CaseView(TokenView):
    scopes = {"GET": TokenScope.CASES_READ}

    def filed(self) -> QuerySet[Case]:
        cases = Case.objects.visible_to(self.membership).exclude(state=CaseState.DRAFT)
        return cases.select_related("organisation")

    def opened(self, number: str) -> Case:
        """The case, whose opening is written down as its page's is."""
        case: Case = get_object_or_404(self.filed(), number=number)
        record_opening(case, OpenedThing.CASE, by=self.membership, at=timezone.now())
        return case

    @property
    def is_applicant(self) -> bool:
        return bool(self.membership.role == Role.APPLICANT)


class Cases(CaseView):
    @extend_schema(
        operation_id="applications",
        summary=_("Filed applications, the newest first"),
        description=_(
            "An applicant's organisation's own; for officers of the financial agent and the "
            "ministry all that were filed. clock is that of the stage that has the case now: "
            "day n of days, in working days, null once it is over."
        ),
        tags=TAGS,
        parameters=[CasesQuery],
        responses=page_of("ApplicationsPage", CaseAnswer),
    )
    def get(self, request: Request) -> Response:
        asked = CasesQuery.read(request.query_params)
        found = self.filed().filter(**asked_state(asked))
        pages = NewestFirst()
        page = pages.paginate_queryset(found, request) or []
        clocks = current_clocks(page, on=legal_day(timezone.now()))
        answers = [case_as_dict(case, clocks[case.pk]) for case in page]
        return pages.get_paginated_response(answers)


def asked_state(asked: dict[str, Any]) -> dict[str, str]:
    return {"state": asked["state"]} if "state" in asked else {}


class OneCase(CaseView):
    @extend_schema(
        operation_id="application",
        summary=_("One application: state, dates, time limit"),
        tags=TAGS,
        responses=CaseAnswer,
    )
    def get(self, request: Request, number: str) -> Response:
        StrictSerializer.read(request.query_params)
        case = self.opened(number)
        clocks = current_clocks([case], on=legal_day(timezone.now()))
        return Response(case_as_dict(case, clocks[case.pk]))


class CaseFindings(CaseView):
    @extend_schema(
        operation_id="application_findings",
        summary=_("What the checks found on the last submission"),
        description=_(
            "The findings of the page and of the letters: each rule with its outcome, the "
            "values compared, the source and what to do."
        ),
        tags=TAGS,
        responses=FindingsAnswer,
    )
    def get(self, request: Request, number: str) -> Response:
        StrictSerializer.read(request.query_params)
        submission = self.opened(number).submissions.select_related("case").latest("ordinal")
        found = last_findings_as_data(submission, for_applicant=self.is_applicant)
        if found is None:
            raise Http404
        return Response(found)


class CaseTimeline(CaseView):
    @extend_schema(
        operation_id="application_timeline",
        summary=_("The history of an application, the newest first"),
        description=_(
            "As on its page: an applicant reads neither officers' names nor their words to each "
            "other. notice is the number of the letter issued then."
        ),
        tags=TAGS,
        responses=TimelineAnswer,
    )
    def get(self, request: Request, number: str) -> Response:
        StrictSerializer.read(request.query_params)
        case = self.opened(number)
        entries = timeline(case, for_staff=not self.is_applicant)
        return Response(
            {"number": case.number, "entries": [entry_as_dict(entry) for entry in entries]}
        )
