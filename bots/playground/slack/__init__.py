"""A stand-in for Slack on loopback: as strict towards an app as the real one, and steered from a person's side."""
