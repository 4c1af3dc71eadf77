"""Tools for whoever changes this project."""
