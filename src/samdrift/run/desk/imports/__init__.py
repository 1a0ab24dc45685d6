"""Foreign tickets: a file is read in a child process, a mapping says what its columns mean, and its incidents become histories."""

from samdrift.run.desk.imports.mapping import Mapping, MappingRefused, mapping_named
from samdrift.run.desk.imports.reading import FileRefused
from samdrift.run.desk.imports.writing import ImportResult, import_incidents

__all__ = ["FileRefused", "ImportResult", "Mapping", "MappingRefused", "import_incidents", "mapping_named"]
