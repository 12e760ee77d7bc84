"""Every exercise, played route by route on each platform. ``python -m tests.dialogues`` writes the transcripts."""
