"""Neural networks that speak, run by onnxruntime."""

from typing import Any


def open_network(model: bytes, *, threads: int = 1) -> Any:
    """The network of an ONNX model.

    Args:
        model: What its file holds.
        threads: So many cores it takes at a time; what sounds meanwhile needs one too.

    Raises:
        Exception: It is no such model; onnxruntime has no narrower error for that.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3  # a warning would be written across the screen
    network = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    network._model_bytes = None  # it would keep all that it was given beside what it made of it
    return network
