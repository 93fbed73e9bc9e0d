"""Training step of presets/orchestra-rmm-avr.json in eager PyTorch, which `studio bench` compares with the backends.

The modules, widths, passes and losses are those of the graph, with library layers where torch has them. Inputs are random, so
the values differ from a training. Two details differ, too: the grounding sums the raw cells instead of the normalised ones, and
the negatives are other samples of the batch. The script reads the sizes as JSON from the first argument and prints one line of
JSON: median seconds per step, number of parameters, version, device and peak memory.
"""

import json
import resource
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn


def unit(x):
    return F.normalize(x, dim=-1)


class Encoders(nn.Module):
    def __init__(self, s):
        super().__init__()
        c = s["width"]
        self.first, self.second, self.norm = nn.Linear(s["audioWidth"], c), nn.Linear(c, c), nn.LayerNorm(c)
        self.embedding, self.lstm, self.output = nn.Embedding(s["vocabulary"], c), nn.LSTM(c, c), nn.Linear(2 * c, c)

    def audio(self, x):
        return self.norm(self.second(F.relu(self.first(x))))

    def question(self, tokens):
        _, (hidden, cell) = self.lstm(torch.tanh(self.embedding(tokens.t())))
        return self.output(torch.tanh(torch.cat([hidden[0], cell[0]], 1)))


class Recall(nn.Module):
    """RMM generator with the normalised relation. The recall loss trains the slots alone."""

    def __init__(self, s):
        super().__init__()
        c, slots = s["width"], s["slots"]
        self.temperature = s["temperature"]
        self.audio = nn.Parameter(torch.randn(slots, c))
        self.visual = nn.Parameter(torch.randn(slots, s["cells"] * c))
        self.question = nn.Parameter(torch.randn(slots, c))

    def address(self, features, bank):
        return F.softmax(unit(features) @ unit(bank).t() / self.temperature, -1)

    def read(self, asked, given, bank):
        product = asked * given
        return (product / product.sum(-1, keepdim=True)) @ bank

    def forward(self, question, audio=None, visual=None):
        asked = self.address(question, self.question)[:, None]
        if audio is None:
            return self.read(asked, self.address(visual.flatten(2), self.visual), self.audio)
        return self.read(asked, self.address(audio, self.audio), self.visual).view(*audio.shape[:2], -1, audio.shape[2])


