"""pytest shall not look for tests in what is hostile."""

collect_ignore = ["submissions", "parcels"]
