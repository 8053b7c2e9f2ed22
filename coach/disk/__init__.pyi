from .clerk import Clerk as Clerk
from .folders import (
    bookmarks_folder as bookmarks_folder,
    config_folder as config_folder,
    debug_file as debug_file,
    encoded_folder as encoded_folder,
    log_file as log_file,
    memory_folder as memory_folder,
    own_folder as own_folder,
    voices_folder as voices_folder,
)
from .heard import note_heard as note_heard, times_heard as times_heard
from .lines import Key as Key
from .shapes import ONE_LINE as ONE_LINE, Problem as Problem, shape_problems as shape_problems
from .shipped import shipped as shipped
from .store import Store as Store
from .toml import (
    Check as Check,
    line_in as line_in,
    read_layers as read_layers,
    read_toml as read_toml,
    value_at as value_at,
)
from .whole import (
    appearing as appearing,
    appearing_texts as appearing_texts,
    appearing_with_texts as appearing_with_texts,
    clear_stale as clear_stale,
    list_files as list_files,
)
