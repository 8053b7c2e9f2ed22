from .answer_words import AnswerWords as AnswerWords
from .answering import (
    all_answers as all_answers,
    begins_told as begins_told,
    left_told as left_told,
    may_be_told as may_be_told,
    times_told as times_told,
)
from .breath import CALM as CALM, Breath as Breath, Phase as Phase, parse_breath as parse_breath
from .commands import Commands as Commands
from .controls import Ask as Ask, Control as Control, Inbox as Inbox, Wait as Wait
from .entry import Entry as Entry, Pick as Pick, Visit as Visit
from .finder import Matches as Matches
from .forms import Forms as Forms, bare as bare, filled as filled
from .language import (
    Language as Language,
    length_problems as length_problems,
    rule_problems as rule_problems,
    sentences as sentences,
)
from .languages import (
    is_complete as is_complete,
    list_languages as list_languages,
    system_language as system_language,
)
from .lesson import (
    Lesson as Lesson,
    LessonChapter as LessonChapter,
    lesson_problems as lesson_problems,
)
from .library import Library as Library, open_library as open_library
from .limits import longest_hold as longest_hold
from .moments import BLANKS as BLANKS, Moments as Moments, OwnWordings as OwnWordings
from .pace import (
    AFTER_SAFETY as AFTER_SAFETY,
    CHANGE as CHANGE,
    CHANGEOVER as CHANGEOVER,
    DEPTHS as DEPTHS,
    EASE as EASE,
    ENGLISH as ENGLISH,
    FEWEST_TURNS as FEWEST_TURNS,
    FLOOR_TEST as FLOOR_TEST,
    LEAST_WORK as LEAST_WORK,
    LONGEST_HOLD as LONGEST_HOLD,
    LONGEST_WORK as LONGEST_WORK,
    LOOSEN as LOOSEN,
    QUIET_IN_HOLD as QUIET_IN_HOLD,
    RETEST as RETEST,
    SAME_MOVE as SAME_MOVE,
    SEARCH as SEARCH,
    SET_UPS as SET_UPS,
    SHORTEST_HOLD as SHORTEST_HOLD,
    SHORTEST_WORK as SHORTEST_WORK,
    TEMPOS as TEMPOS,
    TEST as TEST,
    Depth as Depth,
    Pause as Pause,
    Reading as Reading,
    Tempo as Tempo,
    reading_ms as reading_ms,
)
from .phonemes import PHONEMES as PHONEMES
from .phrasebook import (
    Phrasebook as Phrasebook,
    ShownWords as ShownWords,
)
from .routine import Routine as Routine, Stop as Stop
from .safety import (
    Exclusion as Exclusion,
    Rules as Rules,
    SafetyWords as SafetyWords,
    rules_problems as rules_problems,
    safety_words_problems as safety_words_problems,
)
from .screen_words import (
    ListWords as ListWords,
    ScreenWords as ScreenWords,
)
from .spot import BARE as BARE, OTHER as OTHER, OnBody as OnBody
from .spot_words import (
    RoutineWords as RoutineWords,
    SpotWords as SpotWords,
    spot_words_problems as spot_words_problems,
)
from .translation import (
    FACTS as FACTS,
    EnglishLine as EnglishLine,
    english_lines as english_lines,
    incomplete as incomplete,
    needed_for as needed_for,
    own_lines as own_lines,
    untranslated as untranslated,
)
from .wording import ByNumber as ByNumber, fill as fill
