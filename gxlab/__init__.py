"""gxlab: China's government information disclosure annual reports as tidy, traceable data.

The public names of the package are those of ``__init__.pyi`` beside this file, and no others.
Each is imported when it is first used, so that `import gxlab` costs next to nothing.
"""

from importlib.metadata import version

import lazy_loader

__version__ = version("gxlab")

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