class Diffusion(nn.Module):
    """AVR diffusion with the light denoiser, v-prediction and the sigmoid schedule."""

    def __init__(self, s):
        super().__init__()
        c, w, cells, self.steps = s["width"], s["denoiserWidth"], s["cells"], s["diffusionSteps"]
        self.join, self.part = nn.Linear(2 * c, c), nn.Linear(c, 2 * c)
        self.time, self.enter, self.cells = nn.Linear(w, w), nn.Linear(c, w), nn.Linear(cells, cells)
        self.channels, self.leave = nn.Linear(w, w), nn.Linear(w, c)
        u = torch.linspace(0, 1, self.steps + 1, dtype=torch.float64)
        low, high = torch.sigmoid(torch.tensor(-3.0)), torch.sigmoid(torch.tensor(3.0))
        share = (high - torch.sigmoid(-3 + 6 * u)) / (high - low)
        beta = (1 - share[1:] / share[:-1]).clamp(max=0.999)
        signal = torch.cumprod(1 - beta, 0)
        before = torch.cat([torch.ones(1, dtype=torch.float64), signal[:-1]])
        self.register_buffer("signal", signal.float())
        self.of_clean = (beta * before.sqrt() / (1 - signal)).tolist()
        self.of_noisy = ((1 - before) * (1 - beta).sqrt() / (1 - signal)).tolist()
        self.deviation = (beta * (1 - before) / (1 - signal)).sqrt().tolist()
        half = max(1, w // 2)
        angles = torch.arange(self.steps)[:, None] * torch.exp(
            -torch.log(torch.tensor(10000.0)) * torch.arange(half) / max(1, half - 1)
        )
        self.register_buffer("times", torch.cat([angles.sin(), angles.cos()], 1))

    def joint(self, audio, visual):
        audio, visual = audio.flatten(0, 1), visual.flatten(0, 1)
        return self.join(torch.cat([audio[:, None].expand_as(visual), visual], -1))

    def denoise(self, maps, at):
        entered = F.silu(self.enter(maps) + self.time(self.times[at])[:, None])
        mixed = entered + self.cells(entered.transpose(1, 2)).transpose(1, 2)
        return self.leave(mixed + F.silu(self.channels(mixed)))

    def loss(self, clean):
        at = torch.randint(self.steps, (clean.shape[0],))
        share = self.signal[at][:, None, None]
        of_signal, of_noise = share.sqrt(), (1 - share).sqrt()
        noise = torch.randn_like(clean)
        velocity = of_signal * noise - of_noise * clean
        return (share * (self.denoise(of_signal * clean + of_noise * noise, at) - velocity) ** 2).mean()

    def enhance(self, audio, visual):
        x = self.joint(audio, visual)
        for step in reversed(range(self.steps)):
            share = self.signal[step]
            estimate = x * share.sqrt() - self.denoise(x, torch.tensor([step])) * (1 - share).sqrt()
            x = estimate * self.of_clean[step] + x * self.of_noisy[step]
            if step > 0:
                x = x + torch.randn_like(x) * self.deviation[step]
        of_audio, of_visual = self.part(x).chunk(2, -1)
        return of_audio.mean(1).view_as(audio), of_visual.view_as(visual)


class Head(nn.Module):
    """The AVST head."""

    def __init__(self, s):
        super().__init__()
        c = s["width"]
        self.grounding, self.fusion, self.answer = nn.Linear(2 * c, c), nn.Linear(2 * c, c), nn.Linear(c, s["answers"])
        self.match = nn.Sequential(
            nn.Linear(2 * c, c), nn.ReLU(), nn.Linear(c, 256), nn.ReLU(), nn.Linear(256, 128), nn.ReLU(), nn.Linear(128, 2)
        )
        self.attend = nn.ModuleList(nn.MultiheadAttention(c, 4, dropout=0.1, batch_first=True) for _ in range(2))
        self.feed = nn.ModuleList(
            nn.Sequential(nn.Linear(c, c), nn.ReLU(), nn.Dropout(0.1), nn.Linear(c, c), nn.Dropout(0.1)) for _ in range(2)
        )
        self.norm = nn.ModuleList(nn.LayerNorm(c) for _ in range(2))

    def ground(self, sounds, maps):
        weights = F.softmax((unit(maps) * unit(sounds)[:, None]).sum(-1), -1)
        attended = (maps * weights[..., None]).sum(1)
        return self.grounding(torch.tanh(torch.cat([attended, maps.mean(1)], 1)))

    def temporal(self, index, question, memory):
        attended = self.attend[index](question[:, None], memory, memory, need_weights=False)[0][:, 0]
        return self.norm[index](attended + self.feed[index](attended))

    def forward(self, audio, visual, question, negatives):
        sounds, maps = audio.flatten(0, 1), visual.flatten(0, 1)
        grounded = self.ground(sounds, maps)
        mismatched = self.ground(sounds, maps[negatives])
        logits = self.match(torch.cat([torch.cat([sounds, sounds]), torch.cat([grounded, mismatched])], 1))
        classes = torch.cat([torch.ones(len(sounds)), torch.zeros(len(sounds))]).long()
        pictures = grounded.view_as(audio)
        heard = self.temporal(0, question, audio) + audio.mean(1)
        seen = self.temporal(1, question, pictures) + pictures.mean(1)
        fused = self.fusion(torch.tanh(torch.cat([heard, seen], 1)))
        return self.answer(torch.tanh(fused * question)), F.cross_entropy(logits, classes)


def measure(s):
    torch.manual_seed(1)
    torch.set_num_threads(s["threads"])
    device = "cuda" if s.get("device") == "cuda" and torch.cuda.is_available() else "cpu"
    torch.set_default_device(device)
    encode, recall, diffuse, head = Encoders(s), Recall(s), Diffusion(s), Head(s)
    modules = nn.ModuleList([encode, recall, diffuse, head])
    optimiser = torch.optim.Adam(modules.parameters(), lr=1e-3)
    b, t, cells, c = s["batch"], s["seconds"], s["cells"], s["width"]
    sound, visual = torch.randn(b, t, s["audioWidth"]), torch.randn(b, t, cells, c)
    tokens = torch.randint(s["vocabulary"], (b, s["questionLength"]))
    labels = torch.randint(s["answers"], (b,))
    negatives = (torch.arange(b * t) + t) % (b * t)
    weight = s["weights"]

    def step():
        audio, question = encode.audio(sound), encode.question(tokens)
        fixed_audio, fixed_question = audio.detach(), question.detach()
        total = weight["rmmr"] * (
            F.mse_loss(recall(fixed_question, visual=visual), fixed_audio)
            + F.mse_loss(recall(fixed_question, audio=fixed_audio), visual)
        )
        total = total + weight["diffusion"] * diffuse.loss(diffuse.joint(fixed_audio, visual))
        enhanced_audio, against_visual = diffuse.enhance(recall(question, visual=visual), visual)
        against_audio, enhanced_visual = diffuse.enhance(audio, recall(question, audio=audio))
        for heard, seen in ((enhanced_audio, against_visual), (against_audio, enhanced_visual)):
            total = total + weight["ave"] * (F.mse_loss(heard, fixed_audio) + F.mse_loss(seen, visual))
        for heard, seen in ((audio, visual), (enhanced_audio, visual), (audio, enhanced_visual)):
            logits, match = head(heard, seen, question, negatives)
            total = total + F.cross_entropy(logits, labels) + weight["match"] * match
        optimiser.zero_grad()
        total.backward()
        optimiser.step()
        return total.item()

    for _ in range(s["warmUp"]):
        step()
    seconds = []
    for _ in range(s["steps"]):
        started = time.perf_counter()
        step()
        seconds.append(time.perf_counter() - started)
    host = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    peak = torch.cuda.max_memory_allocated() / 2**20 if device == "cuda" else host
    name = torch.cuda.get_device_name() if device == "cuda" else "cpu"
    parameters = sum(p.numel() for p in modules.parameters())
    return {"secondsPerStep": sorted(seconds)[len(seconds) // 2], "parameters": parameters, "version": torch.__version__, "device": name, "peakMemoryMiB": peak}


print(json.dumps(measure(json.loads(sys.argv[1]))))
