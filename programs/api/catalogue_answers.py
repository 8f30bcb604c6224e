"""The catalogue's answers as the description states them; the tests hold both together."""

from rest_framework import serializers

from languages.api_fields import CodeOut, DayOut, NumberOut, TextOut, WholeNumberOut
from programs.codes import (
    Channel,
    FundSource,
    Herd,
    Instrument,
    ProgrammeStatus,
    Purpose,
    RateKind,
    RatingStep,
)
from programs.interest_subsidy import TermBucket
from programs.models import RateSeries


class RevisionAnswer(serializers.Serializer):
    number = WholeNumberOut()
    decision = TextOut()
    effective_from = DayOut()


class ProgrammeAnswer(serializers.Serializer):
    programme = TextOut()
    name = TextOut()
    official_name = TextOut(allow_null=True)
    status = CodeOut(ProgrammeStatus.values)
    status_note = TextOut(allow_null=True)
    ended_on = DayOut(allow_null=True)
    purpose = TextOut(allow_null=True)
    borrowers = TextOut(allow_null=True)
    revision = RevisionAnswer(allow_null=True)


class ProgrammesAnswer(serializers.Serializer):
    count = WholeNumberOut()
    results = serializers.ListField(child=ProgrammeAnswer(), read_only=True)


class TermsRowAnswer(serializers.Serializer):
    """Rates are percent a year, terms months; null where the source states nothing.

    A null code holds for every value of its column.
    """

    programme = TextOut()
    paragraph = TextOut()
    channel = CodeOut(Channel.values)
    source = CodeOut(FundSource.values, allow_null=True)  # type: ignore[assignment]
    purpose = CodeOut(Purpose.values, allow_null=True)
    instrument = CodeOut(Instrument.values, allow_null=True)
    herd = CodeOut(Herd.values, allow_null=True)
    rating_step = CodeOut(RatingStep.values, allow_null=True)
    rate_kind = CodeOut(RateKind.values, allow_null=True)
    rate_percent = NumberOut(allow_null=True)
    rate_note = TextOut(allow_null=True)
    effective_rate_from_percent = NumberOut(allow_null=True)
    margin_cap_percent = NumberOut(allow_null=True)
    end_borrower_cap_percent = NumberOut(allow_null=True)
    end_borrower_cap_vulnerable_percent = NumberOut(allow_null=True)
    subsidised_rate_percent = NumberOut(allow_null=True)
    term_months_max = WholeNumberOut(allow_null=True)
    end_borrower_term_months_max = WholeNumberOut(allow_null=True)
    term_rule = TextOut(allow_null=True)
    grace_months_max = WholeNumberOut(allow_null=True)
    grace_share_of_term = TextOut(allow_null=True)
    currency = TextOut()
    amount_min = NumberOut(allow_null=True)
    amount_max = NumberOut(allow_null=True)
    amount_max_rule = TextOut(allow_null=True)
    collateral = TextOut(allow_null=True)
    conditions = serializers.ListField(child=TextOut(), read_only=True)
    revision = RevisionAnswer()


class TermsAnswer(serializers.Serializer):
    count = WholeNumberOut()
    results = serializers.ListField(child=TermsRowAnswer(), read_only=True)


class RateAnswer(serializers.Serializer):
    kind = CodeOut(RateSeries.values)
    currency = TextOut()
    term_bucket = CodeOut([bucket.value for bucket in TermBucket], allow_null=True)
    value_percent = NumberOut(allow_null=True)
    decided = DayOut(allow_null=True)
    effective_from = DayOut()
    known_until = DayOut(allow_null=True)
    source = TextOut()  # type: ignore[assignment]


class RatesAnswer(serializers.Serializer):
    count = WholeNumberOut()
    results = serializers.ListField(child=RateAnswer(), read_only=True)
