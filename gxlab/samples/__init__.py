"""Made reports: ``typeset`` prints them in every format, ``simulation`` draws what is printed."""
