"""What student code meets where a package belongs to another exercise: it can be imported, and is good for nothing."""

from __future__ import annotations

from typing import Any


def stand_in(names: list[str]) -> None:
    """Let these packages be imported, with all their modules; calling anything in them raises ModuleNotFoundError.

    So a file with `import torch` at its top loads where torch is not, as long as torch is used nowhere. Classes may
    even be derived from what is not there. Runs over there, before the student's file.
    """
    import sys
    from importlib.machinery import ModuleSpec
    from types import ModuleType

    class Nothing(type):
        def __getattr__(cls, name: str) -> Any:
            if name.startswith("__"):
                raise AttributeError(name)
            return Nothing(name, (), {"package": cls.package})

        def __call__(cls, *_: Any, **__: Any) -> Any:
            raise ModuleNotFoundError(f"No module named '{cls.package}'", name=cls.package)

    class Finder:
        def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
            return ModuleSpec(name, self, is_package=True) if name.partition(".")[0] in names else None  # type: ignore[arg-type]

        def create_module(self, spec: ModuleSpec) -> ModuleType | None:
            return None

        def exec_module(self, module: ModuleType) -> None:
            package = module.__name__.partition(".")[0]
            module.__getattr__ = lambda name: getattr(type.__new__(Nothing, "", (), {"package": package}), name)  # type: ignore[method-assign]

    sys.meta_path.append(Finder())  # the last to be asked: what is there is found before
