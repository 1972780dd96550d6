"""A document and the forms joined: which cells a report prints, and whose report it is.

``tables`` reads the statutory tables, ``prose`` the values that only sections 一 and 六 have,
``attribution`` who reports, for where and for which year; ``reports`` joins the three.
"""
