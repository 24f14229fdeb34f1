"""What is right, what was misunderstood, and how many points that makes."""
