"""DuckDB, held short: few threads, bounded memory, no extension, no file but those given."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
from django.core.files.storage import FileSystemStorage, storages

from files.models import StoredFile

THREADS = 2
MEMORY_LIMIT = "700MB"
COPY_CHUNK = 1024 * 1024


@contextmanager
def columnar_engine(folder: Path, *readable: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that may read ``readable`` and use ``folder``, and nothing else."""
    connection = duckdb.connect(
        config={
            "threads": THREADS,
            "memory_limit": MEMORY_LIMIT,
            "temp_directory": str(folder / "spill"),
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
    )
    try:
        connection.execute(f"SET allowed_directories = [{quoted(folder)}]")
        connection.execute(f"SET allowed_paths = [{', '.join(map(quoted, readable))}]")
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        yield connection
    finally:
        connection.close()


@contextmanager
def working_folder() -> Iterator[Path]:
    with TemporaryDirectory(prefix="register-") as folder:
        yield Path(folder)


def local_path(stored: StoredFile, folder: Path) -> Path:
    """The content as a local file: where it lies, or a copy where storage is elsewhere."""
    storage = storages["private"]
    if isinstance(storage, FileSystemStorage):
        return Path(storage.path(stored.storage_name))
    path = folder / stored.sha256
    with stored.open() as source, path.open("wb") as copy:
        while chunk := source.read(COPY_CHUNK):
            copy.write(chunk)
    return path


def quoted(path: Path) -> str:
    """A path as a literal of SQL."""
    return "'" + str(path).replace("'", "''") + "'"
