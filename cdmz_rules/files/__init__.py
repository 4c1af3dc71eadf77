"""Files: where the content stands, how YAML is read, and the one atomic write."""
