"""The same loan rule as others would run it; each agrees with openfisca-core's run of our formulas before it is timed."""
