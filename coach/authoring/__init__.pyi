from .checking import check_all as check_all, check_files as check_files
from .settings import read_settings as read_settings, settings_path as settings_path
