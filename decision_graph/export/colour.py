"""Colour: a finished page in colour.

Each colour stands for one grey and is as light, so that a copy in grey is the page in black and white.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from decision_graph.export.drawing import Box, Drawing

COLOURS: Mapping[str, str] = {
    "#e6e6e6": "#dde9f5",
    "#d9d9d9": "#cfe0f2",
    "#404040": "#1f3b6e",
    "#000000": "#0e2147",
}
"""By the grey in which a box is filled. Lines and letters stay as they are."""


def coloured(page: Drawing) -> Drawing:
    """The page in colour."""
    groups = tuple(
        msgspec.structs.replace(group, boxes=tuple(map(_coloured, group.boxes))) for group in page.groups
    )
    return msgspec.structs.replace(page, groups=groups)


def _coloured(box: Box) -> Box:
    thin = box.height < 2  # a rule, not an area
    return box if thin or box.fill not in COLOURS else msgspec.structs.replace(box, fill=COLOURS[box.fill])
