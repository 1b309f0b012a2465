"""What trm is compared with: PyTorch, compiled PyTorch, ONNX Runtime and OpenVINO, if installed.

Each peer runs one supervision step of the same network (pytorch_twin.py), float32, without gradients
unless it trains. ONNX Runtime and OpenVINO read the network as PyTorch exports it.
"""

import importlib.metadata
import importlib.util
import os
import sys
import time
import warnings

import numpy as np
import pytorch_twin as twin
import torch
import torch.nn.functional as F

NAMES = {"eager": "PyTorch", "compiled": "compiled", "onnx": "ONNX Runtime", "openvino": "OpenVINO"}
MODULES = {"eager": "torch", "compiled": "torch", "onnx": "onnxruntime", "openvino": "openvino"}


def available():
    """The peers that this machine has, in the order of the table."""
    def is_here(peer):
        exports = peer in ("onnx", "openvino")
        needed = [MODULES[peer]] + (["onnx"] if exports else [])
        return all(importlib.util.find_spec(module) for module in needed)

    return [peer for peer in NAMES if is_here(peer)]


def versions(peers):
    """The peers' versions, as one line of text."""
    modules = dict.fromkeys(MODULES[peer] for peer in peers)
    return ", ".join(f"{module} {importlib.metadata.version(module)}" for module in modules)


def train_step(model, forward, tokens):
    """Return a function that runs one training step: forward, both losses, backward, AdamW, EMA."""
    trained = [p for p in model.parameters() if p.requires_grad]
    means = [p.detach().clone() for p in trained]
    optimizer = torch.optim.AdamW(trained, lr=1e-4, betas=(0.9, 0.95), weight_decay=0.02)
    state = [*model.start(tokens.shape[0])]

    def run():
        y, z, logits, halting = forward(tokens, *state)
        state[:] = [y, z]
        labels = tokens.long()
        right = (logits.argmax(-1) == labels).all(-1).float()
        loss = F.cross_entropy(logits.flatten(0, 1), labels.flatten())
        loss = loss + 0.5 * F.binary_cross_entropy_with_logits(halting[:, 0], right)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        with torch.no_grad():
            torch._foreach_lerp_(means, [p.detach() for p in trained], 0.001)

    return run


class Comparison:
    """One network and its inputs, for every peer."""

    def __init__(self, network, tokens, folder, threads):
        self.network, self.tokens, self.threads = network, tokens, threads
        self.model, _ = twin.initial(network)
        self.state = [part.contiguous() for part in self.model.start(tokens.shape[0])]
        self.path = os.path.join(folder, "network.onnx")
        self.is_exported = False

    def step(self, peer):
        """Return a function that runs one supervision step and returns the logits."""
        return getattr(self, "_" + peer)()

    def training(self, peer):
        """Return a function that runs one training step; for PyTorch only."""
        model, _ = twin.initial(self.network)
        return train_step(model, torch.compile(model) if peer == "compiled" else model, self.tokens)

    def _run_torch(self, forward):
        def run():
            with torch.inference_mode():
                return forward(self.tokens, *self.state)[2]

        return lambda: run().numpy()

    def _eager(self):
        return self._run_torch(self.model)

    def _compiled(self):
        return self._run_torch(torch.compile(twin.initial(self.network)[0]))

    def _export(self):
        if self.is_exported:
            return
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            torch.onnx.export(
                self.model, (self.tokens, *self.state), self.path, dynamo=False,
                input_names=["tokens", "y", "z"], output_names=["y1", "z1", "logits", "halting"],
            )
        self.is_exported = True

    def _inputs(self):
        y, z = (part.numpy() for part in self.state)
        return {"tokens": self.tokens.numpy(), "y": y, "z": z}

    def _onnx(self):
        import onnxruntime

        self._export()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self.threads
        options.inter_op_num_threads = 1
        session = onnxruntime.InferenceSession(
            self.path, options, providers=["CPUExecutionProvider"]
        )
        inputs = self._inputs()
        # All outputs, as the others compute them too.
        return lambda: session.run(None, inputs)[2]

    def _openvino(self):
        import openvino

        self._export()
        model = openvino.Core().compile_model(
            self.path, "CPU",
            {
                "INFERENCE_NUM_THREADS": self.threads, "INFERENCE_PRECISION_HINT": "f32",
                "PERFORMANCE_HINT": "LATENCY",
            },
        )
        request, inputs = model.create_infer_request(), self._inputs()
        # The export drops inputs that the network doesn't read.
        known = {port.any_name for port in model.inputs}
        inputs = {name: value for name, value in inputs.items() if name in known}
        return lambda: np.array(request.infer(inputs, share_inputs=True)[model.output("logits")])


def prepared(make, name):
    """The step that `make` returns, after one call; None, with the reason told, if it fails."""
    begun = time.perf_counter()
    try:
        step = make()
        first = step()
    except Exception as error:  # noqa: BLE001  a peer's failure must not end the comparison
        print(f"{name} can't run it: {str(error).splitlines()[0][:200]}", file=sys.stderr)
        return None, None
    seconds = time.perf_counter() - begun
    if seconds > 5:
        print(f"{name} was ready after {seconds:.0f} s", file=sys.stderr)
    return step, first
