"""One file a screen: what the inspector sees, and which commands apply."""
