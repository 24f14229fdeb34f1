"""The hidden suites, one file an assignment. Students never see these."""
