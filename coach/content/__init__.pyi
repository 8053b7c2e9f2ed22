from .breath import CALM as CALM, Breath as Breath, Phase as Phase, parse_breath as parse_breath
from .commands import Commands as Commands
from .controls import Ask as Ask, Control as Control, Inbox as Inbox, Wait as Wait
from .lesson import (
    Lesson as Lesson,
    LessonChapter as LessonChapter,
    lesson_problems as lesson_problems,
)
from .library import (
    LANGUAGE as LANGUAGE,
    TAGGED_LANGUAGE as TAGGED_LANGUAGE,
    Entry as Entry,
    Library as Library,
    Pick as Pick,
    Visit as Visit,
    open_library as open_library,
)
from .pace import (
    DEPTHS as DEPTHS,
    LONGEST_DEPTH as LONGEST_DEPTH,
    QUIET_IN_HOLD as QUIET_IN_HOLD,
    TEMPOS as TEMPOS,
    Depth as Depth,
    Tempo as Tempo,
    reading_ms as reading_ms,
)
from .phrasebook import (
    AnswerWords as AnswerWords,
    CaptionWords as CaptionWords,
    Phrasebook as Phrasebook,
    RoutineWords as RoutineWords,
    SpotWords as SpotWords,
    fill as fill,
    sentences as sentences,
    spot_words_problems as spot_words_problems,
)
from .routine import Routine as Routine
from .safety import (
    Rules as Rules,
    SafetyWords as SafetyWords,
    rules_problems as rules_problems,
    safety_words_problems as safety_words_problems,
)
from .spot import BARE as BARE, OTHER as OTHER, OnBody as OnBody
