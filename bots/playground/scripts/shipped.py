"""Where scripts are: those shipped beside this file, by name, and any other by its path."""

from pathlib import Path

from bots.playground.scripts.reading import Malformed, read_script
from bots.playground.scripts.script import Script

FOLDER = Path(__file__).parent
SEEDS = ("parent_in_march", "six_weeks")  # lives that were lived with the bot, for whoever wants to look at one


def find_script(name: str) -> Script:
    """Return the script called *name*, or that in the file *name*. Raises Malformed."""
    if name.endswith((".yaml", ".yml")):
        return read_script(Path(name))
    path = FOLDER / f"{name}.yaml"
    if path.parent != FOLDER or not path.is_file():
        known = ", ".join(sorted(each.stem for each in FOLDER.glob("*.yaml")))
        raise Malformed(f"there is no script {name!r}; there is {known}, or the path of a .yaml file")
    return read_script(path)
