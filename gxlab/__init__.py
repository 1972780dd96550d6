"""gxlab: China's government information disclosure annual reports as tidy, traceable data.

The public names of the package are those of ``__init__.pyi`` beside this file, and no others.
Each is imported when it is first used, so that `import gxlab` costs next to nothing.
"""

import sys
from types import ModuleType

import lazy_loader

__version__ = "0.1.0"

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)


class _Package(ModuleType):
    """Keeps a module from hiding the public function of its name: `gxlab.build` is the latter."""

    def __setattr__(self, name: str, value: object) -> None:
        public = name in __all__ and name != "figures"
        if not (public and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
