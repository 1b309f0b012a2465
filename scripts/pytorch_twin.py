"""The network of trm in PyTorch, for comparison: the same weights give the same numbers.

Written from the equations of the model. Reads the checkpoints that trm writes: safetensors files with
the configuration in the metadata.
"""

import json
import math
import struct

import numpy as np
import torch
import torch.nn.functional as F

DTYPES = {"F32": np.float32, "F64": np.float64, "I32": np.int32, "I64": np.int64, "U8": np.uint8}


def read_safetensors(path):
    """Return the tensors of a safetensors file by name, and its metadata."""
    with open(path, "rb") as file:
        (size,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(size))
        data = file.read()
    metadata = header.pop("__metadata__", {})
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        array = np.frombuffer(data[begin:end], DTYPES[entry["dtype"]]).reshape(entry["shape"])
        tensors[name] = torch.from_numpy(array.copy())
    return tensors, metadata


def write_safetensors(path, tensors, metadata):
    """Write float32 tensors, sorted by name as trm sorts them, and the metadata."""
    header, offset, chunks = {"__metadata__": metadata}, 0, []
    for name in sorted(tensors):
        data = tensors[name].detach().numpy().astype(np.float32).tobytes()
        header[name] = {
            "dtype": "F32",
            "shape": list(tensors[name].shape),
            "data_offsets": [offset, offset + len(data)],
        }
        offset += len(data)
        chunks.append(data)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + b"".join(chunks))


def norm(h, epsilon, axis=-1):
    """RMSNorm without a weight."""
    return h * torch.rsqrt(h.square().mean(axis, keepdim=True) + epsilon)


def swiglu(h, gate_up, down):
    """down(silu(gate(h)) * up(h))."""
    gate, up = F.linear(h, gate_up).chunk(2, dim=-1)
    return F.linear(F.silu(gate) * up, down)


def turn(x, cos, sin):
    """Apply rotary embeddings to pairs (i, i + head / 2)."""
    low, high = x.chunk(2, dim=-1)
    return x * cos + torch.cat((-high, low), dim=-1) * sin


