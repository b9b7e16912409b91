"""Evaluation rubrics that are scored exactly, explained in words, and bounded by the evidence."""


def __getattr__(name: str) -> str:
    if name == "__version__":
        from importlib.metadata import version

        return version("rubrika")
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
