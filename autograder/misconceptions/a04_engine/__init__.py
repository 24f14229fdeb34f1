"""What goes wrong in a04_engine, one file an exercise. A hint names the idea that is missing, never the answer."""
