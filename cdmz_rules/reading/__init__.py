"""One raw value, as somebody wrote it or a program sent it, as what it means: the only reader that there is.

Each kind has a module of its own with one function ``read``: ``numbers``, ``money``, ``days``, ``yes_no``, ``choices``, ``ids``. It takes
text, what YAML, JSON or a spreadsheet holds, or a scalar of Python, NumPy or pandas, and gives the value, or the `Problem` with what was
expected; the caller says where that stands. Whether a raw value says anything at all, ``plain.says_nothing`` knows. What is understood
depends on the raw value and on the `Door` alone, never on what stands beside it.
"""
