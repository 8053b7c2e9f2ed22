from .checking import check_all as check_all, check_files as check_files
from .schema import KINDS as KINDS, make_schema as make_schema
from .settings import read_settings as read_settings, settings_path as settings_path
from .template import begin_routine as begin_routine
from .translated import check_translation as check_translation
from .translating import (
    begin_language as begin_language,
    language_states as language_states,
)
