from .errors import CoachError as CoachError
from .script import Request as Request
from .session import (
    Session as Session,
    library as library,
    open_request as open_request,
    open_session as open_session,
)

__version__: str
