"""Slack and Discord, and the process that runs them."""
