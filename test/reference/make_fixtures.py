"""Computes the test fixtures of layers, nodes and options that the released network does not have: weights, inputs, outputs and
gradients. make_release_fixtures.py computes the fixtures of the released network.

    python test/reference/make_fixtures.py

The script needs torch, numpy and safetensors. The tests need none of them.

The functions implement the equations in the doc comments of graph-nodes/. They use the layers of torch.nn where it has them. All
values are computed in float64 from inputs and weights that are rounded to float32, and stored as float32. The tests therefore
measure the error of the program alone.

A fixture has `weights/NAME`, `inputs/NAME`, `draws/STREAM/N`, `outputs/NAME` and `cotangents/NAME`. For
L = sum over the outputs of sum(cotangent * output), it has the gradients `gradients/weights/NAME` and `gradients/inputs/NAME`.
Maps are [B, H, W, C], as in the program. Only calls of torch use [B, C, H, W].
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
    """Rounds values to float32, and returns them as float64."""
    return values.to(torch.float32).to(torch.float64)


class Case:
    """One fixture. A weight is created when its name is first used. Random values are recorded in the order of their draws."""

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
    """torch.nn.MultiheadAttention without dropout: query [B, M, C], memory [B, N, C] -> [B, M, C]"""
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


def double(maps: torch.Tensor) -> torch.Tensor:
    return channels_last(nn.Upsample(scale_factor=2, mode="nearest")(channels_first(maps)))


# --- the light denoiser ------------------------------------------------------------------------------------------------


def embed(steps: torch.Tensor, width: int) -> torch.Tensor:
    half = width // 2
    frequencies = torch.exp(-math.log(10000) * torch.arange(half) / (half - 1))
    angles = steps[:, None] * frequencies
    return torch.cat([angles.sin(), angles.cos()], 1)


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
    """AVR diffusion on maps [B·T, H, W, C], with the options of the node."""

    def __init__(self, case: Case, width: int, steps: int, schedule_name: str, objective: str, clip: bool, rescale: bool,
                 cell: bool, last_step_only: bool = False):
        self.case, self.width, self.steps = case, width, steps
        self.numbers, self.objective = schedule(schedule_name, steps), objective
        self.clip, self.rescale, self.cell, self.last_step_only = clip, rescale, cell, last_step_only

    def denoise(self, maps: torch.Tensor, steps: torch.Tensor) -> torch.Tensor:
        return light(self.case, "denoiser", maps, steps, self.width)

    def joint(self, audio: torch.Tensor, visual: torch.Tensor) -> torch.Tensor:
        maps = visual.flatten(0, 1)
        spread = audio.flatten(0, 1)[:, None, None].expand(*maps.shape[:3], -1)
        return linear(self.case, "join", torch.cat([spread, maps], -1), maps.shape[-1])

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
        parts = linear(self.case, "part", drawn, 2 * drawn.shape[-1])
        of_audio, of_visual = parts.chunk(2, -1)
        heard = of_audio[:, 0, 0] if self.cell else of_audio.mean((1, 2))
        return heard.reshape(audio.shape), of_visual.reshape(visual.shape)


# --- nodes -------------------------------------------------------------------------------------------------------------


def audio_encoder(case: Case, audio: torch.Tensor, width: int) -> torch.Tensor:
    return layer_norm(case, "norm", linear(case, "second", F.relu(linear(case, "first", audio, width)), width))


def question_encoder(case: Case, question: torch.Tensor, vocabulary: int, width: int, cell: str) -> torch.Tensor:
    words = torch.tanh(F.embedding(question, case.weight("embedding", vocabulary, width)))
    if cell == "gru":
        read = gru(case, "gru", words.transpose(0, 1))
    else:
        present = (question > 0).to(words.dtype)[..., None]
        read = (words * present).sum(1) / present.sum(1).clamp(min=1)
    return linear(case, "output", torch.tanh(read), width)


class Rmm:
    """RMM generator: recalls audio from question and visual, and visual from question and audio."""

    def __init__(self, case: Case, slots: int, widths: tuple[int, int, int], relation: str = "softmax",
                 temperature: float = 1, with_question: bool = True):
        self.audio, self.visual, self.question = (
            case.weight(f"{name}Slots", slots, width)
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
    case = Case("gru")
    case.save(y=gru(case, "it", case.input("x", 6, 3, 5)))
    case = Case("self-attention")
    x = case.input("x", 2, 5, 8)
    case.save(y=attention(case, "it", x, x, 2))
    case = Case("schedules")
    arrays = {}
    for name in ("sigmoid", "cosine", "linear"):
        for steps in (5, 10, 20):
            arrays |= {f"{name}/{steps}/{key}": value for key, value in schedule(name, steps).items()}
    case.write(arrays)


def features(case: Case, batch=2, seconds=3, grid=(2, 3), audio_width=6, channels=6):
    return case.input("audio", batch, seconds, audio_width), case.input("visual", batch, seconds, *grid, channels)


def make_encoders() -> None:
    case = Case("audio-encoder-normalised")
    case.save(audio=audio_encoder(case, case.input("audio", 2, 3, 7), 6))
    case = Case("visual-encoder")
    case.save(visual=linear(case, "projection", case.input("visual", 2, 3, 2, 3, 5), 6))
    for name, cell in [("gru", "gru"), ("bag", "bag of words")]:
        case = Case(f"question-encoder-{name}")
        question = case.integers("question", 9, 3, 5)
        question[0, 3:] = 0
        case.save(question=question_encoder(case, question, 9, 6, cell))


def make_generators() -> None:
    options = {
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
        ("v", "sigmoid", "v", False, False, False),
        ("x0", "cosine", "x0", False, True, True),
        ("noise", "linear", "noise", True, False, False),
    ]
    for name, schedule_name, objective, clip, rescale, cell in options:
        case = Case(f"avr-{name}")
        audio, visual = features(case)
        guess = case.input("guess", *audio.shape)
        diffusion = Diffusion(case, 4, 3, schedule_name, objective, clip, rescale, cell)
        loss = diffusion.loss(diffusion.joint(audio, visual))
        heard, seen = diffusion.enhance(guess, visual)
        case.save(audio=heard, diffusion=loss, ave=recall_loss(heard, audio, seen, visual))


    case = Case("avr-last-step-detached")
    audio, visual = features(case)
    guess = case.input("guess", *audio.shape)
    diffusion = Diffusion(case, 4, 3, "sigmoid", "v", False, False, False, last_step_only=True)
    loss = diffusion.loss(diffusion.joint(audio.detach(), visual.detach()))
    heard, seen = diffusion.enhance(guess, visual)
    case.save(audio=heard, diffusion=loss, ave=recall_loss(heard, audio.detach(), seen, visual.detach()))


def make_heads() -> None:
    case = Case("mean-pool-head")
    audio, visual = features(case)
    question = case.input("question", 2, 6)
    pooled = torch.tanh(torch.cat([audio.mean(1), visual.mean((1, 2, 3))], 1))
    case.save(logits=linear(case, "answer", torch.tanh(question * linear(case, "fusion", pooled, 6)), 5))
    for name, every_cell in [("transformer-head", False), ("transformer-head-cells", True)]:
        case = Case(name)
        audio, visual = features(case)
        case.save(logits=transformer_head(case, audio, visual, case.input("question", 2, 6), 2, 2, every_cell, 5))


if __name__ == "__main__":
    make_layers()
    make_encoders()
    make_generators()
    make_diffusion()
    make_heads()
    size = sum(file.stat().st_size for file in FOLDER.glob("*.safetensors"))
    print(f"{len(list(FOLDER.glob('*.safetensors')))} fixtures, {size / 2**20:.1f} MiB")
