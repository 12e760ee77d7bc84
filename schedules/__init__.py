"""When something is due: slots become deliveries, deliveries become messages."""
