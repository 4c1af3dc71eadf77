"""Tests made from the law itself: written once, for every domain there is and will be."""
