"""Use cases: one unit of work each, and the desk that every tap, form and command comes to."""
