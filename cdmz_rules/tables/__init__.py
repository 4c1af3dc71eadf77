"""Many households in a table: its columns read and checked, its answers named, its files read and written piece by piece."""
