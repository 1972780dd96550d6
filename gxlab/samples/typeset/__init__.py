"""A small typesetter: the statutory tables of a report, printed from its values.

It stands apart from the package's main path. The extractor never imports it; tests and the
shipped samples do, so that a table whose values are known can be read back from every kind of
file a government publishes. It goes the other way round: values → `Printed` → `Sheet` → bytes.

==========  =======================================================================
module      what it holds
==========  =======================================================================
printed     `Printed`: what a report prints, and its tables as the forms' sheets
flow        a report from top to bottom, as every format prints it
html        ``to_html``: a portal's page, a plain page, Word's own HTML (frames in ``shells``)
pdf         ``to_pdf``: ruled tables cut by pages (measures in ruled, strokes in rules)
docx        ``to_docx``: real merged cells
text        ``to_text``: a page as crawlers store it
formats     ``FORMATS``: all of these by name, with the options in use
==========  =======================================================================

The formats are imported by name (``gxlab.samples.typeset.pdf.to_pdf``), because reportlab
and python-docx are needed for theirs alone.
"""
