"""What the JSON API reads and writes: exact numbers, days, codes, objects without extras.

Numbers come as strings or JSON numbers, become Decimals and leave as strings; a float
never stands between. Every field carries the JSON Schema of exactly what it takes.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from drf_spectacular.drainage import set_override
from rest_framework import serializers

LARGEST_NUMBER = Decimal(10) ** 18
MOST_DECIMALS = 8

_NUMBER = r"-?(0|[1-9][0-9]{0,60})(\.[0-9]{1,28})?"
_WHOLE = r"^(0|[1-9][0-9]{0,8})$"
_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"

Schema = dict[str, Any]


def plain_number(value: Decimal) -> str:
    """A Decimal in full, without an exponent and without zeros at its end."""
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("", "-0") else text


class DescribedField(serializers.Field):
    """A field that states its own JSON Schema; ``field_schema`` may depend on options."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        set_override(self, "field", self.field_schema())

    def field_schema(self) -> Schema:
        raise NotImplementedError

    def to_representation(self, value: Any) -> Any:
        return value


class NumberIn(DescribedField):
    """A Decimal between bounds: ``least`` and ``most`` included, ``above`` not.

    The lower bounds are never below zero.
    """

    default_error_messages = {
        "not_a_number": _("A number is expected, as a string or a JSON number."),
        "too_small": _("The number is too small."),
        "too_large": _("The number is too large."),
        "too_precise": _("The number has too many decimals."),
    }

    def __init__(
        self,
        *,
        least: int | None = None,
        above: int | None = None,
        most: Decimal | int = LARGEST_NUMBER,
        decimals: int = MOST_DECIMALS,
        **options: Any,
    ) -> None:
        self.least, self.above, self.most, self.decimals = least, above, most, decimals
        super().__init__(**options)

    def field_schema(self) -> Schema:
        number: Schema = {"type": "number", "maximum": int(self.most)}
        if self.above is None:
            number["minimum"] = -int(self.most) if self.least is None else self.least
        else:
            number["exclusiveMinimum"] = self.above
        return {"anyOf": [{"type": "string", "pattern": self._pattern()}, number]}

    def _pattern(self) -> str:
        """The strings taken, as narrow as a pattern can say; bounds remain."""
        zeros = f"0{{0,{28 - self.decimals}}}"
        sign = "" if self._takes_no_sign else "-?"
        return rf"^{sign}(0|[1-9][0-9]{{0,18}})(\.[0-9]{{1,{self.decimals}}}{zeros})?$"

    @property
    def _takes_no_sign(self) -> bool:
        return self.least is not None or self.above is not None

    def to_internal_value(self, data: Any) -> Decimal:
        number = self._number(data)
        if self._is_too_small(number):
            self.fail("too_small")
        if number > self.most:
            self.fail("too_large")
        if decimals_of(number) > self.decimals:
            self.fail("too_precise")
        return number

    def _number(self, data: Any) -> Decimal:
        if isinstance(data, str) and re.fullmatch(_NUMBER, data, re.ASCII):
            return Decimal(data)
        if isinstance(data, bool) or not isinstance(data, Decimal | int):
            self.fail("not_a_number")
        return Decimal(data)

    def _is_too_small(self, number: Decimal) -> bool:
        if self._takes_no_sign and number.is_signed():
            return True
        if self.above is not None:
            return number <= self.above
        return number < (-self.most if self.least is None else self.least)


def decimals_of(number: Decimal) -> int:
    """Decimals of a finite number; zeros at its end do not count, 1.500 has one."""
    digits, exponent = number.as_tuple()[1:]
    if not any(digits):
        return 0
    zeros = next(n for n, digit in enumerate(reversed(digits)) if digit)
    return max(0, -(int(exponent) + zeros))


