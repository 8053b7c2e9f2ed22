from .content import Control as Control, Inbox as Inbox, Library as Library
from .errors import CoachError as CoachError
from .script import Request as Request
from .session import (
    Session as Session,
    library as library,
    open_request as open_request,
    open_session as open_session,
)
from .sound import Clip as Clip
from .stage import Now as Now
from .voices import Voice as Voice

__version__: str
