from .batch import (
    Failed as Failed,
    Outcome as Outcome,
    Task as Task,
    Written as Written,
    write_all as write_all,
)
from .manner import Manner as Manner, MannerFields as MannerFields, Progress as Progress
from .playlist import PLAYLIST_FILE as PLAYLIST_FILE, list_written as list_written
from .wanted import Wanted as Wanted, list_wanted as list_wanted, same_name as same_name
