"""
A real voice file for Piper, of a few hundred bytes: an ONNX model that hums, a fixed time for every phoneme.

    samples = phonemes * 500 * length scale;  sound[n] = 0.4 * sin(n / 20)

The model is written field by field in ONNX's protobuf form, so that no package is needed to make it.
"""

import json
import struct
from pathlib import Path

_FLOAT, _INT64 = 1, 7
_SAMPLES = 500.0
RATE_HZ = 22050


def write(folder: Path, name: str = "vi_VN-hum-low", rate_hz: int = RATE_HZ) -> Path:
    """Write the two files of the voice; return the model's path."""
    folder.mkdir(parents=True, exist_ok=True)
    model = folder / f"{name}.onnx"
    model.write_bytes(_model())
    Path(f"{model}.json").write_text(json.dumps(settings(rate_hz)), encoding="utf-8")
    return model


def settings(rate_hz: int = RATE_HZ) -> dict[str, object]:
    symbols = "_^$ ˈˌː.,;:!?abcdefghijklmnopqrstuvwxyzɔəɛɪʊŋɗɓɲɯɤăʔθðʃʒɣχʈɕ1234567890"
    return {
        "audio": {"sample_rate": rate_hz},
        "espeak": {"voice": "vi"},
        "num_symbols": 256,
        "num_speakers": 1,
        "inference": {"noise_scale": 0.667, "length_scale": 1, "noise_w": 0.8},
        "phoneme_id_map": {symbol: [number] for number, symbol in enumerate(symbols)},
    }


def _model() -> bytes:
    nodes = [
        _node("Shape", ["input"], "shape"),
        _node("Gather", ["shape", "one"], "phonemes"),
        _node("Cast", ["phonemes"], "count", to=_FLOAT),
        _node("Gather", ["scales", "one"], "slower"),
        _node("Mul", ["count", "slower"], "scaled"),
        _node("Mul", ["scaled", "each"], "samples"),
        _node("Range", ["zero", "samples", "step"], "turn"),
        _node("Sin", ["turn"], "wave"),
        _node("Mul", ["wave", "loud"], "sound"),
        _node("Unsqueeze", ["sound", "axes"], "output"),
        _node("Identity", ["input_lengths"], "unused"),
    ]
    numbers = {"each": _SAMPLES * 0.05, "zero": 0.0, "step": 0.05, "loud": 0.4}
    graph = b"".join(_field(1, node) for node in nodes) + _field(2, b"hum")
    graph += _field(5, _integers("one", 1, [])) + _field(5, _integers("axes", 0, [1]))
    graph += b"".join(_field(5, _number(name, value)) for name, value in numbers.items())
    for name, kind, shape in (("input", _INT64, 2), ("input_lengths", _INT64, 1), ("scales", _FLOAT, 1)):
        graph += _field(11, _value(name, kind, shape))
    graph += _field(12, _value("output", _FLOAT, 2))
    opset = _field(1, b"") + _count(2, 13)
    return _count(1, 8) + _field(7, graph) + _field(8, opset)


def _node(operator: str, inputs: list[str], output: str, to: int | None = None) -> bytes:
    body = b"".join(_field(1, one.encode()) for one in inputs) + _field(2, output.encode())
    body += _field(4, operator.encode())
    if to is not None:
        body += _field(5, _field(1, b"to") + _count(3, to) + _count(20, 2))
    return body


def _number(name: str, value: float) -> bytes:
    """Write a constant: a tensor of one number and no axis."""
    return _count(2, _FLOAT) + _field(8, name.encode()) + _field(9, struct.pack("<f", value))


def _integers(name: str, value: int, shape: list[int]) -> bytes:
    axes = b"".join(_count(1, size) for size in shape)
    return axes + _count(2, _INT64) + _field(8, name.encode()) + _field(9, struct.pack("<q", value))


def _value(name: str, kind: int, axes: int) -> bytes:
    shape = b"".join(_field(1, _field(2, f"{name}{axis}".encode())) for axis in range(axes))
    tensor = _count(1, kind) + _field(2, shape)
    return _field(1, name.encode()) + _field(2, _field(1, tensor))


def _field(number: int, body: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(body)) + body


def _count(number: int, value: int) -> bytes:
    return _varint(number << 3) + _varint(value)


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)
