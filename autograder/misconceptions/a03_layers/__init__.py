"""What goes wrong in a03_layers, one file an exercise. A hint names the idea that is missing, never the answer."""
