"""What stands around a report on a web page: head, scripts, navigation, metadata, foot."""

from __future__ import annotations

from html import escape
from string import Template

from gxlab.samples.typeset.sheet import Printed

_PLAIN = Template("""<!DOCTYPE html>
<html lang="zh-CN">
<head>
$meta<title>$title</title>
<style>
body { max-width: 60em; margin: 2em auto; padding: 0 1em; line-height: 1.8; }
h1, .note { text-align: center; }
.signature, .date { text-align: right; }
table { border-collapse: collapse; width: 100%; font-size: 85%; line-height: 1.4; }
th, td { border: 1px solid #444; padding: .3em .5em; font-weight: normal; }
</style>
</head>
<body>
$body
</body>
</html>
""")

_PORTAL = Template("""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" \
"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml">
<head>
$meta<meta name="SiteName" content="$agency" />
<meta name="ColumnName" content="政府信息公开年报" />
<meta name="ArticleTitle" content="$title" />
<meta name="PubDate" content="$published" />
<title>$title</title>
<script type="text/javascript" src="/images/jquery-1.8.3.min.js"></script>
<script type="text/javascript">
var _hmt = _hmt || [];
(function() { var s = "<table><tr><td>1</td></tr></table>"; window.total = 15 + s.length; })();
</script>
<style type="text/css">
body { margin: 0; font: 14px/1.6 sans-serif; color: #333; }
.top { background: #1a5aa8; color: #fff; padding: 18px 30px; font-size: 24px; }
.nav { background: #eef3fa; padding: 0 20px; overflow: hidden; }
.nav li { float: left; list-style: none; margin: 8px 14px; }
.wrap { width: 1000px; margin: 0 auto; }
.xxgk { width: 100%; border: 1px solid #c9d8ec; margin: 12px 0; }
.xxgk td { padding: 4px 8px; }
.foot { background: #eef3fa; text-align: center; padding: 16px; font-size: 12px; }
</style>
</head>
<body>
<div class="top">$agency</div>
<div class="nav"><ul>
<li><a href="/">首页</a></li><li><a href="/xxgk/zhinan/">政府信息公开指南</a></li>
<li><a href="/xxgk/zhidu/">政府信息公开制度</a></li>
<li><a href="/xxgk/fdzdgk/">法定主动公开内容</a></li>
<li><a href="/xxgk/nianbao/">政府信息公开年报</a></li>
<li><a href="/xxgk/ysqgk/">依申请公开</a></li>
</ul></div>
<div class="wrap">
<p>您现在的位置:<a href="/">首页</a> &gt; <a href="/xxgk/">政务公开</a> &gt; 政府信息公开年报</p>
<table class="xxgk" cellspacing="0">
<tr><td>名称:</td><td colspan="3">$title</td></tr>
<tr><td>索引号:</td><td>000000000/$next_year-00001</td>\
<td>主题分类:</td><td>政务公开 / 政府信息公开年报</td></tr>
<tr><td>发布机构:</td><td>$agency</td><td>公开日期:</td><td>$published</td></tr>
</table>
<p align="center">字号:[<a href="#">大</a> <a href="#">中</a> <a href="#">小</a>]&nbsp;&nbsp;\
<a href="javascript:window.print()">打印</a></p>
<table width="100%" border="0" cellspacing="0" cellpadding="0">
<tr>
<td id="zoom"><div class="TRS_Editor">
$body
</div></td>
</tr>
</table>
<p><a href="./P0.docx">附件:$title.docx</a></p>
</div>
<div class="foot">主办:$agency&nbsp;&nbsp;网站标识码:0000000000&nbsp;&nbsp;\
<a href="/wzdt/">网站地图</a></div>
<script type="text/javascript">$$ && $$("#zoom table").attr("data-n", 1);</script>
</body>
</html>
""")

_WORD = Template("""<html xmlns:v="urn:schemas-microsoft-com:vml"
xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word"
xmlns="http://www.w3.org/TR/REC-html40">

<head>
$meta<meta name=ProgId content=Word.Document>
<meta name=Generator content="Microsoft Word 15">
<title>$title</title>
<!--[if gte mso 9]><xml>
 <w:WordDocument>
  <w:View>Print</w:View>
  <w:Zoom>100</w:Zoom>
 </w:WordDocument>
</xml><![endif]-->
<style>
<!--
 p.MsoNormal, li.MsoNormal, div.MsoNormal
	{mso-style-unhide:no;
	margin:0cm;
	line-height:20.0pt;
	font-size:12.0pt;
	font-family:"Times New Roman",serif;}
@page WordSection1
	{size:595.3pt 841.9pt;
	margin:72.0pt 90.0pt 72.0pt 90.0pt;}
div.WordSection1
	{page:WordSection1;}
-->
</style>
</head>

<body lang=ZH-CN style='tab-interval:21.0pt'>

<div class=WordSection1 style='layout-grid:15.6pt'>

$body

</div>

</body>

</html>
""")


def plain(printed: Printed, body: str, declared: str) -> str:
    """A page with nothing around the report."""
    meta = f'<meta charset="{declared}">\n' if declared else ""
    return _PLAIN.substitute(meta=meta, title=escape(printed.title), body=body)


def portal(printed: Printed, body: str, declared: str) -> str:
    """A government site's page: the report is one cell of a layout table."""
    charset = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}" />\n'
    return _PORTAL.substitute(
        meta=charset if declared else "",
        title=escape(printed.title),
        agency=escape(printed.signature or printed.body),
        published=escape(printed.published),
        next_year=printed.year + 1,
        body=body,
    )


def word(printed: Printed, body: str, declared: str) -> str:
    """The frame of a document that Word saved as a web page."""
    charset = f'<meta http-equiv=Content-Type content="text/html; charset={declared}">\n'
    return _WORD.substitute(
        meta=charset if declared else "", title=escape(printed.title), body=body
    )
