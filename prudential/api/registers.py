"""Registers with a token: uploaded, followed while they are read, their errors."""

from datetime import date
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import TokenScope
from accounts.token_access import TokenThrottle, TokenView, UploadThrottle
from files.uploads import CSV, PARQUET, XLSX, UploadRefused
from languages.api_fields import (
    CodeOut,
    DayIn,
    DayOut,
    LinkOut,
    MomentOut,
    PatternIn,
    StrictSerializer,
    TextOut,
    WholeNumberIn,
    WholeNumberOut,
    refusal,
)
from languages.api_paging import NewestFirst, PageQuery, page_of
from prudential.api.register_bodies import (
    MEMBER,
    CSVParser,
    FormParser,
    ParquetParser,
    XLSXParser,
    file_of,
)
from prudential.models import Register, RegisterState
from prudential.register_errors import iterate_errors
from prudential.registers import receive_register
from prudential.rule_texts import RULE_TEXTS

TAGS: list[Any] = [_("Registers and runs, with a token")]
ERRORS_A_PAGE = 500
BUSINESS_NUMBER = ("[0-9]{12}", _("A BIN is expected: 12 figures."))


class UploadQuery(StrictSerializer):
    cut_off_date = DayIn()


class RegistersQuery(PageQuery):
    organisation = PatternIn(*BUSINESS_NUMBER, required=False, allow_empty=True)
    on = DayIn(required=False, allow_empty=True)


class ErrorsQuery(StrictSerializer):
    after = WholeNumberIn(least=0, most=10**8, required=False, allow_empty=True)


class RuleCount(serializers.Serializer):
    rule = TextOut()
    count = WholeNumberOut()
    what_to_do = TextOut()


class RegisterAnswer(serializers.Serializer):
    id = WholeNumberOut()
    organisation = TextOut(source="organisation.business_number")
    cut_off_date = DayOut()
    version = WholeNumberOut()
    state = CodeOut(RegisterState.values)
    file_name = TextOut(source="original_name")
    content_type = TextOut(source="original.content_type")
    size = WholeNumberOut(source="original.size")
    sha256 = TextOut(source="original.sha256")
    uploaded_at = MomentOut()
    read_at = MomentOut(allow_null=True)
    row_count = WholeNumberOut(allow_null=True)
    error_count = WholeNumberOut()
    rules_broken = serializers.SerializerMethodField()

    @extend_schema_field(RuleCount(many=True))
    def get_rules_broken(self, register: Register) -> Any:
        """The most frequent first."""
        counts = sorted(register.error_counts.items(), key=lambda pair: -pair[1])
        found = [
            {"rule": rule, "count": count, "what_to_do": RULE_TEXTS[rule]} for rule, count in counts
        ]
        return RuleCount(found, many=True).data


class ErrorAnswer(serializers.Serializer):
    row = WholeNumberOut(allow_null=True)
    column = TextOut()
    value = TextOut()
    rule = TextOut()
    what_to_do = TextOut(source="text")


class ErrorsAnswer(serializers.Serializer):
    count = WholeNumberOut()
    next = LinkOut(allow_null=True)
    results = ErrorAnswer(many=True)


