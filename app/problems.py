"""Errors as problem+json (RFC 9457), in the reader's language, and how validation reads there."""

from collections.abc import Sequence
from typing import Any

import orjson
from fastapi import Request, Response
from pydantic import ValidationError

from app.errors import (
    AppError,
    BadFields,
    BrokenFiles,
    Malformed,
    Missing,
    TooLarge,
    WrongMethod,
)
from app.findings import Finding
from app.page import locale_of
from app.vocabulary import Language, Wording, language_of

MEDIA = "application/problem+json"

_WRONG: dict[str, Wording] = {
    "missing": Wording(zh="缺少这一项", en="is missing"),
    "extra_forbidden": Wording(zh="没有这一项", en="is not a field of this request"),
    "string_type": Wording(zh="须是文字", en="must be a string"),
    "int_type": Wording(zh="须是整数", en="must be a whole number"),
    "int_parsing": Wording(zh="须是整数", en="must be a whole number"),
    "int_from_float": Wording(zh="须是整数", en="must be a whole number"),
    "model_type": Wording(zh="须是 JSON 对象", en="must be a JSON object"),
    "string_too_long": Wording(zh="最多 {max_length} 个字符", en="at most {max_length} characters"),
    "string_pattern_mismatch": Wording(zh="须符合 {pattern}", en="must match {pattern}"),
    "literal_error": Wording(zh="须是 {expected} 之一", en="must be one of {expected}"),
    "greater_than_equal": Wording(zh="不小于 {ge}", en="must be at least {ge}"),
    "less_than": Wording(zh="须小于 {lt}", en="must be less than {lt}"),
}


def invalid(errors: Sequence[Any]) -> AppError:
    """What pydantic found wrong with a body, as an error of ours."""
    if any(error["type"] in ("json_invalid", "json_type") for error in errors):
        return Malformed()
    return BadFields([(_pointer(error["loc"]), _wrong(error)) for error in errors])


def invalid_body(error: ValidationError) -> AppError:
    """The same for a body that was validated by hand."""
    return invalid(error.errors(include_url=False, include_input=False))


def problem(request: Request, error: AppError) -> Response:
    """The error as problem+json; `type` names a page that explains it."""
    language = language_of(locale_of(request))
    told: dict[str, Any] = {
        "type": f"/problems/{error.code}",
        "title": error.title.to(language),
        "status": error.status,
        "detail": error.detail.to(language),
        "instance": request.url.path,
    }
    if isinstance(error, BadFields):
        told["errors"] = [
            {"pointer": pointer, "detail": wrong.to(language)} for pointer, wrong in error.errors
        ]
    elif isinstance(error, BrokenFiles):
        told["findings"] = [finding_json(one, language) for one in error.findings]
    elif error.pointer:
        told["errors"] = [{"pointer": error.pointer, "detail": told["detail"]}]
    return Response(orjson.dumps(told), error.status, media_type=MEDIA)


def finding_json(finding: Finding, language: Language) -> dict[str, Any]:
    """A finding for programs: its stable code, its place, and the rest in the reader's language."""
    return {
        "code": finding.code,
        "severity": finding.severity,
        "line": finding.place.line,
        "column": finding.place.column,
        "path": finding.path,
        "message": finding.message.to(language),
        "mend": finding.mend.to(language),
    }


def wants_json(request: Request) -> bool:
    """Whether a program asks rather than a reader."""
    accepts = request.headers.get("accept", "")
    return request.url.path.startswith("/api/") or (
        "json" in accepts and "text/html" not in accepts
    )


def error_of_status(status: int) -> AppError:
    """The framework's own refusals (no such path, no such method) as errors of ours."""
    kinds = {kind.status: kind for kind in (Malformed, Missing, WrongMethod, TooLarge)}
    return kinds.get(status, AppError)()


def known_problems() -> dict[str, type[AppError]]:
    """Every kind of error by its code, for the pages that `type` names."""
    found: dict[str, type[AppError]] = {}
    waiting: list[type[AppError]] = [AppError]
    while waiting:
        kind = waiting.pop()
        found.setdefault(kind.code, kind)
        waiting.extend(kind.__subclasses__())
    return found


def _pointer(loc: Sequence[int | str]) -> str:
    parts = loc[1:] if loc and loc[0] in ("body", "query", "path") else loc
    return "".join(f"/{part}" for part in parts)


def _wrong(error: Any) -> Wording:
    known = _WRONG.get(error["type"])
    if known is None:
        return Wording(zh=f"有误（{error['msg']}）", en=str(error["msg"]))
    given = error.get("ctx", {})
    return Wording(zh=known.zh.format(**given), en=known.en.format(**given))
