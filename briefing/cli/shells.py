"""Changes to the completion of words in Bash and fish, which click does not make itself."""

import os
import re
from typing import Any

from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    add_completion_class,
)

_UNQUOTED = re.compile(r"([^\w@%+=:,./-])")


class _Bash(BashComplete):
    """Bash inserts a word as it is, so spaces and special characters need a backslash."""

    def format_completion(self, item: CompletionItem[Any]) -> str:
        typed = os.environ.get("COMP_WORDS", "").rpartition("\n")[2]
        if item.type != "plain" or typed[:1] in ("'", '"'):
            return super().format_completion(item)
        # The function in Bash reads each line with `read`, which removes a backslash itself.
        escaped = _UNQUOTED.sub(r"\\\\\1", item.value)
        return f"{item.type},{escaped}"


class _Fish(FishComplete):
    """fish gets the word up to its first comma, so words with a comma are left out."""

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem[Any]]:
        return [item for item in super().get_completions(args, incomplete) if "," not in item.value]


add_completion_class(_Bash)
add_completion_class(_Fish)
