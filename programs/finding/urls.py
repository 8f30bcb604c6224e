"""Addresses of the pages that find, below the room's own."""

from django.urls import path

from programs.finding import search_views
from programs.finding import views as finder_views

finding_patterns = [
    path("finder/", finder_views.finder, name="finder"),
    path("compare/", finder_views.compare, name="compare"),
    path("search/", search_views.search_page, name="search"),
    path("glossary/", search_views.glossary_page, name="glossary"),
]
