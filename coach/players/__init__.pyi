from .lasting import LastingPlayer as LastingPlayer, Open as Open
from .miniaudio import open_microphone as open_microphone
from .player import Listenable as Listenable, Player as Player, open_player as open_player
from .stream import Stream as Stream
