"""What a researcher works with: reports, datasets, their evidence, the checkout's own products.

The rooms before this one work on plain data; here it becomes objects with methods, shown by
Jupyter and on a terminal.

What the command line uses is imported when it is used, as the package's public names are, so
that `gxlab --help` waits for nothing: the names in ``__init__.pyi``.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
