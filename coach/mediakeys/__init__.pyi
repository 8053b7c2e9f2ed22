from .keys import open_media_keys as open_media_keys
