"""Measurements: ``make bench`` prints one JSON object a line, each a ratio within one run where a ratio makes sense."""
