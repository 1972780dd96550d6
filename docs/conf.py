"""How `make docs` builds the site; what is generated for it is in `generate.py`.

Nothing is fetched, neither when it is built nor when it is read: no fonts, scripts or inventories
of other sites. A warning is an error (`-W` in the Makefile).
"""

from __future__ import annotations

import sys
from pathlib import Path

from sphinx.application import Sphinx

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

import docstrings  # noqa: E402 - beside this file, which is on no path
import generate  # noqa: E402

import gxlab  # noqa: E402

generate.write_all(HERE)

project = "gxlab"
author = "The gxlab founders"
version = release = gxlab.__version__
copyright = f"{author}. Code: MIT. Data: CC BY 4.0"

extensions = [
    "myst_nb",
    "numpydoc",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
]
exclude_patterns = ["_build"]
templates_path = ["_templates"]

# The notebooks are shown as committed: `make reproduce` executes them, and a test compares.
nb_execution_mode = "off"
nb_ipywidgets_js: dict[str, dict[str, str]] = {}
nb_merge_streams = True
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

# A class has a page of its own, with its methods on it.
autodoc_member_order = "bysource"
autodoc_typehints = "none"
autosummary_generate = True
autosummary_ignore_module_all = False
numpydoc_show_class_members = False
numpydoc_class_members_toctree = False
default_role = "py:obj"

html_theme = "pydata_sphinx_theme"
html_title = f"gxlab {version}"
html_static_path = ["_static"]
html_css_files = ["gxlab.css"]
html_copy_source = False
html_show_sourcelink = False
html_sidebars: dict[str, list[str]] = {
    "index": [],
    "quickstart": [],
    "kuaisu": [],
    "architecture": [],
    "changelog": [],
    "contributing": [],
}
html_theme_options = {
    "logo": {"text": "gxlab"},
    "navbar_align": "left",
    "header_links_before_dropdown": 7,
    "show_prev_next": True,
    "secondary_sidebar_items": ["page-toc"],
    "footer_start": ["copyright"],
    "footer_end": [],
    "back_to_top_button": True,
    "navigation_with_keys": False,
}


def setup(app: Sphinx) -> None:
    """Docstrings pass through `docstrings` before numpydoc (whose priority is 500) reads them."""
    app.connect("autodoc-process-docstring", docstrings.describe_entries, priority=400)
