"""The letter as one HTML file that refers to nothing outside itself and prints on A4."""

from collections.abc import Iterator, Sequence
from html import escape

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from sqs_tui.domain.letter.figures import Printed
from sqs_tui.domain.letter.paragraphs import Paragraph, ParagraphKind
from sqs_tui.domain.letter.tokens import as_text
from sqs_tui.text import clean_text

_STYLE = """\
@page { size: A4; margin: 22mm 24mm; @bottom-center { content: counter(page); } }
body { max-width: 44rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 Georgia, "Times New Roman", serif; color: #111; }
h1, h2, h3, h4, h5, h6 { line-height: 1.25; margin: 1.6em 0 0.5em; break-after: avoid; font-family: Arial, sans-serif; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; } h3, h4, h5, h6 { font-size: 1rem; }
p { margin: 0 0 0.8em; orphans: 3; widows: 3; overflow-wrap: anywhere; }
ul, ol { margin: 0 0 0.8em; padding-left: 1.6em; }
ol.items { list-style: none; padding-left: 0; } ol.items p { margin: 0 0 0.4em 2em; text-indent: -2em; }
li { break-inside: avoid; }
.problem { background: #fde68a; outline: 1px solid #92400e; }
@media print { body { max-width: none; margin: 0; padding: 0; font-size: 11pt; } }
"""


def letter_html(tokens: Sequence[Token], *, title: str) -> str:
    """Write a letter's tokens (`tokens.letter_tokens`) as a page; a figure tells what stands behind it under the pointer."""
    parser = MarkdownIt("commonmark")
    body = _Renderer(parser).render(list(_with_item_lists(tokens)), parser.options, {})
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(clean_text(title, one_line=True))}</title>\n<style>\n{_STYLE}</style>\n"
        f"</head>\n<body>\n<main>\n{body}</main>\n</body>\n</html>\n"
    )


class _Renderer(RendererHTML):
    """Renders figures besides all else; the method is named for the type of token that it takes."""

    def figure(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        token = tokens[idx]
        text = self.renderInline(as_text(token), options, env)
        printed: Printed = token.meta["printed"]
        if printed.problem:
            return f'<span class="problem" title="{escape(printed.problem)}">{text}</span>'
        return f'<span class="figure" title="{escape(printed.basis)}">{text}</span>' if printed.basis else text


def _with_item_lists(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens with items that follow one another ("i.", "ii.") put into a list, which keeps their printed numbers."""
    inside = False
    for token in tokens:
        paragraph: Paragraph | None = token.meta.get("paragraph")
        if paragraph is not None:
            if inside:
                yield Token("list_item_close", "li", -1, block=True)
            item = paragraph.kind is ParagraphKind.ITEM
            if item and not inside:
                yield Token("ordered_list_open", "ol", 1, block=True, attrs={"class": "items"})
            if inside and not item:
                yield Token("ordered_list_close", "ol", -1, block=True)
            if item:
                yield Token("list_item_open", "li", 1, block=True)
            inside = item
        yield token
    if inside:
        yield Token("list_item_close", "li", -1, block=True)
        yield Token("ordered_list_close", "ol", -1, block=True)
