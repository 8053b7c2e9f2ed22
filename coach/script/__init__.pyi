from .cues import (
    Bell as Bell,
    Breathe as Breathe,
    Circle as Circle,
    Cue as Cue,
    Hold as Hold,
    Rest as Rest,
    Roll as Roll,
    Say as Say,
    Script as Script,
    Section as Section,
    Worked as Worked,
)
from .fitting import (
    without_at_own_length as without_at_own_length,
    without_told as without_told,
    write_script as write_script,
)
from .phrases import all_phrases as all_phrases
from .reach import Reach as Reach, reach as reach
from .request import (
    Request as Request,
    RequestFields as RequestFields,
    check_request as check_request,
)
from .revision import (
    Revision as Revision,
    revised as revised,
    room as room,
    told_when_easier as told_when_easier,
)
from .sheet import Sheet as Sheet, Wishes as Wishes
