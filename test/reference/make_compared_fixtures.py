"""Computes the test fixtures of the compared methods (ShaSpec, ActionMAE, missing-aware prompts, R2ScP) with PyTorch.

    python test/reference/make_compared_fixtures.py

The script needs torch, numpy and safetensors. The tests need none of them.

The modules implement the equations in the help of the nodes. All values are computed in float64 from inputs and weights that
are rounded to float32, and stored as float32. A fixture has `weights/NAME`, where NAME is the name in the program,
`inputs/NAME`, `draws/layer/N`, `outputs/NAME` and `cotangents/NAME`. It also has the gradients of sum(cotangent * output):
`gradients/weights/NAME` and `gradients/inputs/NAME`.
"""

import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.numpy import save_file
from torch import Tensor, nn

torch.set_default_dtype(torch.float64)
FOLDER = Path(__file__).parent
BATCH, SECONDS, HEIGHT, WIDTH = 2, 3, 2, 3


def held(values: Tensor) -> Tensor:
    """Rounds values to float32, and returns them as float64."""
    return values.to(torch.float32).to(torch.float64)


class Case:
    """One fixture: the parameters of a module by their names in the program, inputs and random values."""

    def __init__(self, name: str):
        self.name = name
        self.random = torch.Generator().manual_seed(sum(name.encode()))
        self.weights: dict[str, tuple[Tensor, Callable[[Tensor], Tensor]]] = {}
        self.inputs: dict[str, Tensor] = {}
        self.draws: list[Tensor] = []

    def normal(self, *shape: int) -> Tensor:
        return held(torch.randn(shape, generator=self.random))

    def input(self, name: str, *shape: int) -> Tensor:
        self.inputs[name] = self.normal(*shape).requires_grad_()
        return self.inputs[name]

    def start(self, module: nn.Module) -> None:
        for name, value in module.named_parameters():
            fan = value.shape[-1] if value.dim() > 1 and "weight" in name else 1
            scale = {1: 0.2}.get(value.dim(), 1 / math.sqrt(fan))
            base = 1 if "norm" in name and name.endswith("weight") else 0
            value.data = held(base + scale * self.normal(*value.shape))

    def name_weight(self, name: str, value: Tensor, view: Callable[[Tensor], Tensor] = lambda x: x) -> None:
        self.weights[name] = (value, view)

    def name_linear(self, name: str, layer: nn.Linear) -> None:
        self.name_weight(f"{name}/weight", layer.weight, lambda x: x.T)
        self.name_weight(f"{name}/bias", layer.bias)

    def name_norm(self, name: str, layer: nn.LayerNorm) -> None:
        self.name_weight(f"{name}/scale", layer.weight)
        self.name_weight(f"{name}/shift", layer.bias)

    def name_transformer(self, name: str, stack: nn.TransformerEncoder) -> None:
        for index, layer in enumerate(stack.layers):
            place = f"{name}/layer{index}"
            width = layer.self_attn.embed_dim
            for part, parameter in enumerate(["query", "key", "value"]):
                rows = slice(part * width, (part + 1) * width)
                self.name_weight(
                    f"{place}/attention/{parameter}/weight", layer.self_attn.in_proj_weight, lambda x, rows=rows: x[rows].T
                )
                self.name_weight(
                    f"{place}/attention/{parameter}/bias", layer.self_attn.in_proj_bias, lambda x, rows=rows: x[rows]
                )
            self.name_linear(f"{place}/attention/output", layer.self_attn.out_proj)
            self.name_linear(f"{place}/first", layer.linear1)
            self.name_linear(f"{place}/second", layer.linear2)
            self.name_norm(f"{place}/firstNorm", layer.norm1)
            self.name_norm(f"{place}/secondNorm", layer.norm2)
        self.name_norm(f"{name}/norm", stack.norm)

    def save(self, **outputs: Tensor) -> None:
        cotangents = {name: self.normal(*value.shape) for name, value in outputs.items()}
        sum((value * cotangents[name]).sum() for name, value in outputs.items()).backward()
        arrays = {f"weights/{name}": view(value) for name, (value, view) in self.weights.items()}
        arrays |= {f"inputs/{name}": value for name, value in self.inputs.items()}
        arrays |= {
            f"gradients/weights/{name}": view(value.grad)
            for name, (value, view) in self.weights.items()
            if value.grad is not None
        }
        arrays |= {f"gradients/inputs/{name}": value.grad for name, value in self.inputs.items() if value.grad is not None}
        arrays |= {f"draws/layer/{index}": value for index, value in enumerate(self.draws)}
        arrays |= {f"outputs/{name}": value for name, value in outputs.items()}
        arrays |= {f"cotangents/{name}": value for name, value in cotangents.items()}
        numbers = {name: np.array(value.detach().numpy(), np.float32, order="C") for name, value in arrays.items()}
        save_file(numbers, FOLDER / f"{self.name}.safetensors")

    def features(self, audio_width: int, channels: int) -> tuple[Tensor, Tensor]:
        audio = self.input("audio", BATCH, SECONDS, audio_width)
        return audio, self.input("visual", BATCH, SECONDS, HEIGHT, WIDTH, channels)


