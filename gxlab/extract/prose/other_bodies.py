"""Whether words speak of another body than the one that reports."""

from __future__ import annotations

import re

# «代县政府办理», «协助市局办理».
_FOR_ANOTHER = re.compile(
    r"(?:代|代为|代替|协助|配合)[^,;。\d]{0,8}(?:政府|市|县|区|局|委|办|厅)[^,;。\d]{0,2}(?:办理|答复|处理|回复)"
)
_SUBJECT = re.compile(
    r"(?<![我本各])(?P<kind>局|[乡镇]|街道|街道办事处|委员会|公司|学校|医院)(?:共|全年|累计|本年度?)*"
    r"(?:通过|利用|依托|收到|受理|主动公开|公开|发布|新收|办结|答复|收取)"
)


def are_strangers(words: str, body: str) -> bool:
    """Whether words name another kind of body than that which reports, or one that it helps."""
    if _FOR_ANOTHER.search(words):
        return True
    named = _SUBJECT.search(words)
    if named is None or not body or re.search(r"[全各]", words):
        return False
    return named["kind"][-1] not in body
