"""Scripts: what somebody does and has to see, as YAML, played through the real bot. ``docs/scripts.md`` says how to
write one."""
