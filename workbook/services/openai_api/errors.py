"""The error objects of OpenAI's API; the SDK turns each status into an exception class."""

from __future__ import annotations

from workbook.services.openai_api import LOCAL_KEY

__all__ = ["ApiError", "bad_value", "check_key", "missing", "not_found"]


class ApiError(Exception):
    """What the client gets instead of an answer."""

    def __init__(
        self,
        status: int,
        message: str,
        *,
        code: str | None = None,
        param: str | None = None,
        kind: str = "invalid_request_error",
    ) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"error": {"message": message, "type": kind, "param": param, "code": code}}


def missing(param: str) -> ApiError:
    """A required parameter is not there."""
    return ApiError(
        400,
        f"Missing required parameter: '{param}'.",
        code="missing_required_parameter",
        param=param,
    )


def bad_value(param: str, why: str, code: str = "invalid_value") -> ApiError:
    """A parameter is there and cannot be used."""
    return ApiError(400, f"Invalid '{param}': {why}", code=code, param=param)


def not_found(what: str, name: str, code: str | None = None) -> ApiError:
    """No such object; `what` is its class, `name` its id."""
    return ApiError(404, f"{what} with id '{name}' not found.", code=code)


def check_key(authorization: str | None) -> None:
    """Raise the API's 401 unless this is the local key."""
    if not authorization:
        raise ApiError(
            401,
            "There is no API key in this request; send it as the header "
            "'Authorization: Bearer KEY'.",
        )
    key = authorization.removeprefix("Bearer ")
    if key != LOCAL_KEY:
        raise ApiError(
            401,
            f"Incorrect API key provided: {_masked(key)}. This is the workbook's local server. "
            "To use OpenAI itself, set WORKBOOK_OPENAI=real and OPENAI_API_KEY before you start "
            "JupyterLab.",
            code="invalid_api_key",
        )


def _masked(key: str) -> str:
    return key if len(key) < 12 else f"{key[:7]}***{key[-4:]}"
