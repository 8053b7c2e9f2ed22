from .as_text import LOG_FORMATS as LOG_FORMATS
from .chart import draw_chart as draw_chart
from .choosing import choose_sessions as choose_sessions
from .log import Log as Log, Logged as Logged
from .scribe import Scribe as Scribe
from .sorer import SorerSide as SorerSide, sorer_side as sorer_side
from .suggestion import Suggestion as Suggestion, suggestions as suggestions
from .summary import Stretch as Stretch, label_told as label_told, stretches as stretches
