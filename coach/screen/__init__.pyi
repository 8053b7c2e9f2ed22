from .hangup import outlive_the_terminal as outlive_the_terminal
from .terminal import ask as ask, farewell as farewell, open_screen as open_screen