class ResidualBlock(nn.Module):
    def __init__(self, channels: int, width: int):
        super().__init__()
        self.first, self.second = nn.Linear(channels, width), nn.Linear(width, channels)

    def forward(self, x: Tensor) -> Tensor:
        return x + self.second(F.relu(self.first(x)))


class ShaSpec(nn.Module):
    def __init__(self, channels: int, width: int, alpha: float, beta: float):
        super().__init__()
        self.alpha, self.beta = alpha, beta
        self.shared, self.audio, self.visual = (ResidualBlock(channels, width) for _ in range(3))
        self.compose = nn.Linear(2 * channels, channels)
        self.domain = nn.Linear(channels, 2)

    def forward(self, audio: Tensor, visual: Tensor) -> dict[str, Tensor]:
        shared_audio, shared_visual = self.shared(audio), self.shared(visual)
        own_audio, own_visual = self.audio(audio), self.visual(visual)

        def fused(shared: Tensor, own: Tensor) -> Tensor:
            return shared + self.compose(torch.cat([shared, own], -1))

        logits = self.domain(torch.cat([own_audio.mean(1), own_visual.mean((1, 2, 3))]))
        labels = torch.tensor([0] * len(audio) + [1] * len(visual))
        loss = self.alpha * F.l1_loss(shared_audio, shared_visual.mean((2, 3)))
        loss = loss + self.beta * F.cross_entropy(logits, labels)
        return {
            "givenAudio": fused(shared_audio, own_audio),
            "givenVisual": fused(shared_visual, own_visual),
            "audio": shared_visual.mean((2, 3)),
            "visual": shared_audio[:, :, None, None].expand(visual.shape),
            "auxiliary": loss,
        }


def make_shaspec() -> None:
    case = Case("shaspec")
    module = ShaSpec(6, 4, 0.3, 0.2)
    case.start(module)
    for name in ("shared", "audio", "visual"):
        case.name_linear(f"{name}/first", getattr(module, name).first)
        case.name_linear(f"{name}/second", getattr(module, name).second)
    case.name_linear("compose", module.compose)
    case.name_linear("domain", module.domain)
    case.save(**module(*case.features(6, 6)))


class ActionMae(nn.Module):
    def __init__(self, audio_width: int, channels: int, heads: int, width: int, layers: int, memories: int):
        super().__init__()

        def stack() -> nn.TransformerEncoder:
            layer = nn.TransformerEncoderLayer(
                width, heads, 4 * width, dropout=0, activation="gelu", batch_first=True, norm_first=True
            )
            return nn.TransformerEncoder(layer, layers, nn.LayerNorm(width), enable_nested_tensor=False)

        self.audio_input, self.visual_input = nn.Linear(audio_width, width), nn.Linear(channels, width)
        self.modality = nn.Parameter(torch.empty(2, 1, width))
        self.second = nn.Parameter(torch.empty(SECONDS, width))
        self.memory = nn.Parameter(torch.empty(memories, width))
        self.mask = nn.Parameter(torch.empty(1, width))
        self.encoder, self.decoder = stack(), stack()
        self.audio_output, self.visual_output = nn.Linear(width, audio_width), nn.Linear(width, channels)
        self.places = nn.Parameter(torch.empty(HEIGHT * WIDTH, width))

    def reconstruct(self, tokens: Tensor, given: int) -> Tensor:
        """Decoded tokens of the missing modality from those of the given one: 0 is audio, 1 is visual. [B, T, D] -> [B, T, D]"""
        count = len(self.memory)
        places = self.second + self.modality
        memory = self.memory.expand(len(tokens), -1, -1)
        encoded = self.encoder(torch.cat([memory, tokens + places[given]], 1))
        both = [self.mask.expand(len(tokens), SECONDS, -1)] * 2
        both[given] = encoded[:, count:]
        decoded = self.decoder(torch.cat([encoded[:, :count], both[0] + places[0], both[1] + places[1]], 1))
        return decoded[:, count:].unflatten(1, (2, SECONDS))[:, 1 - given]

    def forward(self, audio: Tensor, visual: Tensor, audio_dropped: Tensor) -> dict[str, Tensor]:
        heard = self.audio_output(self.reconstruct(self.visual_input(visual.mean((2, 3))), 1))
        tokens = self.reconstruct(self.audio_input(audio), 0)
        seen = self.visual_output(F.relu(tokens[:, :, None] + self.places)).reshape(visual.shape)
        errors = [
            F.mse_loss(heard[row], audio[row]) if dropped else F.mse_loss(seen[row], visual[row])
            for row, dropped in enumerate(audio_dropped)
        ]
        return {"audio": heard, "visual": seen, "rmmr": torch.stack(errors).mean()}


