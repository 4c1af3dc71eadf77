"""Putting words together, as each language punctuates."""

from __future__ import annotations

from cdmz_rules.cli.language import chosen


def listed(names: list[str]) -> str:
    """Names one after another."""
    return ("、" if chosen() == "zh" else ", ").join(names)


def labelled(label: str, text: str) -> str:
    """A name and what is said of it; the answer, where the name is a question."""
    if label.endswith("?"):
        return f"{label} {text}"
    return f"{label}{'：' if chosen() == 'zh' else ': '}{text}"


def aside(text: str) -> str:
    """A remark in brackets."""
    return f"（{text}）" if chosen() == "zh" else f" ({text})"
