"""What goes wrong in a02_chain_rule, one file an exercise. A hint names the idea that is missing, never the answer."""