def make_action_mae() -> None:
    case = Case("action-mae")
    module = ActionMae(5, 6, 2, 8, 2, 3)
    case.start(module)
    case.name_linear("audio/input", module.audio_input)
    case.name_linear("visual/input", module.visual_input)
    case.name_weight("audio/modality", module.modality, lambda x: x[0])
    case.name_weight("visual/modality", module.modality, lambda x: x[1])
    for name in ("second", "memory", "mask"):
        case.name_weight(name, getattr(module, name))
    case.name_transformer("encoder", module.encoder)
    case.name_transformer("decoder", module.decoder)
    case.name_linear("audio/output", module.audio_output)
    case.name_linear("visual/output/leave", module.visual_output)
    case.name_weight("visual/output/places", module.places)
    dropped = torch.tensor([1.0, 0.0])
    case.draws.append(dropped)
    case.save(**module(*case.features(5, 6), dropped))


class Prompts(nn.Module):
    """Prompts of one modality: keys and values for the two cases in which it is given, and a prompt that replaces it."""

    def __init__(self, prompts: int, place: tuple[int, ...]):
        super().__init__()
        self.keys = nn.Parameter(torch.empty(2, prompts, place[-1]))
        self.values = nn.Parameter(torch.empty(2, prompts, place[-1]))
        self.missing = nn.Parameter(torch.empty(place))

    def forward(self, features: Tensor, case: int) -> Tensor:
        rows = features.flatten(1, -2)
        keys, values = (x[case].expand(len(rows), -1, -1) for x in (self.keys, self.values))
        return features + F.scaled_dot_product_attention(rows, keys, values).reshape(features.shape)


def make_prompts() -> None:
    case = Case("missing-aware-prompts")
    audio, visual = case.features(5, 6)
    modules = {"audio": Prompts(4, (SECONDS, 5)), "visual": Prompts(4, (HEIGHT, WIDTH, 6))}
    for (name, module), other in zip(modules.items(), ("visual", "audio")):
        case.start(module)
        for index, place in enumerate(("complete", f"{other}Missing")):
            for part in ("keys", "values"):
                case.name_weight(f"{name}/{place}/{part}", getattr(module, part), lambda x, index=index: x[index])
        case.name_weight(f"{name}/missing", module.missing)
    of_audio, of_visual = modules.values()
    case.save(
        completeAudio=of_audio(audio, 0),
        completeVisual=of_visual(visual, 0),
        audio=of_audio.missing.expand(audio.shape),
        visual=of_visual.missing.expand(visual.shape),
        audioBesideMissing=of_audio(audio, 1),
        visualBesideMissing=of_visual(visual, 1),
    )


