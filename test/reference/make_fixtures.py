"""Makes the fixtures of this folder with PyTorch: weights, inputs, outputs and gradients of every module of the method.

    python test/reference/make_fixtures.py        (needs torch, numpy and safetensors; the tests need none of them)

Written from the equations (see the README of the project and the doc comments of graph-nodes/), with torch.nn as the
reference of the layers that it has. Everything is computed in float64 from numbers that float32 holds, and stored as
float32: what the tests measure is then the error of the program alone.

A fixture holds `weights/NAME`, `inputs/NAME`, `draws/STREAM/N`, `outputs/NAME`, `cotangents/NAME` and, for
L = sum over the outputs of sum(cotangent * output), the gradients `gradients/weights/NAME` and `gradients/inputs/NAME`.
Maps are [B, H, W, C] as in the program; torch's own [B, C, H, W] stays inside the functions below.
"""

import math
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.numpy import save_file
from torch import nn
from torch.func import functional_call

torch.set_default_dtype(torch.float64)
FOLDER = Path(__file__).parent


def held(values: torch.Tensor) -> torch.Tensor:
    """The nearest numbers that float32 holds."""
    return values.to(torch.float32).to(torch.float64)


class Case:
    """One fixture in the making. Weights are made where they are first asked for, draws where they are drawn."""

    def __init__(self, name: str):
        self.name = name
        self.random = torch.Generator().manual_seed(sum(name.encode()))
        self.weights: dict[str, torch.Tensor] = {}
        self.inputs: dict[str, torch.Tensor] = {}
        self.draws: dict[str, torch.Tensor] = {}
        self.stream = "layer"

    def normal(self, *shape: int) -> torch.Tensor:
        return held(torch.randn(shape, generator=self.random))

    def weight(self, name: str, *shape: int) -> torch.Tensor:
        if name not in self.weights:
            if name.endswith("scale"):
                value = 1 + 0.2 * self.normal(*shape)
            elif len(shape) > 1 and name.endswith("eight"):
                value = self.normal(*shape) / math.sqrt(math.prod(shape[:-1]))
            elif len(shape) == 1:
                value = 0.2 * self.normal(*shape)
            else:
                value = self.normal(*shape)
            self.weights[name] = held(value).requires_grad_()
        assert self.weights[name].shape == shape, (name, self.weights[name].shape, shape)
        return self.weights[name]

    def input(self, name: str, *shape: int) -> torch.Tensor:
        self.inputs[name] = self.normal(*shape).requires_grad_()
        return self.inputs[name]

    def integers(self, name: str, below: int, *shape: int) -> torch.Tensor:
        self.inputs[name] = torch.randint(below, shape, generator=self.random)
        return self.inputs[name]

    def drawn(self, value: torch.Tensor) -> torch.Tensor:
        count = sum(key.startswith(f"{self.stream}/") for key in self.draws)
        self.draws[f"{self.stream}/{count}"] = value
        return value

    def noise(self, *shape: int) -> torch.Tensor:
        return self.drawn(self.normal(*shape))

    def mask(self, rate: float, *shape: int) -> torch.Tensor:
        kept = torch.rand(shape, generator=self.random) >= rate
        return self.drawn(held(kept / (1 - rate)))

    def save(self, **outputs: torch.Tensor) -> None:
        cotangents = {name: self.normal(*value.shape) for name, value in outputs.items()}
        loss = sum((value * cotangents[name]).sum() for name, value in outputs.items())
        if loss.requires_grad:
            loss.backward()
        self.write(outputs, cotangents=cotangents)

    def write(self, outputs: dict[str, torch.Tensor], **more: dict[str, torch.Tensor]) -> None:
        leaves = {f"weights/{name}": value for name, value in self.weights.items()}
        leaves |= {f"inputs/{name}": value for name, value in self.inputs.items()}
        arrays = dict(leaves)
        arrays |= {f"gradients/{name}": value.grad for name, value in leaves.items() if value.grad is not None}
        arrays |= {f"draws/{name}": value for name, value in self.draws.items()}
        arrays |= {f"outputs/{name}": value for name, value in outputs.items()}
        for group, values in more.items():
            arrays |= {f"{group}/{name}": value for name, value in values.items()}
        numbers = {name: np.array(value.detach().numpy(), np.float32, order="C") for name, value in arrays.items()}
        save_file(numbers, FOLDER / f"{self.name}.safetensors")


# --- layers ------------------------------------------------------------------------------------------------------------


def linear(case: Case, name: str, x: torch.Tensor, outputs: int) -> torch.Tensor:
    weight = case.weight(f"{name}/weight", x.shape[-1], outputs)
    return F.linear(x, weight.T, case.weight(f"{name}/bias", outputs))


def layer_norm(case: Case, name: str, x: torch.Tensor) -> torch.Tensor:
    width = x.shape[-1]
    scale, shift = case.weight(f"{name}/scale", width), case.weight(f"{name}/shift", width)
    return functional_call(nn.LayerNorm(width), {"weight": scale, "bias": shift}, x)


