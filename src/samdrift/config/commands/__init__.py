"""The commands of `samdrift`, one module each: `describe` its arguments, `run` it, return an exit code."""
