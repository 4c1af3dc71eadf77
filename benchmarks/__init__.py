"""What is claimed about speed, each claim measured again by ``make bench``: ours beside peers that compute the same loan."""
