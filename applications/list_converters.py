"""The formats of lists as files, in addresses."""

from django.urls import register_converter
from django.urls.converters import StringConverter


class FormatConverter(StringConverter):
    regex = "csv|xlsx"


register_converter(FormatConverter, "table_format")
