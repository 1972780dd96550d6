"""What reports say of themselves and of one another: verdicts, and nothing altered.

``within`` judges the arithmetic of one report's tables, ``prose`` sets its prose beside them,
``years`` compares two years of one body, ``files`` two files of one report.
"""
