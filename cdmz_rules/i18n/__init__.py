"""Words in two languages, and the phrases of screens and commands."""
