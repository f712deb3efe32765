"""The tables of a run as Parquet files, SI throughout, units in the field metadata."""

from __future__ import annotations

import io
from collections.abc import Iterator

from spanwright.datum.errors import MissingExtra
from spanwright.deliverables.frames import Series, frames
from spanwright.deliverables.results import Results


def to_parquet(results: Results) -> Iterator[tuple[str, bytes]]:
    """(file name, content) of every table.  Raises MissingExtra without pyarrow."""
    try:
        import pyarrow as arrow
        from pyarrow import parquet
    except ImportError:
        raise MissingExtra(
            "Parquet needs pyarrow; install it with: pip install 'spanwright[tables]'"
        ) from None
    kinds = {"text": arrow.string(), "number": arrow.float64(), "day": arrow.date32()}
    for frame in frames(results):
        fields = [
            arrow.field(c.name, kinds[c.kind], metadata={"unit": _unit(c)} if _unit(c) else None)
            for c in frame.columns
        ]
        arrays = [arrow.array(c.values, type=kinds[c.kind]) for c in frame.columns]
        table = arrow.Table.from_arrays(arrays, schema=arrow.schema(fields))
        buffer = io.BytesIO()
        parquet.write_table(table, buffer, compression="zstd")
        yield f"{frame.name}.parquet", buffer.getvalue()


def _unit(column: Series) -> str:
    return 'as column "unit" says' if column.by_row else column.unit
