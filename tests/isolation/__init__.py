"""What several sessions see of each other: scripts of steps in a given order, answered by both servers."""
