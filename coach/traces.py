"""Traces: the loggers of what fails without ending anything, of which nothing is shown unasked."""

import logging


def quiet_logger(name: str) -> logging.Logger:
    """The logger of this name; what nobody listens to is not shown on the standard error.

    Args:
        name: A module's, of coach or of a library.
    """
    package = logging.getLogger(name.partition(".")[0])
    if not package.handlers:
        package.addHandler(logging.NullHandler())
    return logging.getLogger(name)
