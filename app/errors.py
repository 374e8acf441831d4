"""One tree of errors: raised where they happen, rendered once as a page or as problem+json.

AppError
├── BadInput (422) ── BadFields   Malformed (400)
├── Missing (404)   Forbidden (403)   WrongMethod (405)
├── Conflict (409) ── Ended, OutOfTurn
├── TooLarge (413)
└── Unavailable (503)
"""

from collections.abc import Sequence
from typing import ClassVar

from app.findings import Finding
from app.vocabulary import Wording


class AppError(Exception):
    """An error a person can act on; `title` says what, `detail` where and how to mend it."""

    status: ClassVar[int] = 500
    code: ClassVar[str] = "internal"
    title: ClassVar[Wording] = Wording(zh="出了点问题", en="Something went wrong")
    mend: ClassVar[Wording] = Wording(
        zh="请再试一次；若仍如此，请告诉管理员。",
        en="Please try again; if it stays so, tell your administrator.",
    )

    def __init__(self, detail: Wording | None = None, *, pointer: str = "") -> None:
        super().__init__((detail or self.mend).en)
        self.detail = detail or self.mend
        self.pointer = pointer


class BadInput(AppError):
    """What was sent cannot be used as it is."""

    status = 422
    code = "bad-input"
    title = Wording(zh="内容有误", en="This cannot be used as it is")


class BadFields(BadInput):
    """Fields of what was sent are wrong; `errors` gives their JSON pointers and what is wrong."""

    def __init__(self, errors: Sequence[tuple[str, Wording]]) -> None:
        super().__init__(
            Wording(
                zh="；".join(f"{pointer or '/'}：{wrong.zh}" for pointer, wrong in errors),
                en="; ".join(f"{pointer or '/'}: {wrong.en}" for pointer, wrong in errors),
            )
        )
        self.errors = tuple(errors)


class Malformed(AppError):
    """What was sent cannot even be read."""

    status = 400
    code = "malformed"
    title = Wording(zh="读不懂这个请求", en="The request cannot be read")
    mend = Wording(
        zh="请发送 UTF-8 编码的 JSON 对象（不含落单的代理项），网页上则是表单。",
        en="Send a JSON object in UTF-8, without lone surrogates; from a page, its form.",
    )


class Missing(AppError):
    """There is no such thing, or not for this person."""

    status = 404
    code = "not-found"
    title = Wording(zh="找不到", en="Not found")
    mend = Wording(
        zh="链接可能已过期，或者它不属于您。",
        en="The link may be out of date, or it is not yours to see.",
    )


class Forbidden(AppError):
    """This person may not do this."""

    status = 403
    code = "forbidden"
    title = Wording(zh="没有权限", en="Not allowed")


class WrongMethod(AppError):
    """There is such an address, but it is not asked in this way."""

    status = 405
    code = "wrong-method"
    title = Wording(zh="不能这样请求", en="This cannot be asked for in this way")
    mend = Wording(
        zh="请对照 /api/v1/openapi.json 检查地址和方法。",
        en="Compare the address and the method with /api/v1/openapi.json.",
    )


class Conflict(AppError):
    """What is asked no longer fits what is there."""

    status = 409
    code = "conflict"
    title = Wording(zh="已有变动", en="Something changed meanwhile")
    mend = Wording(zh="请刷新后再试。", en="Reload and try again.")


class Ended(Conflict):
    """The trainee spoke after the role-play had ended."""

    code = "attempt-ended"
    title = Wording(zh="这场对话已经结束", en="This role-play has ended")
    mend = Wording(zh="可以看复盘，或重新开始一场。", en="Read the debrief, or start a new one.")


class OutOfTurn(Conflict):
    """Another turn of the same attempt was recorded first."""

    code = "out-of-turn"
    title = Wording(zh="另一句话先到了", en="Another line came first")


class TooLarge(AppError):
    """What was sent is longer than anyone needs."""

    status = 413
    code = "too-large"
    title = Wording(zh="太长了", en="Too long")


class Unavailable(AppError):
    """The service cannot answer just now."""

    status = 503
    code = "unavailable"
    title = Wording(zh="暂时无法服务", en="Not available just now")


class BrokenFiles(AppError):
    """Files were read and found wanting; `findings` says what and where."""

    status = 422
    code = "broken-files"
    title = Wording(zh="文件有问题", en="The file has findings")

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(
            Wording(
                zh="\n".join(finding.line("zh") for finding in findings),
                en="\n".join(finding.line("en") for finding in findings),
            )
        )
        self.findings = tuple(findings)
