"""Everything Enough knows, apart from any platform, scheduler or environment."""