class WholeNumberIn(DescribedField):
    """A count between bounds, both included, as a JSON integer or a string of digits."""

    default_error_messages = {
        "not_a_number": _("A whole number is expected, as a string or a JSON number."),
        "too_small": _("The number is too small."),
        "too_large": _("The number is too large."),
    }

    def __init__(
        self, *, least: int = 0, most: int, allow_empty: bool = False, **options: Any
    ) -> None:
        self.least, self.most, self.allow_empty = least, most, allow_empty
        super().__init__(**options)

    def field_schema(self) -> Schema:
        whole = {"type": "integer", "minimum": self.least, "maximum": self.most}
        taken: Schema = {"anyOf": [{"type": "string", "pattern": _WHOLE}, whole]}
        if self.allow_empty:  # the parameter of an address that counts as not given
            taken["anyOf"].append({"type": "string", "maxLength": 0})
        return taken

    def to_internal_value(self, data: Any) -> int:
        number = self._number(data)
        if number < self.least:
            self.fail("too_small")
        if number > self.most:
            self.fail("too_large")
        return int(number)

    def _number(self, data: Any) -> Decimal:
        if isinstance(data, str) and re.fullmatch(_WHOLE, data, re.ASCII):
            return Decimal(data)
        if isinstance(data, bool) or not isinstance(data, Decimal | int):
            self.fail("not_a_number")
        if decimals_of(Decimal(data)):
            self.fail("not_a_number")
        return Decimal(data)


class DayIn(DescribedField):
    """A day as YYYY-MM-DD; an empty text counts as not given where ``allow_empty``."""

    default_error_messages = {"not_a_day": _("A day is expected as YYYY-MM-DD.")}

    def __init__(self, *, allow_empty: bool = False, **options: Any) -> None:
        self.allow_empty = allow_empty
        super().__init__(**options)

    def field_schema(self) -> Schema:
        return _or_empty({"type": "string", "format": "date"}, self.allow_empty)

    def to_internal_value(self, data: Any) -> date | None:
        if self.allow_empty and data == "":
            return None
        try:
            return date.fromisoformat(re.fullmatch(_DAY, data, re.ASCII)[0])  # type: ignore[index]
        except (TypeError, ValueError):
            self.fail("not_a_day")

    def to_representation(self, value: date) -> str:
        return value.isoformat()


class CodeIn(DescribedField):
    """One of a closed list of texts; the error names them all."""

    default_error_messages = {"unknown_code": _("Unknown code. Allowed: {allowed}.")}

    def __init__(self, codes: Iterable[str], *, allow_empty: bool = False, **options: Any) -> None:
        self.codes = tuple(str(code) for code in codes)
        self.allow_empty = allow_empty
        super().__init__(**options)

    def field_schema(self) -> Schema:
        return {"type": "string", "enum": [*self.codes, *([""] if self.allow_empty else [])]}

    def to_internal_value(self, data: Any) -> str:
        if isinstance(data, str) and (data in self.codes or (self.allow_empty and not data)):
            return data
        self.fail("unknown_code", allowed=", ".join(self.codes))


class PatternIn(DescribedField):
    """A text of a given form; ``expected`` says in words which."""

    default_error_messages = {"wrong_form": "{expected}"}

    def __init__(
        self, pattern: str, expected: str | Promise, *, allow_empty: bool = False, **options: Any
    ) -> None:
        self.pattern, self.expected, self.allow_empty = pattern, expected, allow_empty
        super().__init__(**options)

    def field_schema(self) -> Schema:
        return _or_empty({"type": "string", "pattern": f"^{self.pattern}$"}, self.allow_empty)

    def to_internal_value(self, data: Any) -> str:
        if isinstance(data, str) and self._fits(data):
            return data
        self.fail("wrong_form", expected=self.expected)

    def _fits(self, text: str) -> bool:
        return bool(re.fullmatch(self.pattern, text)) or (self.allow_empty and not text)


class CurrencyIn(PatternIn):
    """An ISO 4217 code."""

    def __init__(self, **options: Any) -> None:
        expected = _("An ISO code of three capital letters is expected.")
        super().__init__("[A-Z]{3}", expected, **options)


class ShortTextIn(PatternIn):
    """A line of up to a hundred signs."""

    def __init__(self, **options: Any) -> None:
        expected = _("A text of up to 100 signs is expected.")
        super().__init__(r"[^\x00-\x1f]{0,100}", expected, **options)


class FlagIn(DescribedField):
    """true or false, nothing that only looks like it."""

    default_error_messages = {"not_a_flag": _("true or false is expected.")}

    def field_schema(self) -> Schema:
        return {"type": "boolean"}

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("not_a_flag")
        return data