def channels_first(maps: torch.Tensor) -> torch.Tensor:
    return maps.permute(0, 3, 1, 2)


def channels_last(maps: torch.Tensor) -> torch.Tensor:
    return maps.permute(0, 2, 3, 1)


def group_norm(case: Case, name: str, maps: torch.Tensor) -> torch.Tensor:
    width = maps.shape[-1]
    scale, shift = case.weight(f"{name}/scale", width), case.weight(f"{name}/shift", width)
    return channels_last(functional_call(nn.GroupNorm(8, width), {"weight": scale, "bias": shift}, channels_first(maps)))


def rms_norm(case: Case, name: str, x: torch.Tensor) -> torch.Tensor:
    width = x.shape[-1]
    return F.normalize(x, dim=-1) * math.sqrt(width) * case.weight(f"{name}/scale", width)


def convolution(case: Case, name: str, maps: torch.Tensor, size: int, outputs: int, stride: int = 1) -> torch.Tensor:
    inputs = maps.shape[-1]
    weight = case.weight(f"{name}/weight", size, size, inputs, outputs).permute(3, 2, 0, 1)
    x = channels_first(maps)
    if stride == 2:
        x = F.pad(x, (0, x.shape[3] % 2, 0, x.shape[2] % 2))
        layer = nn.Conv2d(inputs, outputs, size, stride=2)
    else:
        layer = nn.Conv2d(inputs, outputs, size, padding=size // 2)
    return channels_last(functional_call(layer, {"weight": weight, "bias": case.weight(f"{name}/bias", outputs)}, x))


def lstm(case: Case, name: str, x: torch.Tensor) -> torch.Tensor:
    """x [N, B, C] to [h, c] [B, 2C]"""
    width = x.shape[-1]
    parameters = {
        "weight_ih_l0": case.weight(f"{name}/inputWeight", width, 4 * width).T,
        "weight_hh_l0": case.weight(f"{name}/hiddenWeight", width, 4 * width).T,
        "bias_ih_l0": case.weight(f"{name}/bias", 4 * width),
        "bias_hh_l0": torch.zeros(4 * width),
    }
    _, (hidden, cell) = functional_call(nn.LSTM(width, width), parameters, x)
    return torch.cat([hidden[0], cell[0]], 1)


def gru(case: Case, name: str, x: torch.Tensor) -> torch.Tensor:
    width = x.shape[-1]
    parameters = {
        "weight_ih_l0": case.weight(f"{name}/inputWeight", width, 3 * width).T,
        "weight_hh_l0": case.weight(f"{name}/hiddenWeight", width, 3 * width).T,
        "bias_ih_l0": case.weight(f"{name}/inputBias", 3 * width),
        "bias_hh_l0": case.weight(f"{name}/hiddenBias", 3 * width),
    }
    return functional_call(nn.GRU(width, width), parameters, x)[1][0]


def attention(case: Case, name: str, query: torch.Tensor, memory: torch.Tensor, heads: int) -> torch.Tensor:
    """torch.nn.MultiheadAttention, query [B, M, C] over memory [B, N, C], without dropout"""
    width = query.shape[-1]
    parts = ["query", "key", "value"]
    parameters = {
        "in_proj_weight": torch.cat([case.weight(f"{name}/{part}/weight", width, width).T for part in parts]),
        "in_proj_bias": torch.cat([case.weight(f"{name}/{part}/bias", width) for part in parts]),
        "out_proj.weight": case.weight(f"{name}/output/weight", width, width).T,
        "out_proj.bias": case.weight(f"{name}/output/bias", width),
    }
    layer = nn.MultiheadAttention(width, heads, batch_first=True)
    return functional_call(layer, parameters, (query, memory, memory), {"need_weights": False})[0]


def attention_of_one_query(
    case: Case, name: str, query: torch.Tensor, memory: torch.Tensor, heads: int, rate: float
) -> torch.Tensor:
    """The same for a query [B, C], with a drawn dropout mask on the weights [B, heads, N]"""
    if rate == 0:
        return attention(case, name, query[:, None], memory, heads)[:, 0]
    batch, length, width = memory.shape

    def by_head(x: torch.Tensor) -> torch.Tensor:
        return x.reshape(batch, -1, heads, width // heads).transpose(1, 2)

    q = by_head(linear(case, f"{name}/query", query, width))
    k = by_head(linear(case, f"{name}/key", memory, width))
    v = by_head(linear(case, f"{name}/value", memory, width))
    weights = torch.softmax(q @ k.transpose(2, 3) / math.sqrt(width // heads), -1)
    weights = weights * case.mask(rate, batch, heads, length)[:, :, None]
    return linear(case, f"{name}/output", (weights @ v).transpose(1, 2).reshape(batch, width), width)


# --- the U-Net ---------------------------------------------------------------------------------------------------------

HEADS, DEPTH, MEMORIES = 4, 32, 4


def residual_block(case: Case, name: str, maps: torch.Tensor, outputs: int, time: torch.Tensor) -> torch.Tensor:
    scale, shift = linear(case, f"{name}/time", F.silu(time), 2 * outputs)[:, None, None].chunk(2, -1)
    x = group_norm(case, f"{name}/firstNorm", convolution(case, f"{name}/first", maps, 3, outputs))
    x = F.silu(x * (scale + 1) + shift)
    x = F.silu(group_norm(case, f"{name}/secondNorm", convolution(case, f"{name}/second", x, 3, outputs)))
    return x + (maps if maps.shape[-1] == outputs else linear(case, f"{name}/residual", maps, outputs))


def heads_of(case: Case, name: str, x: torch.Tensor) -> list[torch.Tensor]:
    """q, k, v [M, heads, N, depth], k and v behind the memories"""
    width = x.shape[-1]
    weight = case.weight(f"{name}/queryKeyValue/weight", width, 3 * HEADS * DEPTH)
    parts = (rms_norm(case, f"{name}/norm", x) @ weight).chunk(3, -1)
    q, k, v = (part.reshape(*part.shape[:2], HEADS, DEPTH).transpose(1, 2) for part in parts)
    memories = [case.weight(f"{name}/{of}", HEADS, MEMORIES, DEPTH) for of in ("memoryKeys", "memoryValues")]
    k, v = (torch.cat([m.expand(len(x), -1, -1, -1), own], 2) for m, own in zip(memories, (k, v)))
    return [q, k, v]


def linear_attention(case: Case, name: str, x: torch.Tensor) -> torch.Tensor:
    q, k, v = heads_of(case, name, x)
    context = torch.einsum("bhnd,bhne->bhde", k.softmax(2), v)
    out = torch.einsum("bhde,bhnd->bhne", context, q.softmax(3) / math.sqrt(DEPTH))
    projected = linear(case, f"{name}/output", out.transpose(1, 2).flatten(2), x.shape[-1])
    return rms_norm(case, f"{name}/outputNorm", projected)


def full_attention(case: Case, name: str, x: torch.Tensor) -> torch.Tensor:
    q, k, v = heads_of(case, name, x)
    out = F.scaled_dot_product_attention(q, k, v)
    return linear(case, f"{name}/output", out.transpose(1, 2).flatten(2), x.shape[-1])


def double(maps: torch.Tensor) -> torch.Tensor:
    return channels_last(nn.Upsample(scale_factor=2, mode="nearest")(channels_first(maps)))


def embed(steps: torch.Tensor, width: int) -> torch.Tensor:
    half = width // 2
    frequencies = torch.exp(-math.log(10000) * torch.arange(half) / (half - 1))
    angles = steps[:, None] * frequencies
    return torch.cat([angles.sin(), angles.cos()], 1)


def unet(case: Case, name: str, maps: torch.Tensor, steps: torch.Tensor, width: int) -> torch.Tensor:
    def attend(kind, place: str, x: torch.Tensor) -> torch.Tensor:
        return x + kind(case, f"{name}/{place}/attention", x.flatten(1, 2)).reshape(x.shape)

    def block(place: str, x: torch.Tensor, outputs: int) -> torch.Tensor:
        return residual_block(case, f"{name}/{place}", x, outputs, time)

    hidden = F.gelu(linear(case, f"{name}/time/first", embed(steps, width), 4 * width))
    time = linear(case, f"{name}/time/second", hidden, 4 * width)
    entered = x = convolution(case, f"{name}/enter", maps, 7, width)
    skipped = []
    for level, kind in enumerate([linear_attention, full_attention]):
        x = block(f"down{level}/first", x, width)
        skipped.append(x)
        x = attend(kind, f"down{level}", block(f"down{level}/second", x, width))
        skipped.append(x)
        if level == 0:
            x = convolution(case, f"{name}/down0/halve", x, 2, width, stride=2)
        else:
            x = convolution(case, f"{name}/down1/widen", x, 3, 2 * width)
    x = attend(full_attention, "middle", block("middle/first", x, 2 * width))
    x = block("middle/second", x, 2 * width)
    for level, kind in [(1, full_attention), (0, linear_attention)]:
        outputs = (level + 1) * width
        x = block(f"up{level}/first", torch.cat([x, skipped.pop()], -1), outputs)
        x = attend(kind, f"up{level}", block(f"up{level}/second", torch.cat([x, skipped.pop()], -1), outputs))
        if level == 1:
            x = convolution(case, f"{name}/up1/double", double(x), 3, width)[:, : maps.shape[1], : maps.shape[2]]
        else:
            x = convolution(case, f"{name}/up0/last", x, 3, width)
    x = block("final", torch.cat([x, entered], -1), width)
    return linear(case, f"{name}/leave", x, maps.shape[-1])


def light(case: Case, name: str, maps: torch.Tensor, steps: torch.Tensor, width: int) -> torch.Tensor:
    x = maps.flatten(1, 2)
    time = linear(case, f"{name}/time", embed(steps, width), width)
    x = F.silu(linear(case, f"{name}/enter", x, width) + time[:, None])
    x = x + linear(case, f"{name}/cells", x.transpose(1, 2), x.shape[1]).transpose(1, 2)
    x = x + F.silu(linear(case, f"{name}/channels", x, width))
    return linear(case, f"{name}/leave", x, maps.shape[-1]).reshape(maps.shape)


# --- diffusion ---------------------------------------------------------------------------------------------------------


def betas(name: str, steps: int) -> torch.Tensor:
    if name == "linear":
        values = torch.linspace(1e-4, 0.02, steps) * (1000 / steps)
    else:
        u = torch.arange(steps + 1) / steps
        if name == "sigmoid":
            level = torch.sigmoid(torch.tensor(3.0)) - torch.sigmoid(-3 + 6 * u)
        else:
            level = torch.cos((u + 0.008) / 1.008 * math.pi / 2) ** 2
        level = level / level[0].clone()
        values = 1 - level[1:] / level[:-1]
    return values.clamp(max=0.999)


def schedule(name: str, steps: int) -> dict[str, torch.Tensor]:
    beta = betas(name, steps)
    share = torch.cumprod(1 - beta, 0)
    before = torch.cat([torch.ones(1), share[:-1]])
    return {
        "signal": share,
        "ofClean": beta * before.sqrt() / (1 - share),
        "ofNoisy": (1 - before) * (1 - beta).sqrt() / (1 - share),
        "deviation": (beta * (1 - before) / (1 - share)).sqrt(),
    }


class Diffusion:
    """AVR diffusion on maps [B·T, H, W, C]. Options are those of the node."""

    def __init__(self, case: Case, denoiser, width: int, steps: int, schedule_name: str, objective: str,
                 clip: bool, rescale: bool, cell: bool, prefix: str = "", last_step_only: bool = False):
        self.case, self.denoiser, self.width, self.steps, self.prefix = case, denoiser, width, steps, prefix
        self.numbers, self.objective = schedule(schedule_name, steps), objective
        self.clip, self.rescale, self.cell, self.last_step_only = clip, rescale, cell, last_step_only

    def denoise(self, maps: torch.Tensor, steps: torch.Tensor) -> torch.Tensor:
        return self.denoiser(self.case, f"{self.prefix}denoiser", maps, steps, self.width)

    def joint(self, audio: torch.Tensor, visual: torch.Tensor) -> torch.Tensor:
        maps = visual.flatten(0, 1)
        spread = audio.flatten(0, 1)[:, None, None].expand(*maps.shape[:3], -1)
        return linear(self.case, f"{self.prefix}join", torch.cat([spread, maps], -1), maps.shape[-1])

    def loss(self, clean: torch.Tensor) -> torch.Tensor:
        steps = self.case.drawn(torch.randint(self.steps, (len(clean),), generator=self.case.random))
        count, height, width, channels = clean.shape
        noise = self.case.noise(count, height * width, channels).reshape(clean.shape)
        share = self.numbers["signal"][steps][:, None, None, None]
        noisy = share.sqrt() * clean + (1 - share).sqrt() * noise
        snr = share / (1 - share)
        target, weight = {
            "v": (share.sqrt() * noise - (1 - share).sqrt() * clean, snr / (snr + 1)),
            "x0": (clean, snr),
            "noise": (noise, torch.ones_like(snr)),
        }[self.objective]
        return (weight * (self.denoise(noisy, steps) - target) ** 2).mean()

    def reverse(self, maps: torch.Tensor) -> torch.Tensor:
        for step in reversed(range(self.steps)):
            if step == 0 and self.last_step_only:
                maps = maps.detach()
            share = self.numbers["signal"][step]
            output = self.denoise(maps, torch.tensor([step]))
            clean = {
                "v": lambda: share.sqrt() * maps - (1 - share).sqrt() * output,
                "x0": lambda: output,
                "noise": lambda: (maps - (1 - share).sqrt() * output) / share.sqrt(),
            }[self.objective]()
            if self.clip:
                clean = clean.clamp(-1, 1)
            maps = self.numbers["ofClean"][step] * clean + self.numbers["ofNoisy"][step] * maps
            if step > 0:
                count, height, width, channels = maps.shape
                noise = self.case.noise(count, height * width, channels).reshape(maps.shape)
                maps = maps + self.numbers["deviation"][step] * noise
        return maps

    def enhance(self, audio: torch.Tensor, visual: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        drawn = self.reverse(self.joint(audio, visual))
        if self.rescale:
            drawn = (drawn + 1) / 2
        parts = linear(self.case, f"{self.prefix}part", drawn, 2 * drawn.shape[-1])
        of_audio, of_visual = parts.chunk(2, -1)
        heard = of_audio[:, 0, 0] if self.cell else of_audio.mean((1, 2))
        return heard.reshape(audio.shape), of_visual.reshape(visual.shape)


# --- nodes -------------------------------------------------------------------------------------------------------------


def audio_encoder(case: Case, audio: torch.Tensor, width: int, normalise: bool, prefix: str = "") -> torch.Tensor:
    encoded = linear(case, f"{prefix}second", F.relu(linear(case, f"{prefix}first", audio, width)), width)
    return layer_norm(case, f"{prefix}norm", encoded) if normalise else encoded


def question_encoder(
    case: Case, question: torch.Tensor, vocabulary: int, width: int, cell: str, prefix: str = ""
) -> torch.Tensor:
    words = torch.tanh(F.embedding(question, case.weight(f"{prefix}embedding", vocabulary, width)))
    if cell == "lstm":
        read = lstm(case, f"{prefix}lstm", words.transpose(0, 1))
    elif cell == "gru":
        read = gru(case, f"{prefix}gru", words.transpose(0, 1))
    else:
        present = (question > 0).to(words.dtype)[..., None]
        read = (words * present).sum(1) / present.sum(1).clamp(min=1)
    return linear(case, f"{prefix}output", torch.tanh(read), width)


class Rmm:
    """The RMM generator: recall of audio from (question, visual) and of visual from (question, audio)"""

    def __init__(self, case: Case, slots: int, widths: tuple[int, int, int], relation: str = "softmax",
                 temperature: float = 1, with_question: bool = True, prefix: str = ""):
        self.audio, self.visual, self.question = (
            case.weight(f"{prefix}{name}Slots", slots, width)
            for name, width in zip(("audio", "visual", "question"), widths)
        )
        self.relation, self.temperature, self.with_question = relation, temperature, with_question

    def address(self, features: torch.Tensor, bank: torch.Tensor) -> torch.Tensor:
        cosine = F.cosine_similarity(features[..., None, :], bank, dim=-1)
        return torch.softmax(cosine / self.temperature, -1)

    def read(self, asked: torch.Tensor, addressed: torch.Tensor, bank: torch.Tensor) -> torch.Tensor:
        product = self.address(asked, self.question)[:, None] * addressed if self.with_question else addressed
        weights = torch.softmax(product, -1) if self.relation == "softmax" else product / product.sum(-1, keepdim=True)
        return weights @ bank

    def recall_audio(self, asked: torch.Tensor, visual: torch.Tensor) -> torch.Tensor:
        return self.read(asked, self.address(visual.flatten(2), self.visual), self.audio)

    def recall_visual(self, asked: torch.Tensor, audio: torch.Tensor, grid: torch.Size) -> torch.Tensor:
        return self.read(asked, self.address(audio, self.audio), self.visual).reshape(*audio.shape[:2], *grid)


def recall_loss(recalled_audio, audio, recalled_visual, visual) -> torch.Tensor:
    return F.mse_loss(recalled_audio, audio) + F.mse_loss(recalled_visual, visual)


def on_grid(case: Case, name: str, x: torch.Tensor, grid: torch.Size) -> torch.Tensor:
    places = case.weight(f"{name}/places", grid[0] * grid[1], x.shape[-1])
    cells = linear(case, f"{name}/leave", F.relu(x[:, :, None] + places), grid[2])
    return cells.reshape(*x.shape[:2], *grid)


def imputer(case: Case, audio: torch.Tensor, visual: torch.Tensor, width: int):
    hidden = F.relu(linear(case, "audio/first", visual.mean((2, 3)), width))
    guess_audio = linear(case, "audio/second", hidden, audio.shape[-1])
    return guess_audio, on_grid(case, "visual/second", linear(case, "visual/first", audio, width), visual.shape[2:])


def autoencoders(case: Case, audio: torch.Tensor, visual: torch.Tensor, blocks: int, width: int):
    def cascade(name: str, x: torch.Tensor) -> torch.Tensor:
        total = x
        for block in range(blocks):
            code = F.relu(linear(case, f"{name}/{block}/encode", total, width))
            total = total + linear(case, f"{name}/{block}/decode", code, x.shape[-1])
        return total

    refined = F.relu(cascade("audio/cascade", visual.mean((2, 3))))
    guess_audio = linear(case, "audio/leave", refined, audio.shape[-1])
    return guess_audio, on_grid(case, "visual/grid", cascade("visual/cascade", audio), visual.shape[2:])


class Avst:
    """The AVST head with drawn dropout; also its parts, for fixtures of their own"""

    def __init__(self, case: Case, heads: int, rate: float, prefix: str = ""):
        self.case, self.heads, self.rate, self.prefix = case, heads, rate, prefix

    def ground(self, sounds: torch.Tensor, maps: torch.Tensor) -> torch.Tensor:
        likeness = torch.einsum("mnc,mc->mn", F.normalize(maps, dim=-1), F.normalize(sounds, dim=-1))
        attended = torch.einsum("mn,mnc->mc", likeness.softmax(1), maps)
        both = torch.tanh(torch.cat([attended, maps.mean(1)], 1))
        return linear(self.case, f"{self.prefix}grounding", both, maps.shape[-1])

    def match(self, sounds: torch.Tensor, grounded: torch.Tensor) -> torch.Tensor:
        x = torch.cat([sounds, grounded], 1)
        for layer, width in enumerate([sounds.shape[1], 256, 128]):
            x = F.relu(linear(self.case, f"{self.prefix}match/{layer}", x, width))
        return linear(self.case, f"{self.prefix}match/3", x, 2)

    def dropped(self, x: torch.Tensor) -> torch.Tensor:
        return x if self.rate == 0 else x * self.case.mask(self.rate, *x.shape)

    def temporal(self, name: str, question: torch.Tensor, memory: torch.Tensor) -> torch.Tensor:
        place, width = f"{self.prefix}{name}", question.shape[-1]
        attended = attention_of_one_query(self.case, f"{place}/attention", question, memory, self.heads, self.rate)
        hidden = self.dropped(F.relu(linear(self.case, f"{place}/first", attended, width)))
        changed = self.dropped(linear(self.case, f"{place}/second", hidden, width))
        return layer_norm(self.case, f"{place}/norm", attended + changed)

    def __call__(self, audio, visual, question, negatives, answers=42):
        batch, seconds, width = audio.shape
        sounds, maps = audio.flatten(0, 1), visual.flatten(0, 1).flatten(1, 2)
        grounded = self.ground(sounds, maps)
        mismatched = self.ground(sounds, maps[negatives])
        logits = torch.cat([self.match(sounds, grounded), self.match(sounds, mismatched)])
        count = len(sounds)
        match_loss = F.cross_entropy(logits, torch.cat([torch.ones(count), torch.zeros(count)]).long())
        pictures = grounded.reshape(batch, seconds, width)
        heard = self.temporal("temporalAudio", question, audio) + audio.mean(1)
        seen = self.temporal("temporalVisual", question, pictures) + pictures.mean(1)
        fused = linear(self.case, f"{self.prefix}fusion", torch.tanh(torch.cat([heard, seen], 1)), width)
        return linear(self.case, f"{self.prefix}answer", torch.tanh(fused * question), answers), match_loss


def transformer_head(case: Case, audio, visual, question, heads: int, layers: int, every_cell: bool, answers: int):
    width = question.shape[-1]
    seconds = audio.shape[1]
    pictures = visual.flatten(2, 3) if every_cell else visual.mean((2, 3))[:, :, None]
    one = [case.weight(name, 1, width) for name in ("classToken", "question", "audio", "visual")]
    second, cell = case.weight("second", seconds, width), case.weight("cell", pictures.shape[2], width)
    x = torch.cat([
        one[0].expand(len(question), 1, width),
        (question + one[1])[:, None],
        audio + second + one[2],
        (pictures + second[:, None] + cell + one[3]).flatten(1, 2),
    ], 1)
    for index in range(layers):
        name = f"layer{index}"
        parts = ["query", "key", "value"]
        parameters = {
            "self_attn.in_proj_weight": torch.cat([case.weight(f"{name}/attention/{p}/weight", width, width).T for p in parts]),
            "self_attn.in_proj_bias": torch.cat([case.weight(f"{name}/attention/{p}/bias", width) for p in parts]),
            "self_attn.out_proj.weight": case.weight(f"{name}/attention/output/weight", width, width).T,
            "self_attn.out_proj.bias": case.weight(f"{name}/attention/output/bias", width),
            "linear1.weight": case.weight(f"{name}/first/weight", width, 4 * width).T,
            "linear1.bias": case.weight(f"{name}/first/bias", 4 * width),
            "linear2.weight": case.weight(f"{name}/second/weight", 4 * width, width).T,
            "linear2.bias": case.weight(f"{name}/second/bias", width),
        }
        for norm, own in (("norm1", "firstNorm"), ("norm2", "secondNorm")):
            parameters[f"{norm}.weight"] = case.weight(f"{name}/{own}/scale", width)
            parameters[f"{norm}.bias"] = case.weight(f"{name}/{own}/shift", width)
        layer = nn.TransformerEncoderLayer(width, heads, 4 * width, dropout=0, batch_first=True, norm_first=True)
        x = functional_call(layer, parameters, x)
    return linear(case, "answer", layer_norm(case, "norm", x[:, 0]), answers)


# --- the fixtures ------------------------------------------------------------------------------------------------------


def make_layers() -> None:
    case = Case("layer-norm")
    case.save(y=layer_norm(case, "it", case.input("x", 3, 4, 6)))
    case = Case("group-norm")
    case.save(y=group_norm(case, "it", case.input("x", 2, 3, 4, 16)))
    case = Case("rms-norm")
    case.save(y=rms_norm(case, "it", case.input("x", 2, 5, 6)))
    case = Case("convolution-3")
    case.save(y=convolution(case, "it", case.input("x", 2, 3, 5, 4), 3, 6))
    case = Case("convolution-7")
    case.save(y=convolution(case, "it", case.input("x", 2, 3, 5, 3), 7, 4))
    case = Case("convolution-halve")
    case.save(y=convolution(case, "it", case.input("x", 2, 3, 4, 3), 2, 4, stride=2))
    case = Case("double-grid")
    case.save(y=double(case.input("x", 2, 3, 2, 4)))
    case = Case("lstm")
    case.save(y=lstm(case, "it", case.input("x", 6, 3, 5)))
    case = Case("gru")
    case.save(y=gru(case, "it", case.input("x", 6, 3, 5)))
    case = Case("one-query-attention")
    case.save(y=attention_of_one_query(case, "it", case.input("query", 3, 8), case.input("memory", 3, 5, 8), 2, 0))
    case = Case("self-attention")
    x = case.input("x", 2, 5, 8)
    case.save(y=attention(case, "it", x, x, 2))
    case = Case("residual-block")
    case.save(y=residual_block(case, "it", case.input("x", 2, 3, 4, 8), 16, case.input("time", 2, 12)))
    case = Case("linear-attention")
    case.save(y=linear_attention(case, "it", case.input("x", 2, 6, 8)))
    case = Case("full-attention")
    case.save(y=full_attention(case, "it", case.input("x", 2, 6, 8)))
    for name, height, width in [("unet-even", 4, 4), ("unet-odd", 3, 5)]:
        case = Case(name)
        maps = case.input("x", 2, height, width, 4)
        case.save(y=unet(case, "it", maps, case.integers("steps", 5, 2), 8))
    case = Case("schedules")
    arrays = {}
    for name in ("sigmoid", "cosine", "linear"):
        for steps in (5, 10, 20):
            arrays |= {f"{name}/{steps}/{key}": value for key, value in schedule(name, steps).items()}
    case.write(arrays)


def features(case: Case, batch=2, seconds=3, grid=(2, 3), audio_width=6, channels=6):
    return case.input("audio", batch, seconds, audio_width), case.input("visual", batch, seconds, *grid, channels)


def make_encoders() -> None:
    for normalise in (False, True):
        case = Case(f"audio-encoder{'-normalised' if normalise else ''}")
        case.save(audio=audio_encoder(case, case.input("audio", 2, 3, 7), 6, normalise))
    case = Case("visual-encoder")
    case.save(visual=linear(case, "projection", case.input("visual", 2, 3, 2, 3, 5), 6))
    for name, cell in [("lstm", "lstm"), ("gru", "gru"), ("bag", "bag of words")]:
        case = Case(f"question-encoder-{name}")
        question = case.integers("question", 9, 3, 5)
        question[0, 3:] = 0
        case.save(question=question_encoder(case, question, 9, 6, cell))


def make_generators() -> None:
    options = {
        "rmm": {},
        "rmm-normalised": {"relation": "normalised", "temperature": 0.5},
        "rmm-without-question": {"with_question": False},
    }
    for name, parameters in options.items():
        case = Case(name)
        audio, visual = features(case, audio_width=5)
        question = case.input("question", 2, 4)
        rmm = Rmm(case, 7, (5, 36, 4), **parameters)
        heard, seen = rmm.recall_audio(question, visual), rmm.recall_visual(question, audio, visual.shape[2:])
        case.save(audio=heard, visual=seen, rmmr=recall_loss(heard, audio, seen, visual))
    case = Case("rmm-detached")
    audio, visual = features(case, audio_width=5)
    question = case.input("question", 2, 4)
    rmm = Rmm(case, 7, (5, 36, 4))
    heard, seen = rmm.recall_audio(question, visual), rmm.recall_visual(question, audio, visual.shape[2:])
    f_a, f_v, f_t = audio.detach(), visual.detach(), question.detach()
    loss = recall_loss(rmm.recall_audio(f_t, f_v), f_a, rmm.recall_visual(f_t, f_a, visual.shape[2:]), f_v)
    case.save(audio=heard, visual=seen, rmmr=loss)
    case = Case("feed-forward-imputer")
    audio, visual = features(case, audio_width=5)
    heard, seen = imputer(case, audio, visual, 4)
    case.save(audio=heard, visual=seen, rmmr=recall_loss(heard, audio, seen, visual))
    case = Case("residual-autoencoder")
    audio, visual = features(case, audio_width=5)
    heard, seen = autoencoders(case, audio, visual, 3, 4)
    case.save(audio=heard, visual=seen, rmmr=recall_loss(heard, audio, seen, visual))
    case = Case("retrieval")
    audio, visual = features(case, audio_width=5)
    sounds, maps = case.weight("audioBank", 9, 5), case.weight("visualBank", 9, 36)
    case.weights["written"] = torch.ones(9)
    with torch.no_grad():
        by_picture = F.cosine_similarity(visual.flatten(2)[:, :, None], maps, dim=-1).argmax(-1)
        by_sound = F.cosine_similarity(audio[:, :, None], sounds, dim=-1).argmax(-1)
        case.save(audio=sounds[by_picture], visual=maps[by_sound].reshape(visual.shape))


def make_diffusion() -> None:
    options = [
        ("v-unet", unet, 8, "sigmoid", "v", True, True, True),
        ("v", light, 4, "sigmoid", "v", False, False, False),
        ("x0", light, 4, "cosine", "x0", False, True, True),
        ("noise", light, 4, "linear", "noise", True, False, False),
    ]
    for name, denoiser, width, schedule_name, objective, clip, rescale, cell in options:
        case = Case(f"avr-{name}")
        audio, visual = features(case)
        guess = case.input("guess", *audio.shape)
        diffusion = Diffusion(case, denoiser, width, 3, schedule_name, objective, clip, rescale, cell)
        loss = diffusion.loss(diffusion.joint(audio, visual))
        heard, seen = diffusion.enhance(guess, visual)
        case.save(audio=heard, diffusion=loss, ave=recall_loss(heard, audio, seen, visual))


    case = Case("avr-last-step-detached")
    audio, visual = features(case)
    guess = case.input("guess", *audio.shape)
    diffusion = Diffusion(case, light, 4, 3, "sigmoid", "v", False, False, False, last_step_only=True)
    loss = diffusion.loss(diffusion.joint(audio.detach(), visual.detach()))
    heard, seen = diffusion.enhance(guess, visual)
    case.save(audio=heard, diffusion=loss, ave=recall_loss(heard, audio.detach(), seen, visual.detach()))


def make_heads() -> None:
    for name, rate in [("avst-head", 0.0), ("avst-head-dropout", 0.25)]:
        case = Case(name)
        audio, visual = features(case)
        question = case.input("question", 2, 6)
        negatives = torch.tensor([3, 4, 5, 1, 0, 2])
        logits, match = Avst(case, 2, rate)(audio, visual, question, negatives, 5)
        case.save(logits=logits, match=match)
    case = Case("mean-pool-head")
    audio, visual = features(case)
    question = case.input("question", 2, 6)
    pooled = torch.tanh(torch.cat([audio.mean(1), visual.mean((1, 2, 3))], 1))
    case.save(logits=linear(case, "answer", torch.tanh(question * linear(case, "fusion", pooled, 6)), 5))
    for name, every_cell in [("transformer-head", False), ("transformer-head-cells", True)]:
        case = Case(name)
        audio, visual = features(case)
        case.save(logits=transformer_head(case, audio, visual, case.input("question", 2, 6), 2, 2, every_cell, 5))


def make_training_step() -> None:
    """One step of the whole pipeline: three passes, all losses, Adam.

    The grid is 4 x 4, so that group normalisation at the inner level has four values a group: of two, as a grid of 2 x 3
    would leave, it is so steep where they are nearly equal that float32 cannot follow.
    """
    case = Case("training-step")
    batch, width, rate, vocabulary = 4, 8, 0.1, 11
    sound = case.input("audio", batch, 3, 16)
    visual = case.input("visual", batch, 3, 4, 4, width)
    words = case.integers("question", vocabulary, batch, 5)
    answers = case.integers("labels", 42, batch)
    case.inputs["negativeFrames"] = (torch.arange(batch * 3) + 3) % (batch * 3)
    negatives = case.inputs["negativeFrames"]

    audio = audio_encoder(case, sound, width, False, "audio/")
    question = question_encoder(case, words, vocabulary, width, "lstm", "question/")
    rmm = Rmm(case, 5, (width, 16 * width, width), prefix="rmm/")
    diffusion = Diffusion(case, unet, 8, 3, "sigmoid", "v", True, True, True, "avr/")
    head = Avst(case, 2, rate, "head/")
    recalled_audio = rmm.recall_audio(question, visual)
    recalled_visual = rmm.recall_visual(question, audio, visual.shape[2:])
    losses = {"rmmr": recall_loss(recalled_audio, audio, recalled_visual, visual)}
    case.stream = "complete/avr"
    losses["diffusion"] = diffusion.loss(diffusion.joint(audio, visual))
    losses |= {"qa": 0, "match": 0, "ave": 0}
    for scenario in ("complete", "audioMissing", "visualMissing"):
        heard, seen = audio, visual
        if scenario != "complete":
            case.stream = f"{scenario}/avr"
            pair = (recalled_audio, visual) if scenario == "audioMissing" else (audio, recalled_visual)
            enhanced = diffusion.enhance(*pair)
            losses["ave"] += recall_loss(enhanced[0], audio, enhanced[1], visual)
            if scenario == "audioMissing":
                heard = enhanced[0]
            else:
                seen = enhanced[1]
        case.stream = f"{scenario}/head"
        logits, match = head(heard, seen, question, negatives)
        losses["qa"] += F.cross_entropy(logits, answers)
        losses["match"] += match
    losses["total"] = losses["qa"] + 0.5 * losses["match"] + losses["rmmr"] + losses["diffusion"] + losses["ave"]
    optimiser = torch.optim.Adam(case.weights.values(), lr=1e-3)
    losses["total"].backward()
    for value in case.inputs.values():
        value.grad = None
    before = {name: value.detach().clone() for name, value in case.weights.items()}
    optimiser.step()
    after = {name: value.detach().clone() for name, value in case.weights.items()}
    for name, value in case.weights.items():
        value.data = before[name]
    case.write(losses, after=after)


if __name__ == "__main__":
    make_layers()
    make_encoders()
    make_generators()
    make_diffusion()
    make_heads()
    make_training_step()
    size = sum(file.stat().st_size for file in FOLDER.glob("*.safetensors"))
    print(f"{len(list(FOLDER.glob('*.safetensors')))} fixtures, {size / 2**20:.1f} MiB")
