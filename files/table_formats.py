"""The formats of tables as files, in addresses: ``<table_format:file_format>``."""

from django.urls import register_converter
from django.urls.converters import StringConverter


class FormatConverter(StringConverter):
    regex = "csv|xlsx"


register_converter(FormatConverter, "table_format")
