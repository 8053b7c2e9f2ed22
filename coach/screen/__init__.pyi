from .hangup import outlive_the_terminal as outlive_the_terminal
from .taken import is_taken as is_taken
from .terminal import ask as ask, farewell as farewell, open_screen as open_screen
