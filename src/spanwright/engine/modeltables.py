"""A model file read strictly: every complaint names file, line and key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from spanwright.datum.errors import InputError, ModelError
from spanwright.datum.nearest import did_you_mean
from spanwright.datum.toml import Document


@contextmanager
def at(document: Document, address: str) -> Iterator[None]:
    """A complaint of the frame becomes one about this address of the file."""
    try:
        yield
    except ModelError as error:
        raise wrong(document, address, str(error)) from error
    except (AttributeError, TypeError, ValueError) as error:
        raise wrong(document, address, f"has a value of the wrong type ({error})") from error


def wrong(document: Document, address: str, text: str) -> InputError:
    """An error about an address of the file."""
    return InputError(address, text, place=document.place(address))


def known_keys(
    document: Document, address: str, table: Mapping[str, Any], keys: tuple[str, ...]
) -> None:
    """Refuse keys that nobody reads, with the nearest one."""
    for key in table:
        if key not in keys:
            full = f"{address}.{key}" if address else key
            raise InputError(
                full, "is not a known key", hint=did_you_mean(key, keys), place=document.place(full)
            )


def table_of(document: Document, name: str) -> dict[str, Any]:
    """A table of the file, empty where it is left out."""
    table = document.data.get(name, {})
    if not isinstance(table, dict):
        raise wrong(document, name, f"must be a table [{name}]")
    return table


def rows_of(
    document: Document, name: str, keys: tuple[str, ...]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Named tables with known keys."""
    for key, row in table_of(document, name).items():
        if not isinstance(row, dict):
            raise wrong(document, f"{name}.{key}", f"must be a table [{name}.{key}]")
        known_keys(document, f"{name}.{key}", row, keys)
        yield key, row


def entries_of(
    document: Document, name: str, keys: tuple[str, ...]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """A list of tables with known keys, each with its address."""
    rows = document.data.get(name, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise wrong(document, name, f"must be a list of tables [[{name}]]")
    for i, row in enumerate(rows):
        known_keys(document, f"{name}[{i}]", row, keys)
        yield f"{name}[{i}]", row


def need(row: Mapping[str, Any], key: str) -> str:
    """A name that must be there."""
    if key not in row:
        raise ModelError(f"'{key}' is missing")
    value = row[key]
    if not isinstance(value, str):
        raise ModelError(f"'{key}' must be a name in quotes (got {value!r})")
    return value


def without(row: Mapping[str, Any], *keys: str) -> dict[str, Any]:
    """The rest of a table."""
    return {key: value for key, value in row.items() if key not in keys}


def list_of(value: Any, wanted: str, sizes: tuple[int, ...]) -> list[Any]:
    """A list of one of these sizes."""
    if not isinstance(value, list) or len(value) not in sizes:
        raise ModelError(f"{wanted} (got {value!r})")
    return value
