"""Old Word files (.doc, .rtf): LibreOffice turns them into .docx, which `docx` reads."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from gxlab.document import Block
from gxlab.errors import ReadError
from gxlab.readers import docx

_SECONDS = 120


def converter() -> str | None:
    """The path of LibreOffice's command, or None where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def read(data: bytes, path: Path) -> tuple[str, list[Block]]:
    """Read an old Word file by converting a copy of it."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise ReadError(path, "is encrypted; save a copy without a password")
    office = converter()
    if office is None:
        raise ReadError(
            path,
            "is an old Word file, read through LibreOffice, which is not installed: install it "
            "(Debian: libreoffice-writer-nogui), or save the file as .docx",
        )
    with tempfile.TemporaryDirectory(prefix="gxlab-") as folder:
        source = Path(folder, "report.doc")
        source.write_bytes(data)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = [office, "--headless", profile, "--convert-to", "docx", "--outdir", folder]
        try:
            done = subprocess.run(
                [*command, source], capture_output=True, timeout=_SECONDS, check=False
            )
        except subprocess.TimeoutExpired:
            raise ReadError(path, f"LibreOffice did not convert it in {_SECONDS} s") from None
        result = Path(folder, "report.docx")
        if not result.exists():
            message = done.stderr.decode(errors="replace").strip() or "no message"
            raise ReadError(path, f"LibreOffice could not convert it: {message}")
        return docx.read(result.read_bytes(), path)