class R2Scp(nn.Module):
    def __init__(self, audio_width: int, channels: int, question: int, width: int, nearest: int, temperature: float):
        super().__init__()
        self.nearest, self.temperature = nearest, temperature
        self.project = nn.ModuleDict({"audio": nn.Linear(audio_width, width), "visual": nn.Linear(channels, width)})
        self.question = nn.Linear(question, width)
        self.gates = nn.ParameterDict({name: nn.Parameter(torch.empty(2)) for name in ("audio", "visual")})

    def token(self, values: Tensor, modality: str) -> Tensor:
        pooled = values.mean((-3, -2)) if modality == "visual" else values
        return self.project[modality](pooled)

    def recall(
        self, given: Tensor, modality: str, other: str, question: Tensor, banks: dict[str, Tensor], excluded: Tensor
    ) -> Tensor:
        with torch.no_grad():
            likeness = F.cosine_similarity(given.flatten(2)[:, :, None], banks[modality].flatten(1), dim=-1)
            likeness = likeness.masked_fill(excluded, -math.inf)
            best, places = likeness.topk(self.nearest, -1)
            weights = (best / self.temperature).softmax(-1)
            candidates = banks[other][places]
        tokens = self.token(candidates, other)
        anchor = self.token(given, modality).mean(1)
        inconsistency = 1 - F.cosine_similarity(tokens, anchor[:, None, None], dim=-1)
        sharpness, threshold = self.gates[other]
        noise = torch.sigmoid(sharpness * (inconsistency - threshold))
        attention = torch.einsum("btnd,bd->btn", tokens, self.question(question)) / math.sqrt(tokens.shape[-1])
        guided = torch.einsum("btn,btn...->bt...", attention.softmax(-1), candidates)

        def along(x: Tensor, like: Tensor) -> Tensor:
            return x.reshape(x.shape + (1,) * (like.dim() - x.dim()))

        kept, replaced = along(1 - noise, candidates), along(noise, candidates)
        purified = kept * candidates + replaced * guided[:, :, None]
        return (along(weights, purified) * purified).sum(2)

    def losses(self, recalled: Tensor, real: Tensor, given: Tensor, modality: str, other: str) -> tuple[Tensor, Tensor]:
        anchor = self.token(given, modality).mean(1, keepdim=True)

        def score(features: Tensor) -> Tensor:
            return F.cosine_similarity(self.token(features, other), anchor, dim=-1)

        of_real, own, of_other = score(real), score(recalled), score(recalled.roll(-1, 0))
        ranking = F.margin_ranking_loss(of_real, own, torch.ones_like(own), margin=0.1)
        ranking = ranking + F.margin_ranking_loss(own, of_other, torch.ones_like(own), margin=0.1)
        return F.mse_loss(recalled, real), ranking


def make_r2scp() -> None:
    size, ranking = 11, 0.3
    case = Case("r2scp")
    audio, visual = case.features(5, 6)
    question = case.input("question", BATCH, 4)
    module = R2Scp(5, 6, 4, 3, 3, 0.2)
    case.start(module)
    for name in ("audio", "visual"):
        case.name_linear(f"{name}/project", module.project[name])
        module.gates[name].data = held(torch.tensor([4.0, 0.9]) + module.gates[name].data)
        case.name_weight(f"{name}/sharpness", module.gates[name], lambda x: x[:1])
        case.name_weight(f"{name}/threshold", module.gates[name], lambda x: x[1:])
    case.name_linear("question/project", module.question)
    older = {"audio": case.normal(size, 5), "visual": case.normal(size, HEIGHT, WIDTH, 6)}
    case.name_weight("audioBank", older["audio"])
    case.name_weight("visualBank", older["visual"], lambda x: x.flatten(1))
    case.name_weight("written", torch.ones(size))
    # The batch precedes the earlier content of the bank. A second of the same video is never retrieved.
    batch = {"audio": audio.detach().flatten(0, 1), "visual": visual.detach().flatten(0, 1)}
    banks = {name: torch.cat([batch[name], older[name]])[:size] for name in batch}
    own = torch.arange(size)[None] // SECONDS == torch.arange(BATCH)[:, None]
    excluded = own[:, None]
    heard = module.recall(visual, "visual", "audio", question, banks, excluded)
    seen = module.recall(audio, "audio", "visual", question, banks, excluded)
    of_audio = module.losses(heard, audio, visual, "visual", "audio")
    of_visual = module.losses(seen, visual, audio, "audio", "visual")
    case.save(
        audio=heard, visual=seen, rmmr=of_audio[0] + of_visual[0], auxiliary=ranking * (of_audio[1] + of_visual[1])
    )


if __name__ == "__main__":
    make_shaspec()
    make_action_mae()
    make_prompts()
    make_r2scp()
