"""What a researcher works with: reports, datasets, their evidence, the checkout's own products.

The rooms before this one work on plain data; here it becomes objects with methods, shown by
Jupyter and on a terminal.
"""
