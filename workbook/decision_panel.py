"""A panel to try a decision with: a control for each field, and what the function says.

Where nobody can turn a control (a run without a browser, a page on GitHub, a notebook without
`ipywidgets`) it is a text, the same each time. So a stored notebook holds the text and nothing
that would not work.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cached_property
from html import escape
from typing import Any

from workbook.decisions import options, said

__all__ = ["Panel"]

_SPEAK = (
    '<div role="status" aria-live="polite"><pre style="white-space: pre-wrap">{}</pre></div>'
)


class Panel:
    """Controls for every field of a kind of needs; the answer is told again at each change.

    Args:
        tell: Returns the answer to one value, in words. A `ValueError` is told, too.
        start: Where the controls stand first; its class is the kind.
    """

    def __init__(self, tell: Callable[[Any], str], start: Any) -> None:
        self._tell, self._start = tell, start

    @cached_property
    def controls(self) -> dict[str, Any]:
        """The controls by field: checkboxes for yes and no, lists for the others."""
        import ipywidgets

        made: dict[str, Any] = {}
        for field, values in options(type(self._start)).items():
            value, name = getattr(self._start, field), field.replace("_", " ")
            if values == (False, True):
                made[field] = ipywidgets.Checkbox(value=value, description=name, indent=False)
            else:
                made[field] = ipywidgets.Dropdown(options=values, value=value, description=name)
            made[field].observe(self._tell_again, "value")
        return made

    @cached_property
    def answer(self) -> Any:
        """What is told, below the controls; a screen reader speaks it when it changes."""
        import ipywidgets

        return ipywidgets.HTML(_SPEAK.format(escape(self._words())))

    def show(self) -> None:
        """Show the controls here, whoever is looking."""
        import ipywidgets
        from IPython.display import display

        showing: Any = display
        showing(ipywidgets.VBox([*self.controls.values(), self.answer]))

    def _tell_again(self, _: Any) -> None:
        self.answer.value = _SPEAK.format(escape(self._words()))

    def _words(self) -> str:
        chosen = {field: control.value for field, control in self.controls.items()}
        return self._told(type(self._start)(**chosen))

    def _told(self, one: Any) -> str:
        try:
            return self._tell(one)
        except ValueError as error:
            return str(error)

    def __repr__(self) -> str:
        fields = options(type(self._start))
        asked = (
            f"{field.replace('_', ' ')} {said((getattr(self._start, field),))}"
            for field in fields
        )
        return f"{', '.join(asked)}\n\n{self._told(self._start)}"

    def _ipython_display_(self) -> None:
        # Jupyter's server names the notebook to the kernels that it starts for one.
        if os.environ.get("JPY_SESSION_NAME"):
            try:
                self.show()
            except ImportError:
                print(self)
        else:
            print(self)
