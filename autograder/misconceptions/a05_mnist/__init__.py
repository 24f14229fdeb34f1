"""What goes wrong in a05_mnist, one file an exercise. A hint names the idea that is missing, never the answer."""
