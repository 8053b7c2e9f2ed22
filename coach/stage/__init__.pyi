from .awake import NO_WAY as NO_WAY, Awake as Awake, way_to_keep_awake as way_to_keep_awake
from .bookmark import (
    Bookmark as Bookmark,
    Bookmarks as Bookmarks,
    bookmark_path as bookmark_path,
    digest_cues as digest_cues,
    newest_bookmark as newest_bookmark,
    read_bookmark as read_bookmark,
)
from .now import START as START, Now as Now, ResumePoint as ResumePoint, Watch as Watch
from .question import Speaker as Speaker, ask_sore as ask_sore
from .stage import Stage as Stage
