from .ears import Ears as Ears
from .opening import open_ears as open_ears
from .recogniser import unknown_words as unknown_words
