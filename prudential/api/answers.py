"""What the answers have in common: the norm that was applied, with its source."""

from rest_framework import serializers

from languages.api_fields import DayOut, TextOut
from norms.schema import NormValue
from prudential.api.reasons import in_language


class NormAnswer(serializers.Serializer):
    """The norm applied: act, place in it, first day of this wording.

    ``verified`` is false where the figure was not compared with the act itself.
    """

    act = serializers.SerializerMethodField()
    paragraph = TextOut(allow_null=True)
    effective_from = DayOut()
    verified = serializers.BooleanField(read_only=True)
    note = serializers.SerializerMethodField()

    def get_act(self, norm: NormValue) -> str:
        return str(in_language(norm.citation))

    def get_note(self, norm: NormValue) -> str | None:
        return in_language(norm.note)
