"""Computes the fixtures `release-*.safetensors` with the modules of release.py: outputs and gradients of every part, and one
training step of the whole network with all three passes and all losses.

    python test/reference/make_release_fixtures.py

The script needs torch, numpy and safetensors. The tests need none of them.

All values are computed in float64 from inputs and weights that are rounded to float32, and stored as float32. A fixture has the
groups of make_fixtures.py. Weights and their gradients have the names and shapes of the released state_dict; release-weights.ts
maps them to those of the program. Inputs and outputs have the layout of the program: maps are [.., H, W, C].
"""

from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.numpy import save_file
from torch import nn

from release import Draws, FusionNet

torch.set_default_dtype(torch.float64)
FOLDER = Path(__file__).parent

BATCH, SECONDS, SOUND, WIDTH, WORDS, QUESTION, ANSWERS, SLOTS = 4, 3, 16, 8, 11, 5, 42, 5


def held(values: torch.Tensor) -> torch.Tensor:
    """Rounds values to float32, and returns them as float64."""
    return values.float().double()


def channels_first(maps: torch.Tensor) -> torch.Tensor:
    return maps.movedim(-1, -3)


def channels_last(maps: torch.Tensor) -> torch.Tensor:
    return maps.movedim(-3, -1)


class Case:
    """One fixture: a network with random weights, inputs and recorded random values."""

    def __init__(self, name: str, grid: tuple[int, int] = (2, 3), heads: int = 2, steps: int = 3, dropout: float = 0.0,
                 aligned: bool = True, batch: int = BATCH):
        self.name, self.grid, self.batch = name, grid, batch
        seed = sum(name.encode())
        torch.manual_seed(seed)
        self.random = torch.Generator().manual_seed(seed)
        self.draws = Draws(seed)
        self.net = FusionNet(self.draws, sound=SOUND, width=WIDTH, grid=grid, words=WORDS, answers=ANSWERS, heads=heads,
                             slots=SLOTS, steps=steps, unet_width=8, dropout=dropout, aligned=aligned)
        # An error in the use of a weight would be invisible if all its values were zero or one.
        for parameter in self.net.parameters():
            parameter.data = held(parameter.data + 0.1 * self.normal(*parameter.shape))
        self.inputs: dict[str, torch.Tensor] = {}

    def normal(self, *shape: int) -> torch.Tensor:
        return held(torch.randn(shape, generator=self.random))

    def input(self, name: str, *shape: int) -> torch.Tensor:
        self.inputs[name] = self.normal(*shape).requires_grad_()
        return self.inputs[name]

    def features(self, name: str) -> torch.Tensor:
        return self.input(name, self.batch, SECONDS, WIDTH)

    def maps(self, name: str) -> torch.Tensor:
        """A random map [B, T, C, H, W] in the layout of torch. The fixture stores it in the layout of the program."""
        return channels_first(self.input(name, self.batch, SECONDS, *self.grid, WIDTH))

    def integers(self, name: str, below: int, *shape: int) -> torch.Tensor:
        self.inputs[name] = torch.randint(below, shape, generator=self.random)
        return self.inputs[name]

    def save(self, **outputs: torch.Tensor) -> None:
        cotangents = {name: self.normal(*value.shape) for name, value in outputs.items()}
        sum((value * cotangents[name]).sum() for name, value in outputs.items()).backward()
        used = {name: value for name, value in self.net.named_parameters() if value.grad is not None}
        self.write(used, outputs, cotangents=cotangents)

    def write(self, weights: dict[str, torch.Tensor], outputs: dict[str, torch.Tensor], **more) -> None:
        leaves = {f"weights/{name}": value for name, value in weights.items()}
        leaves |= {f"inputs/{name}": value for name, value in self.inputs.items()}
        arrays = dict(leaves)
        arrays |= {f"gradients/{name}": value.grad for name, value in leaves.items() if value.grad is not None}
        groups = {"draws": self.draws.values, "outputs": outputs, **more}
        arrays |= {f"{group}/{name}": value for group, values in groups.items() for name, value in values.items()}
        numbers = {name: np.array(value.detach().numpy(), np.float32, order="C") for name, value in arrays.items()}
        save_file(numbers, FOLDER / f"release-{self.name}.safetensors")


def recall_loss(heard: torch.Tensor, audio: torch.Tensor, seen: torch.Tensor, visual: torch.Tensor) -> torch.Tensor:
    return F.mse_loss(heard, audio) + F.mse_loss(seen, visual)


def make_encoders() -> None:
    case = Case("audio-encoder")
    case.save(audio=case.net.encode_audio(case.input("audio", BATCH, SECONDS, SOUND)))
    case = Case("question-encoder")
    case.save(question=case.net.question_encoder(case.integers("question", WORDS, BATCH, QUESTION)))


def make_generator() -> None:
    for name, aligned in [("rmm", True), ("rmm-scrambled", False)]:
        case = Case(name, aligned=aligned)
        audio, visual, question = case.features("audio"), case.maps("visual"), case.input("question", BATCH, WIDTH)
        memory = case.net.memory_network
        heard, seen = memory.recall_audio(visual, question), memory.recall_visual(audio, question, visual.shape[2:])
        case.save(audio=heard, visual=channels_last(seen), rmmr=recall_loss(heard, audio, seen, visual))


