"""``python -m bots`` is the ``enough`` command."""

from bots.cli import main

main()
