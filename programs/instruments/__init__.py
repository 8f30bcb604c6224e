"""The export credit agency's insurance instruments and guarantees."""
