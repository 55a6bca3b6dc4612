"""A reader for each format, by a parser that is not ours: the words that arrive, and what is not words.

A format without a reader fails the test of hostile texts: add one here.
"""

from __future__ import annotations

import csv
import json
import warnings
from collections.abc import Callable, Collection
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

import cmarkgfm
import mermaidx
import networkx as nx
import pikepdf
import pypdfium2
from cmarkgfm.cmark import Options
from PIL import Image
from playwright.sync_api import Page

MERMAID = Path(mermaidx.__file__).parent / "assets" / "mermaid.js"
"""Mermaid as its authors publish it."""


class Read(NamedTuple):
    """What a reader finds in a file.

    Attributes:
        text: all words; None in a picture made of pixels.
        shape: what the file is made of beside its words; hostile words must not change it.
    """

    text: str | None
    shape: Any


def tags(root: ElementTree.Element) -> frozenset[str]:
    """The kinds of elements, without their namespaces."""
    return frozenset(element.tag.rpartition("}")[2] for element in root.iter())


def read_csv(content: bytes, page: Page) -> Read:
    lines = list(csv.reader(StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    for text in (text for line in lines for text in line):
        assert not text.lstrip().startswith(("=", "+", "-", "@")), f"a spreadsheet computes {text[:60]!r}"
    return Read(
        "\n".join(text.removeprefix("'") for line in lines for text in line), [len(line) for line in lines]
    )


def read_dot(content: bytes, page: Page) -> Read:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of the package that pydot parses with
        import pydot

        (graph,) = pydot.graph_from_dot_data(content.decode()) or [None]
    assert graph is not None
    words: list[str] = []
    shape: list[object] = []

    def visit(part: Any) -> None:
        for item in (*part.get_nodes(), *part.get_edges()):
            about = item.get_attributes()
            name = item.get_name() if hasattr(item, "get_name") else ""
            shape.append((name, sorted(about), getattr(item, "obj_dict", {}).get("points")))
            # an exported attribute is the whole text; labels are cut into lines
            words.extend(str(about[key])[1:-1].replace('\\"', '"').replace("\\\\", "\\") for key in about
                         if key in ("text", "answer") and str(about[key]).startswith('"'))  # fmt: skip
            words.extend(str(about[key]) for key in about if key in ("text", "answer"))
        for inner in part.get_subgraphs():
            visit(inner)

    visit(graph)
    return Read("\n".join(words), shape)


def read_graphml(content: bytes, page: Page) -> Read:
    graph = nx.parse_graphml(content.decode(), force_multigraph=True)
    data = [about for _, about in graph.nodes(data=True)] + [about for *_, about in graph.edges(data=True)]
    words = [str(text) for about in (graph.graph, *data) for text in about.values()]
    return Read(
        "\n".join(words), (list(graph), list(graph.edges(keys=True)), [sorted(about) for about in data])
    )


def read_html(content: bytes, page: Page) -> Read:
    alarms: list[str] = []
    page.on("dialog", lambda dialog: (alarms.append(dialog.message), dialog.dismiss()))
    page.goto("about:blank")
    page.set_content(content.decode(), wait_until="load")
    text = page.evaluate("document.body.textContent + ' ' + document.title")
    kinds = page.evaluate("[...new Set([...document.querySelectorAll('*')].map(e => e.tagName))].sort()")
    scripts = page.evaluate("document.scripts.length")
    handlers = page.evaluate(
        "[...document.querySelectorAll('*')].flatMap(e => [...e.attributes])"
        ".filter(a => /^on/i.test(a.name) || /^\\s*javascript:/i.test(a.value)).length"
    )
    assert alarms == [], "a text was run as a script"
    return Read(text, (kinds, scripts, handlers))


def read_json(content: bytes, page: Page) -> Read:
    words: list[str] = []

    def shape(found: object) -> object:
        match found:
            case dict():
                return {key: shape(value) for key, value in found.items()}
            case list():
                return [shape(value) for value in found]
            case str():
                words.append(found)
                return "text"
            case _:
                return found

    made = shape(json.loads(content))
    return Read("\n".join(words), made)


def read_markdown(content: bytes, page: Page) -> Read:
    html = cmarkgfm.markdown_to_html_with_extensions(
        content.decode(),
        options=Options.CMARK_OPT_UNSAFE,
        extensions=["table", "autolink", "strikethrough", "tasklist"],
    )
    root = ElementTree.fromstring(f"<page>{html.replace('<br>', '<br/>')}</page>")
    counts = [
        (element.tag, sorted(element.keys())) for element in root.iter() if element.get("href", "#")[0] == "#"
    ]
    return Read("\n".join(root.itertext()), counts)


def read_mermaid(content: bytes, page: Page) -> Read:
    if not page.evaluate("'__esbuild_esm_mermaid_nm' in globalThis"):
        page.goto("about:blank")
        page.add_script_tag(path=MERMAID)
    svg = page.evaluate(
        """async text => {
            const mermaid = __esbuild_esm_mermaid_nm.mermaid.default;
            mermaid.initialize({startOnLoad: false, securityLevel: 'strict'});
            const {svg} = await mermaid.render('chart', text);
            document.body.innerHTML = svg;
            return [document.body.textContent, document.querySelectorAll('.node').length,
                    document.querySelectorAll('.edgeLabel foreignObject').length,
                    [...new Set([...document.body.querySelectorAll('*')].map(e => e.tagName))].sort()];
        }""",
        content.decode(),
    )
    return Read(svg[0].replace("ﬂ\u200c", "ﬂ").replace("¶\u200c", "¶"), svg[1:])


def read_pdf(content: bytes, page: Page) -> Read:
    with pypdfium2.PdfDocument(content) as pdf:
        text = "\n".join(page.get_textpage().get_text_range() for page in pdf)
        text = text.replace("fl°", "ﬂ°")  # the reader takes a ligature apart
    with pikepdf.open(BytesIO(content)) as pdf:
        active = {key for key in ("/OpenAction", "/AA") if key in pdf.Root}
        names = pdf.Root.get("/Names", {})
        return Read(text, (active, "/JavaScript" in names, "/EmbeddedFiles" in names))


def read_png(content: bytes, page: Page) -> Read:
    with Image.open(BytesIO(content)) as image:
        image.verify()
        return Read(None, image.format)


def read_svg(content: bytes, page: Page) -> Read:
    root = ElementTree.fromstring(content)
    handlers = [key for element in root.iter() for key in element.attrib if key.lower().startswith("on")]
    known = {"svg", "title", "desc", "g", "rect", "text", "tspan", "path", "circle", "a", "metadata", "style"}
    return Read("".join(root.itertext()), (tags(root) - known, handlers))


READERS: dict[str, Callable[[bytes, Page], Read]] = {
    "csv": read_csv,
    "dot": read_dot,
    "graphml": read_graphml,
    "html": read_html,
    "json": read_json,
    "markdown": read_markdown,
    "mermaid": read_mermaid,
    "pdf": read_pdf,
    "png": read_png,
    "svg": read_svg,
}


def read(format: str, files: Collection[bytes], page: Page) -> Read:
    """All files that a format made."""
    found = [READERS[format](content, page) for content in files]
    text = None if any(one.text is None for one in found) else "\n".join(one.text or "" for one in found)
    return Read(text, [one.shape for one in found])
