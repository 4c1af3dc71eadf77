"""The forms in which a batch can be sent and answered, and which of them a request names."""

from __future__ import annotations

from typing import Literal

from cdmz_rules.errors import Problem

Form = Literal["lines", "csv", "parquet", "arrow"]

TYPES: dict[Form, str] = {
    "lines": "application/x-ndjson",
    "csv": "text/csv",
    "parquet": "application/vnd.apache.parquet",
    "arrow": "application/vnd.apache.arrow.stream",
}
KNOWN = ", ".join(TYPES.values())
CHARSETS = {"csv": ("utf-8", "utf8", "utf-16", "gb18030", "gbk", "gb2312")}
"""What a text may be said to be in; what it is in shows in its bytes. JSON is UTF-8 alone."""
UTF_8 = CHARSETS["csv"][:2]


class Refused(Exception):
    """A request that names a form we do not have: the status and what is wrong."""

    def __init__(self, status: int, problem: Problem) -> None:
        self.status, self.problem = status, problem
        super().__init__(problem.code)


def sent(content_type: str, encoding: str) -> Form:
    """The form of a body, by its headers ``Content-Type`` and ``Content-Encoding``.

    Raises:
        Refused: if it is none of ours.
    """
    media, _, parameters = content_type.partition(";")
    charset = parameters.partition("charset=")[2].strip(' "').casefold()
    if encoding.strip().casefold() not in ("", "identity"):
        words = "请勿压缩请求", "send the body as it is, not compressed"
        raise Refused(415, Problem("unknown_encoding", "content-encoding", *words, "identity"))
    form = next((form for form, name in TYPES.items() if media.strip().casefold() == name), None)
    if form is None:
        words = "不支持这种内容类型", "this content type is not read here"
        raise Refused(415, Problem("unknown_format", "content-type", *words, KNOWN))
    if charset and charset not in CHARSETS.get(form, UTF_8):
        words = "不支持这种编码", "this encoding is not read here"
        expected = ", ".join(CHARSETS.get(form, UTF_8))
        raise Refused(415, Problem("unknown_encoding", "content-type", *words, expected))
    return form


def accepted(accept: str, otherwise: Form) -> Form:
    """The form of the answer, by the header ``Accept``; that of the request, if it may be any.

    Raises:
        Refused: if none of ours will do.
    """
    ranges = [part_range for part in accept.split(",") if (part_range := _range(part)) and part_range[1] > 0]
    ranges.sort(key=lambda part_range: -part_range[1])
    for media, _ in ranges:
        for form in (otherwise, *TYPES):
            if _fits(media, TYPES[form]):
                return form
    if not accept.strip():
        return otherwise
    words = "不提供所要求的格式", "the answer cannot be given in this form"
    raise Refused(406, Problem("unknown_format", "accept", *words, KNOWN))


def _range(part: str) -> tuple[str, float] | None:
    """A media range and how much it is wanted."""
    media, *parameters = (piece.strip().casefold() for piece in part.split(";"))
    weight = next((parameter[2:] for parameter in parameters if parameter.startswith("q=")), "1")
    try:
        return (media, float(weight)) if media else None
    except ValueError:
        return None


def _fits(media: str, name: str) -> bool:
    return media in ("*/*", name) or (media.endswith("/*") and name.startswith(media[:-1]))
