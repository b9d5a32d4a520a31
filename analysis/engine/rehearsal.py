"""A rehearsal before the fork of what papermill does only the first time in each process.

nbformat compiles the checker of a format when the first notebook of it is read or written
(`nbformat.json_compat.FastJsonSchemaValidator`), which would take each run 25 ms.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}


def rehearse(place: Path) -> None:
    """Prepare a notebook with every kind of output in papermill, without executing it.

    place: a folder for it that is removed with this process, at whatever moment that is ended.
    """
    import nbformat
    import papermill

    with tempfile.TemporaryDirectory(dir=place) as folder:
        path = str(Path(folder) / "rehearsal.ipynb")
        nbformat.write(_notebook(), path)  # type: ignore[no-untyped-call]
        papermill.execute_notebook(
            path, path, parameters={"number": 2}, prepare_only=True, progress_bar=False
        )


def _notebook() -> Any:
    from nbformat import v4

    code = v4.new_code_cell(  # type: ignore[no-untyped-call]
        "number: int = 1  # a parameter", metadata={"tags": ["parameters"]}, outputs=_outputs()
    )
    prose = v4.new_markdown_cell("prose")  # type: ignore[no-untyped-call]
    return v4.new_notebook(  # type: ignore[no-untyped-call]
        cells=[code, prose], metadata={"kernelspec": KERNEL}
    )


def _outputs() -> list[Any]:
    from nbformat.v4 import new_output

    bundle = {"text/plain": "1", "image/png": "eA=="}
    return [
        new_output("execute_result", bundle, execution_count=1),  # type: ignore[no-untyped-call]
        new_output("display_data", bundle),  # type: ignore[no-untyped-call]
        new_output("stream", name="stdout", text="1"),  # type: ignore[no-untyped-call]
        new_output("error", ename="E", evalue="e", traceback=["t"]),  # type: ignore[no-untyped-call]
    ]