class NumberOut(DescribedField):
    """A Decimal as a string: with ``decimals`` places, or in full without zeros at the end."""

    def __init__(self, *, decimals: int | None = None, **options: Any) -> None:
        self.decimals = decimals
        super().__init__(read_only=True, **options)

    def field_schema(self) -> Schema:
        part = rf"\.[0-9]{{{self.decimals}}}" if self.decimals else r"(\.[0-9]+)?"
        return {"type": "string", "pattern": f"^-?[0-9]+{part}$"}

    def to_representation(self, value: Decimal) -> str:
        if self.decimals is None:
            return plain_number(value)
        return format(value.quantize(Decimal(1).scaleb(-self.decimals)), "f")


class TextOut(DescribedField):
    """A text in the request's language, or a code."""

    def __init__(self, **options: Any) -> None:
        super().__init__(read_only=True, **options)

    def field_schema(self) -> Schema:
        return {"type": "string"}

    def to_representation(self, value: Any) -> str:
        return str(value)


class CodeOut(TextOut):
    """One of a closed list of codes."""

    def __init__(self, codes: Iterable[str], **options: Any) -> None:
        self.codes = [str(code) for code in codes]
        super().__init__(**options)

    def field_schema(self) -> Schema:
        return {"type": "string", "enum": self.codes}


class WholeNumberOut(TextOut):
    """A count, a number of a row or of months."""

    def field_schema(self) -> Schema:
        return {"type": "integer"}

    def to_representation(self, value: int) -> int:  # type: ignore[override]
        return int(value)


class FlagOut(TextOut):
    def field_schema(self) -> Schema:
        return {"type": "boolean"}

    def to_representation(self, value: bool) -> bool:  # type: ignore[override]
        return bool(value)


class DayOut(TextOut):
    def field_schema(self) -> Schema:
        return {"type": "string", "format": "date"}

    def to_representation(self, value: date) -> str:
        return value.isoformat()


class MomentOut(TextOut):
    """A moment with its offset from UTC (RFC 3339)."""

    def field_schema(self) -> Schema:
        return {"type": "string", "format": "date-time"}

    def to_representation(self, value: datetime) -> str:
        return value.isoformat()


class LinkOut(TextOut):
    def field_schema(self) -> Schema:
        return {"type": "string", "format": "uri"}


class StrictSerializer(serializers.Serializer):
    """An object read from outside: a member that it does not know is an error."""

    default_error_messages = {
        "unknown_member": _("This member is not known here. Known: {known}."),
        "given_twice": _("This parameter is given more than once."),
    }

    @classmethod
    def read(cls, data: Any) -> dict[str, Any]:
        """The validated members; raises rest_framework's ValidationError."""
        serializer = cls(data=data)
        serializer.is_valid(raise_exception=True)
        return serializer.validated_data

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        faults = self._faults(data) if isinstance(data, Mapping) else {}
        try:
            values = super().to_internal_value(data)
        except serializers.ValidationError as error:
            found: Any = error.detail
            raise serializers.ValidationError({**found, **faults}) from None
        if faults:
            raise serializers.ValidationError(faults)
        return values

    def _faults(self, data: Mapping[str, Any]) -> dict[str, list[Any]]:
        known = ", ".join(self.fields)
        faults = {
            name: [self._fault("unknown_member", known=known)]
            for name in data
            if name not in self.fields
        }
        many = getattr(data, "getlist", lambda name: [None])
        twice = [name for name in data if len(many(name)) > 1]
        return faults | {name: [self._fault("given_twice")] for name in twice}

    def _fault(self, code: str, **values: Any) -> Any:
        text = str(self.error_messages[code]).format(**values)
        return serializers.ErrorDetail(text, code=code)


def refusal(field: str, detail: str | Promise, code: str) -> serializers.ValidationError:
    """One member cannot be answered to; ``field`` joins members and indexes by dots."""
    return serializers.ValidationError({field: [serializers.ErrorDetail(str(detail), code)]})


def _or_empty(schema: Schema, allow_empty: bool) -> Schema:
    return {"anyOf": [schema, {"type": "string", "maxLength": 0}]} if allow_empty else schema
