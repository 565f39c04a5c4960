# what is in the globals of a board's REPL
from typing import Any

def __getattr__(name: str) -> Any: ...
