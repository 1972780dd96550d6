"""Small tables, written as HTML, and what is read from them."""

from __future__ import annotations

from pathlib import Path

from gxlab.document import Document
from gxlab.extract.tables import Extraction, extract
from gxlab.readers import read_blocks

HEAD = (
    "<tr><td rowspan=3 colspan=3>(本列数据的勾稽关系为…)<td colspan=7>申请人情况</tr>"
    "<tr><td rowspan=2>自然人<td colspan=5>法人或其他组织<td rowspan=2>总计</tr>"
    "<tr><td>商业企业<td>科研机构<td>社会公益组织<td>法律服务机构<td>其他</tr>"
)
SEVEN = "<td>1<td>2<td>3<td>4<td>5<td>6<td>21"


def extracted_from(kind: str, text: str) -> Extraction | None:
    title, blocks = read_blocks(kind, text.encode(), Path(kind))
    return extract(Document(Path(kind), kind, "", title, tuple(blocks)))


def extracted(body: str) -> Extraction:
    found = extracted_from("html", f"<html><body>{body}</body></html>")
    assert found is not None
    return found


def values_of(found: Extraction | None) -> dict[str, int]:
    """Reported values as row.column: value."""
    cells = found.observations if found else ()
    return {f"{o.row}.{o.column}": int(o.value) for o in cells if o.value is not None}


def reported(body: str) -> dict[str, int]:
    return values_of(extracted(body))


def statuses(body: str, row: str) -> dict[str, str]:
    return {o.column: o.status for o in extracted(body).observations if o.row == row}


def table(*rows: str, head: str = HEAD) -> str:
    return f"<table>{head}{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


NEW = f"<td colspan=3>一、本年新收政府信息公开申请数量{SEVEN}"


DISCLOSURE = (
    "<td>信息内容<td>本年制发件数<td>本年废止件数<td>现行有效件数",
    "<td>规章<td>1<td>2<td>3",
)
