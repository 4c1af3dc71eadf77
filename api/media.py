"""The forms in which a request can be sent and a batch answered, and which of them a request names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from cdmz_rules.errors import Problem, nearest

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


JSON = "application/json"
FORM, FILES = "application/x-www-form-urlencoded", "multipart/form-data"
"""What browsers call a form, and one with files."""


def sent(content_type: str, encoding: str) -> Form:
    """The form of a batch, by its headers ``Content-Type`` and ``Content-Encoding``.

    Raises:
        Refused: if it is none of ours.
    """
    media, charset = _media(content_type, encoding)
    form = next((form for form, name in TYPES.items() if name == media), None)
    if form is None:
        raise _unknown(content_type, TYPES.values())
    _check_charset(charset, CHARSETS.get(form, UTF_8))
    return form


def check_json(content_type: str, encoding: str) -> None:
    """Whether a body is JSON, by its headers ``Content-Type`` and ``Content-Encoding``.

    Raises:
        Refused: if it does not say so.
    """
    media, charset = _media(content_type, encoding)
    if media != JSON:
        raise _unknown(content_type, [JSON])
    _check_charset(charset, UTF_8)


def check_form(content_type: str, *known: str) -> None:
    """Whether a body is a form, by its header ``Content-Type``.

    Raises:
        Refused: if it does not say so.
    """
    if content_type.partition(";")[0].strip().casefold() not in known:
        raise _unknown(content_type, known)


def _media(content_type: str, encoding: str) -> tuple[str, str]:
    """The media type of a body that is not compressed, and its encoding as far as it is named."""
    media, _, parameters = content_type.partition(";")
    if encoding.strip().casefold() not in ("", "identity"):
        words = "请勿压缩请求", "send the body as it is, not compressed"
        raise Refused(415, Problem("unknown_encoding", "content-encoding", *words, "identity"))
    return media.strip().casefold(), parameters.partition("charset=")[2].strip(' "').casefold()


def _check_charset(charset: str, known: Sequence[str]) -> None:
    if charset and charset not in known:
        words = "不支持这种编码", "this encoding is not read here"
        raise Refused(415, Problem("unknown_encoding", "content-type", *words, ", ".join(known)))


def _unknown(content_type: str, known: Iterable[str]) -> Refused:
    if not content_type.strip():
        words = "没有写明内容类型", "the content type is missing"
        return Refused(415, Problem("missing", "content-type", *words, ", ".join(known)))
    words = "不支持这种内容类型", "this content type is not read here"
    near = nearest(content_type.partition(";")[0].strip().casefold(), known)
    return Refused(415, Problem("unknown_format", "content-type", *words, ", ".join(known), near))


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
