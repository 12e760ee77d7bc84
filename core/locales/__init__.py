"""The sentences that people read, in the languages there are besides English."""
