"""A stand-in for Discord on loopback: as strict towards an app as the real one, and steered from a person's side."""