def make_unet() -> None:
    for name, grid in [("unet", (4, 4)), ("unet-odd", (3, 5))]:
        case = Case(name, grid)
        maps, steps = channels_first(case.input("x", 2, *grid, WIDTH)), case.integers("steps", 5, 2)
        case.save(y=channels_last(case.net.unet(maps, steps)))


def make_diffusion() -> None:
    case = Case("joint-map")
    audio, visual = case.features("audio"), case.maps("visual")
    case.save(map=channels_last(case.net.joint(audio, visual)).flatten(1, 2))
    case = Case("avr", (4, 4), steps=10, batch=1)
    audio, visual, guess = case.features("audio"), case.maps("visual"), case.features("guess")
    loss = case.net.diffusion(case.net.joint(audio, visual))
    heard, seen = case.net.enhance(guess, visual)
    case.save(audio=heard, diffusion=loss, ave=recall_loss(heard, audio, seen, visual))


def make_head() -> None:
    case = Case("grounding")
    case.save(grounded=case.net.ground(case.features("audio"), case.maps("visual")))
    case = Case("matching")
    case.save(logits=case.net.match(case.features("audio"), case.input("grounded", BATCH * SECONDS, WIDTH)))
    for name, dropout in [("temporal", 0.0), ("temporal-dropout", 0.25)]:
        case = Case(name, dropout=dropout)
        net = case.net
        with case.draws.replace_dropout():
            question, audio = case.input("question", BATCH, WIDTH), case.features("audio")
            case.save(attended=net.attend(net.attn_a, net.linear21, net.linear22, net.norm2, question, audio))
    for name, dropout in [("head", 0.0), ("head-dropout", 0.25)]:
        case = Case(name, dropout=dropout)
        audio, visual, negative = case.features("audio"), case.maps("visual"), case.maps("negative")
        logits, match = case.net.answer(audio, visual, negative, case.input("question", BATCH, WIDTH))
        case.save(logits=logits, match=match)


def make_step() -> None:
    """One training step of the network: three passes, all losses, Adam.

    The grid is 4 × 4, so that a group of the group normalisation at the inner level has four values. With two values that are
    nearly equal, the normalisation amplifies rounding errors of float32 too much for a comparison.
    """
    case = Case("step", (4, 4), dropout=0.1)
    net, draws = case.net, case.draws
    sound, visual, negative = case.input("audio", BATCH, SECONDS, SOUND), case.maps("visual"), case.maps("negative")
    words, labels = case.integers("question", WORDS, BATCH, QUESTION), case.integers("labels", ANSWERS, BATCH)

    audio, question = net.encode_audio(sound), net.question_encoder(words)
    pseudo_audio = net.memory_network.recall_audio(visual, question)
    pseudo_visual = net.memory_network.recall_visual(audio, question, visual.shape[2:])
    losses = {"rmmr": recall_loss(pseudo_audio, audio, pseudo_visual, visual)}
    draws.stream = "complete/avr"
    losses["diffusion"] = net.diffusion(net.joint(audio, visual))
    draws.stream = "audioMissing/avr"
    of_pseudo_audio = net.enhance(pseudo_audio, visual)
    draws.stream = "visualMissing/avr"
    of_pseudo_visual = net.enhance(audio, pseudo_visual)
    losses["ave"] = sum(recall_loss(pair[0], audio, pair[1], visual) for pair in (of_pseudo_audio, of_pseudo_visual))
    passes = {
        "complete": (audio, visual),
        "audioMissing": (of_pseudo_audio[0], visual),
        "visualMissing": (audio, of_pseudo_visual[1]),
    }
    losses |= {"qa": 0, "match": 0}
    for scenario, (heard, seen) in passes.items():
        draws.stream = f"{scenario}/head"
        logits, match = net.answer(heard, seen, negative, question)
        losses["qa"] += F.cross_entropy(logits, labels)
        losses["match"] += match
    losses["total"] = losses["qa"] + 0.5 * losses["match"] + losses["rmmr"] + losses["diffusion"] + losses["ave"]

    weights = dict(net.named_parameters())
    before = {name: value.detach().clone() for name, value in weights.items()}
    optimizer = torch.optim.Adam(weights.values(), lr=1e-3)
    losses["total"].backward()
    optimizer.step()
    after = {name: value.detach().clone() for name, value in weights.items()}
    for name, value in weights.items():
        value.data = before[name]
    for value in case.inputs.values():
        value.grad = None
    case.write(weights, losses, after=after, buffers=dict(net.named_buffers()))


if __name__ == "__main__":
    make_encoders()
    make_generator()
    make_unet()
    make_diffusion()
    make_head()
    make_step()
    files = list(FOLDER.glob("release-*.safetensors"))
    print(f"{len(files)} fixtures, {sum(file.stat().st_size for file in files) / 2**20:.1f} MiB")
