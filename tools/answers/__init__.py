"""Answers of many drawn cases, kept in a file, so that a restructuring can be shown to change none of them.

``python -m tools.answers record before.jsonl.gz`` draws cases, decides them and writes inputs and answers; with the code at hand
``python -m tools.answers compare before.jsonl.gz`` decides the same inputs again and prints every difference. With 2,000 cases
either takes about 4 minutes of one core, with 6,000 about 8; ``compare --sample 300`` takes half a minute.

Only what is public is asked: `decide`, `decide_table` and `decide_all`, the HTTP interface, and the command line where neither
reaches. What is drawn follows the interface's own description of the inputs, so that nothing here knows a module inside the engine.
"""
