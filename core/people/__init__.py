"""Who somebody is: a person, and the identities they come with."""
