"""ISO standards: ice actions."""
