"""Parts of a window that Textual need not lay out twice."""

from __future__ import annotations

from textual.containers import Vertical
from textual.geometry import Size
from textual.widget import Widget


class Still(Widget):
    """Has no size inside another than outside: when it is placed, everything is in its place.

    Textual lays a screen out once more a moment after any part has got another size.
    """

    def _size_updated(
        self,
        size: Size,
        virtual_size: Size,
        container_size: Size,
        layout: bool = True,  # noqa: ARG002 - as Textual has it
    ) -> bool:
        return super()._size_updated(size, virtual_size, container_size, layout=False)


class Box(Still, Vertical):
    """What stands in a window, one part under the other."""

    def __init__(self) -> None:
        super().__init__(classes="box")
