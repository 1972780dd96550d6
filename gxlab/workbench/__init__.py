"""What a researcher holds in hand: reports, datasets, their evidence, the checkout's own products.

The rooms to the left work on plain data; here they become objects with methods, shown by Jupyter
and on a terminal.
"""
