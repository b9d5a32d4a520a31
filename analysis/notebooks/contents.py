"""The files of JupyterLab, such that reading a notebook changes nothing on disk."""

from __future__ import annotations

from typing import Any

from ipykernel.ipkernel import IPythonKernel
from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager

LANGUAGE = "language_info"
"""What a notebook says of the language of its kernel."""


class NotebookFiles(AsyncLargeFileManager):
    """Reads each notebook with the language of this interpreter's kernel.

    JupyterLab writes what the kernel says of its language into a notebook as it opens it, and a
    notebook that was last saved under another Python would count as changed though nobody has
    typed. What is stored holds the name of the language alone, so that it is the same for all.
    """

    async def get(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The model of a file or folder, as the library documents it."""
        model: dict[str, Any] = await super().get(*args, **kwargs)  # type: ignore[no-untyped-call]
        return _changed(model, dict(IPythonKernel.language_info))

    async def save(self, model: dict[str, Any], path: str = "") -> dict[str, Any]:
        """Save a model, and return it without its content."""
        stored = _changed(model, {"name": IPythonKernel.language_info["name"]})
        saved: dict[str, Any] = await super().save(stored, path)  # type: ignore[no-untyped-call]
        return saved


def _changed(model: dict[str, Any], language: dict[str, Any]) -> dict[str, Any]:
    """The model, with this language where it is that of a notebook in the same language."""
    content = model.get("content")
    if model.get("type") != "notebook" or not isinstance(content, dict):
        return model
    metadata = content.get("metadata", {})
    if metadata.get(LANGUAGE, {}).get("name") != language["name"]:
        return model
    return {**model, "content": {**content, "metadata": {**metadata, LANGUAGE: language}}}
