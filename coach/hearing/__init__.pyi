from .ears import Ears as Ears
from .opening import open_ears as open_ears
from .recogniser import is_understood as is_understood, unknown_words as unknown_words
