"""Exercises: what they are (content), how they move (engine), how they look (show). Pure: no clock, no storage."""
