"""The page to try the bot in a browser: both stand-ins side by side, one clock, and what is stored and sent."""
