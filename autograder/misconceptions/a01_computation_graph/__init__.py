"""What goes wrong in a01_computation_graph, one file an exercise. A hint names the idea that is missing, never the answer."""
