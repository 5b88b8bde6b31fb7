from __future__ import annotations

import ast
import inspect

import pytest

from sendcode import errors
from sendcode.errors import DependentsError, SendcodeError

KINDS = [k for k in vars(errors).values() if inspect.isclass(k) and issubclass(k, SendcodeError)]


@pytest.mark.parametrize("kind", KINDS)
def test_every_error_is_a_sendcode_error_with_a_message_and_a_hint(kind: type) -> None:
    extra = (("a",),) if kind is DependentsError else ()
    error = kind("no transcript 'x'", *extra, hint="Look at the list.")
    assert isinstance(error, SendcodeError)
    assert (str(error), error.message, error.hint) == (
        "no transcript 'x'",
        "no transcript 'x'",
        "Look at the list.",
    )


def test_the_errors_import_nothing() -> None:
    tree = ast.parse(inspect.getsource(errors))
    found = [n for n in ast.walk(tree) if isinstance(n, (ast.Import, ast.ImportFrom))]
    assert [getattr(n, "module", None) for n in found] == ["__future__"]


def test_the_docstring_names_every_error() -> None:
    assert all(kind.__name__ in (errors.__doc__ or "") for kind in KINDS)
