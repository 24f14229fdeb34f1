"""Student code runs here, in a process of its own that knows nothing worth stealing."""
