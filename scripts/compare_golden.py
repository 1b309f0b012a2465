"""Checks that the network in PyTorch gives the official implementation's numbers."""

import sys

import numpy as np
import pytorch_twin as twin
import torch

SHAPES = {
    "attention": dict(
        vocabulary=16, length=12, width=64, layers=2, innerWidth=256, mixing="attention",
        mixerWidth=0, heads=4, positions="rotary", prefix=2, puzzleWidth=64, inner=6, cycles=3,
    ),
    "mixer": dict(
        vocabulary=11, length=9, width=64, layers=2, innerWidth=256, mixing="mixer",
        mixerWidth=256, heads=4, positions="none", prefix=4, puzzleWidth=64, inner=6, cycles=3,
    ),
    "learned_positions": dict(
        vocabulary=13, length=10, width=48, layers=1, innerWidth=256, mixing="attention",
        mixerWidth=0, heads=3, positions="learned", prefix=0, puzzleWidth=0, inner=3, cycles=2,
    ),
}


def check(root):
    """Compare the twin with the numbers of the official implementation, if they are present."""
    golden = root.parent / "shared" / "golden"
    if not golden.is_dir():
        print("no ../shared/golden beside the checkout: skipping the check of the twin")
        return
    for name, shape in SHAPES.items():
        tensors, _ = twin.read_safetensors(golden / name / "weights.safetensors")
        model = twin.Twin(shape | dict(rotaryBase=10000.0, epsilon=1e-5), tensors)
        expected = np.load(golden / name / "expected.npz")
        tokens = torch.from_numpy(expected["inputs"].astype(np.int64))
        puzzles = torch.from_numpy(expected["puzzle_identifiers"].astype(np.int64))
        y, z = model.start(tokens.shape[0])
        worst = 0.0
        with torch.inference_mode():
            x = model.embed(tokens, puzzles)
            for step in range(expected["logits"].shape[0]):
                for _ in range(shape["cycles"]):
                    y, z = model.cycle(x, y, z)
                logits, _ = model.heads(y)
                for mine, wanted in ((logits, "logits"), (y, "z_H"), (z, "z_L")):
                    worst = max(worst, np.abs(mine.numpy() - expected[wanted][step]).max())
        print(f"{name}: differs from the official numbers by at most {worst:.1e}")
        if worst > 1e-3:
            sys.exit("compare: the twin differs from the official network")