class Registers(TokenView):
    scopes = {"GET": TokenScope.REGISTERS_READ, "POST": TokenScope.REGISTERS_WRITE}
    throttle_classes = [TokenThrottle, UploadThrottle]
    parser_classes = [CSVParser, XLSXParser, ParquetParser, FormParser]

    @extend_schema(
        operation_id="registers",
        summary=_("Registers, the newest first"),
        description=_(
            "A reporter's own registers; for the supervisor every accepted one. organisation is "
            "a BIN, on a cut-off date."
        ),
        tags=TAGS,
        parameters=[RegistersQuery],
        responses=page_of("RegistersPage", RegisterAnswer),
    )
    def get(self, request: Request) -> Response:
        asked = RegistersQuery.read(request.query_params)
        found = Register.objects.visible_to(self.membership)
        if "organisation" in asked:
            found = found.filter(organisation__business_number=asked["organisation"])
        if "on" in asked:
            found = found.filter(cut_off_date=asked["on"])
        pages = NewestFirst()
        page = pages.paginate_queryset(found.select_related("organisation", "original"), request)
        return pages.get_paginated_response(RegisterAnswer(page, many=True).data)

    @extend_schema(
        operation_id="register_upload",
        summary=_("Upload a register"),
        description=_(
            "The file is the body, or the part “file” of a form, up to 600 MB. It is kept as it "
            "is and read by a worker: 202 and an address to follow. The very same file for the "
            "same day again is 200 and the register that is there. A corrected file becomes the "
            "next version. The organisation is the token's."
        ),
        tags=TAGS,
        parameters=[UploadQuery],
        request={
            CSV: OpenApiTypes.BINARY,
            XLSX: OpenApiTypes.BINARY,
            PARQUET: OpenApiTypes.BINARY,
            "multipart/form-data": {
                "type": "object",
                "properties": {MEMBER: {"type": "string", "format": "binary"}},
                "required": [MEMBER],
                "additionalProperties": False,
            },
        },
        responses={
            200: OpenApiResponse(RegisterAnswer, _("This very file was uploaded before.")),
            202: OpenApiResponse(RegisterAnswer, _("Taken in; a worker reads it.")),
        },
    )
    def post(self, request: Request) -> Response:
        asked = UploadQuery.read(request.query_params)
        if asked["cut_off_date"] > timezone.localdate():
            raise refusal("cut_off_date", _("This day has not come yet"), "in_the_future")
        return self._received(request, asked["cut_off_date"])

    def _received(self, request: Request, cut_off_date: date) -> Response:
        upload = file_of(request)
        try:
            receipt = receive_register(upload, cut_off_date=cut_off_date, by=self.membership)
        except UploadRefused as error:
            raise refusal(MEMBER, "; ".join(error.messages), error.code or "refused") from None
        finally:
            upload.close()
        register = receipt.register
        address = reverse("api_register", args=[register.pk])
        return Response(
            RegisterAnswer(register).data,
            status=200 if receipt.seen_before else 202,
            headers={"Location": address},
        )


class OneRegister(TokenView):
    scopes = {"GET": TokenScope.REGISTERS_READ}

    @extend_schema(
        operation_id="register",
        summary=_("One register: its state, what was wrong with it"),
        description=_(
            "uploaded and reading: ask again in a few seconds. accepted: its run follows. "
            "rejected: as a whole, for the rules named here."
        ),
        tags=TAGS,
        responses=RegisterAnswer,
    )
    def get(self, request: Request, register_id: int) -> Response:
        StrictSerializer.read(request.query_params)
        return Response(RegisterAnswer(_visible(self, register_id)).data)


class RegisterErrors(TokenView):
    scopes = {"GET": TokenScope.REGISTERS_READ}

    @extend_schema(
        operation_id="register_errors",
        summary=_("Every error of a rejected register"),
        description=_(
            "In the order of the file, 500 an answer; row is the row of the sheet, null where "
            "the whole file is meant. after skips that many; next is the address of the rest."
        ),
        tags=TAGS,
        parameters=[ErrorsQuery],
        responses=ErrorsAnswer,
    )
    def get(self, request: Request, register_id: int) -> Response:
        after = ErrorsQuery.read(request.query_params).get("after", 0)
        register = _visible(self, register_id)
        found = []
        if register.errors is not None:
            found = list(iterate_errors(register.errors, limit=ERRORS_A_PAGE, offset=after))
        reached = after + len(found)
        more = f"{request.path}?after={reached}" if reached < register.error_count else None
        answer = {
            "count": register.error_count,
            "next": request.build_absolute_uri(more) if more and found else None,
            "results": found,
        }
        return Response(ErrorsAnswer(answer).data)


def _visible(view: TokenView, register_id: int) -> Register:
    registers = Register.objects.visible_to(view.membership)
    return get_object_or_404(
        registers.select_related("organisation", "original", "errors"), pk=register_id
    )