class Twin(torch.nn.Module):
    """The recursive network with weights under the official keys."""

    def __init__(self, network, tensors):
        super().__init__()
        self.network = network
        self.names = {name: name.replace(".", "_") for name in tensors}
        for name, tensor in tensors.items():
            trained = name not in ("H_init", "L_init")
            self.register_parameter(
                self.names[name], torch.nn.Parameter(tensor.clone(), requires_grad=trained)
            )
        self.seen = None
        if network.get("window", 0) > 0:
            at = torch.arange(self.sequence)
            self.seen = (at[:, None] - at[None, :]).abs() <= network["window"]
            self.seen[0, :] = True
            self.seen[:, : network["prefix"]] = True
        if network["mixing"] == "attention" and network["positions"] == "rotary":
            half = network["width"] // network["heads"] // 2
            power = torch.arange(half, dtype=torch.float64) / half
            angles = torch.outer(
                torch.arange(self.sequence, dtype=torch.float64),
                network["rotaryBase"] ** -power,
            )
            angles = torch.cat((angles, angles), dim=-1)
            self.register_buffer("cos", angles.cos().float())
            self.register_buffer("sin", angles.sin().float())

    @property
    def sequence(self):
        """S = P + L."""
        return self.network["prefix"] + self.network["length"]

    def weight(self, name):
        """The parameter with this official key."""
        return getattr(self, self.names[name])

    def embed(self, tokens, puzzles=None):
        """Return x, (batch, S, D)."""
        n = self.network
        h = F.embedding(tokens, self.weight("embed_tokens.embedding_weight"))
        if n["prefix"]:
            batch = tokens.shape[0]
            head = torch.zeros(batch, n["prefix"] * n["width"])
            if n["puzzleWidth"]:
                puzzles = torch.zeros(batch, dtype=torch.long) if puzzles is None else puzzles
                rows = self.weight("puzzle_emb.weights")[puzzles]
                head = F.pad(rows, (0, head.shape[1] - rows.shape[1]))
            h = torch.cat((head.view(batch, n["prefix"], n["width"]), h), dim=1)
        if n["positions"] == "learned":
            h = math.sqrt(0.5) * (h + self.weight("embed_pos.embedding_weight"))
        return math.sqrt(n["width"]) * h

    def attention(self, h, name):
        """Self-attention, full or windowed, with or without rotary positions."""
        n = self.network
        batch, s, d = h.shape
        q, k, v = (
            F.linear(h, self.weight(name + "qkv_proj.weight"))
            .view(batch, s, 3, n["heads"], d // n["heads"])
            .permute(2, 0, 3, 1, 4)
        )
        if n["positions"] == "rotary":
            q, k = turn(q, self.cos, self.sin), turn(k, self.cos, self.sin)
        out = F.scaled_dot_product_attention(q, k, v, attn_mask=self.seen)
        return F.linear(
            out.transpose(1, 2).reshape(batch, s, d), self.weight(name + "o_proj.weight")
        )

    def net(self, h):
        """Apply the network once."""
        n = self.network
        for layer in range(n["layers"]):
            name = f"L_level.layers.{layer}."
            if n["mixing"] == "attention":
                h = norm(h + self.attention(h, name + "self_attn."), n["epsilon"])
            else:
                t = h.transpose(1, 2)
                mixed = swiglu(
                    t,
                    self.weight(name + "mlp_t.gate_up_proj.weight"),
                    self.weight(name + "mlp_t.down_proj.weight"),
                )
                h = norm(t + mixed, n["epsilon"]).transpose(1, 2)
            out = swiglu(
                h,
                self.weight(name + "mlp.gate_up_proj.weight"),
                self.weight(name + "mlp.down_proj.weight"),
            )
            h = norm(h + out, n["epsilon"])
        return h

    def start(self, batch):
        """The initial y and z."""
        shape = (batch, self.sequence, self.network["width"])
        return self.weight("H_init").expand(shape), self.weight("L_init").expand(shape)

    def cycle(self, x, y, z):
        """n updates of z, then one of y."""
        for _ in range(self.network["inner"]):
            z = self.net(z + y + x)
        return self.net(y + z), z

    def heads(self, y):
        """The answer's logits (batch, L, V) and the halting head's (batch, 2)."""
        logits = F.linear(y[:, self.network["prefix"] :], self.weight("lm_head.weight"))
        return logits, F.linear(y[:, 0], self.weight("q_head.weight"), self.weight("q_head.bias"))

    def forward(self, tokens, y, z):
        """One supervision step; only the last cycle carries gradient."""
        x = self.embed(tokens)
        with torch.no_grad():
            for _ in range(self.network["cycles"] - 1):
                y, z = self.cycle(x, y, z)
        y, z = self.cycle(x, y, z)
        logits, halting = self.heads(y)
        return y.detach(), z.detach(), logits, halting


def load(path):
    """Return the twin of a checkpoint, and the metadata."""
    tensors, metadata = read_safetensors(path)
    return Twin(json.loads(metadata["network"]), tensors), metadata


def initial(network, seed=1):
    """Return a twin with random weights for a configuration, and the weights."""
    torch.manual_seed(seed)
    d, v, i = network["width"], network["vocabulary"], network["innerWidth"]
    s = network["prefix"] + network["length"]
    tensors = {
        "H_init": torch.randn(d),
        "L_init": torch.randn(d),
        "embed_tokens.embedding_weight": torch.randn(v, d) / math.sqrt(d),
        "lm_head.weight": torch.randn(v, d) / math.sqrt(d),
        "q_head.weight": torch.zeros(2, d),
        "q_head.bias": torch.full((2,), -5.0),
    }
    for layer in range(network["layers"]):
        name = f"L_level.layers.{layer}."
        shapes = {"mlp.gate_up_proj": (2 * i, d), "mlp.down_proj": (d, i)}
        if network["mixing"] == "attention":
            shapes |= {"self_attn.qkv_proj": (3 * d, d), "self_attn.o_proj": (d, d)}
        else:
            m = network["mixerWidth"]
            shapes |= {"mlp_t.gate_up_proj": (2 * m, s), "mlp_t.down_proj": (s, m)}
        for key, shape in shapes.items():
            tensors[f"{name}{key}.weight"] = torch.randn(shape) / math.sqrt(shape[1])
    return Twin(network, tensors), tensors
