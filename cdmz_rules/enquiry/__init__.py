"""What a bureau is asked: which rules are not known, what it is worth to know them, how to ask, and how the answers become an overlay."""
