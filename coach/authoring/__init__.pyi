from .checking import check_all as check_all, check_files as check_files
from .settings import SETTINGS_FILE as SETTINGS_FILE, read_settings as read_settings
