"""The crisis screen and the answers to it. Data files and pure functions: no storage, no network, no clock."""
