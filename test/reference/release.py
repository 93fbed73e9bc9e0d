"""PyTorch modules with the structure and the state_dict names of the released network, at any width.

The modules implement the equations of the papers and use the names of the released weights (see docs/release.md). `Draws` draws
all random values and records them by stream, so that another implementation can use the same values.

Maps are [.., C, H, W]. `make_release_fixtures.py` computes the fixtures.
"""

import math
from unittest.mock import patch

import torch
import torch.nn.functional as F
from torch import nn


class Draws:
    """Recorded random values by stream, in the layout of the program: maps are [M, H·W, C], attention masks [B, heads, T]."""

    def __init__(self, seed: int):
        self.random = torch.Generator().manual_seed(seed)
        self.stream = "layer"
        self.values: dict[str, torch.Tensor] = {}
        self.heads = 1

    def keep(self, value: torch.Tensor) -> None:
        count = sum(key.startswith(f"{self.stream}/") for key in self.values)
        self.values[f"{self.stream}/{count}"] = value

    def steps(self, below: int, count: int) -> torch.Tensor:
        value = torch.randint(below, (count,), generator=self.random)
        self.keep(value)
        return value

    def noise_like(self, maps: torch.Tensor) -> torch.Tensor:
        value = torch.randn(maps.shape, generator=self.random).float().double()
        self.keep(value.flatten(2).transpose(1, 2))
        return value

    def dropout(self, x: torch.Tensor, p: float = 0.5, training: bool = True, inplace: bool = False) -> torch.Tensor:
        if not training or p == 0:
            return x
        mask = ((torch.rand(x.shape, generator=self.random) >= p) / (1 - p)).float().double()
        # In MultiheadAttention, dropout applies to weights [B · heads, 1, T].
        self.keep(mask.reshape(-1, self.heads, x.shape[-1]) if x.dim() == 3 else mask)
        return x * mask

    def replace_dropout(self):
        """Context manager that replaces the dropout of torch with the recorded one."""
        return patch.object(F, "dropout", self.dropout)


class QuestionEncoder(nn.Module):
    def __init__(self, words: int, width: int):
        super().__init__()
        self.word2vec = nn.Embedding(words, width)
        self.lstm = nn.LSTM(width, width)
        self.fc = nn.Linear(2 * width, width)

    def forward(self, question: torch.Tensor) -> torch.Tensor:
        """Question features: [B, N] → f_t [B, C]"""
        _, (hidden, cell) = self.lstm(torch.tanh(self.word2vec(question)).transpose(0, 1))
        return self.fc(torch.tanh(torch.cat([hidden[0], cell[0]], 1)))


class Memory(nn.Module):
    """RMM generator: three banks of slots. If `aligned` is False, the question is repeated in the order of the released code."""

    def __init__(self, slots: int, width: int, grid: tuple[int, int], aligned: bool = True):
        super().__init__()
        self.question_memory = nn.Parameter(torch.randn(slots, width))
        self.audio_memory = nn.Parameter(torch.randn(slots, width))
        self.visual_memory = nn.Parameter(torch.randn(slots, width * grid[0] * grid[1]))
        self.aligned = aligned

    @staticmethod
    def address(features: torch.Tensor, memory: torch.Tensor) -> torch.Tensor:
        return (F.normalize(features, dim=1) @ F.normalize(memory, dim=1).T).softmax(-1)

    def question_rows(self, question: torch.Tensor, seconds: int) -> torch.Tensor:
        repeated = question.repeat_interleave(seconds, 0) if self.aligned else question.repeat(seconds, 1)
        return self.address(repeated, self.question_memory)

    def recall_audio(self, visual: torch.Tensor, question: torch.Tensor) -> torch.Tensor:
        """Recalled audio: [B, T, C, H, W], [B, C] → [B, T, C]"""
        batch, seconds = visual.shape[:2]
        of_visual = self.address(visual.flatten(0, 1).flatten(1), self.visual_memory)
        weights = (self.question_rows(question, seconds) * of_visual).softmax(-1)
        return (weights @ self.audio_memory).reshape(batch, seconds, -1)

    def recall_visual(self, audio: torch.Tensor, question: torch.Tensor, grid: torch.Size) -> torch.Tensor:
        """Recalled visual: [B, T, C], [B, C] → [B, T, C, H, W], grid (C, H, W)"""
        batch, seconds = audio.shape[:2]
        of_audio = self.address(audio.flatten(0, 1), self.audio_memory)
        weights = (self.question_rows(question, seconds) * of_audio).softmax(-1)
        return (weights @ self.visual_memory).reshape(batch, seconds, *grid)


# --- U-Net -------------------------------------------------------------------------------------------------------------

HEADS, DEPTH, MEMORIES = 4, 32, 4


class RMSNorm(nn.Module):
    def __init__(self, width: int):
        super().__init__()
        self.g = nn.Parameter(torch.ones(1, width, 1, 1))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return F.normalize(x, dim=1) * math.sqrt(x.shape[1]) * self.g


class Block(nn.Module):
    def __init__(self, inputs: int, outputs: int):
        super().__init__()
        self.proj = nn.Conv2d(inputs, outputs, 3, padding=1)
        self.norm = nn.GroupNorm(8, outputs)

    def forward(self, x: torch.Tensor, scale_shift: tuple[torch.Tensor, ...] | None = None) -> torch.Tensor:
        x = self.norm(self.proj(x))
        if scale_shift is not None:
            x = x * (scale_shift[0] + 1) + scale_shift[1]
        return F.silu(x)


class ResnetBlock(nn.Module):
    def __init__(self, inputs: int, outputs: int, time: int):
        super().__init__()
        self.mlp = nn.Sequential(nn.SiLU(), nn.Linear(time, 2 * outputs))
        self.block1, self.block2 = Block(inputs, outputs), Block(outputs, outputs)
        self.res_conv = nn.Identity() if inputs == outputs else nn.Conv2d(inputs, outputs, 1)

    def forward(self, x: torch.Tensor, time: torch.Tensor) -> torch.Tensor:
        scale_shift = self.mlp(time)[:, :, None, None].chunk(2, 1)
        return self.block2(self.block1(x, scale_shift)) + self.res_conv(x)


class AttentionBase(nn.Module):
    """Queries, keys and values [M, heads, N, depth] of the normalised cells. The memories precede the keys and values."""

    def __init__(self, width: int):
        super().__init__()
        self.norm = RMSNorm(width)
        self.to_qkv = nn.Conv2d(width, 3 * HEADS * DEPTH, 1, bias=False)

    def parts(self, x: torch.Tensor, memories: torch.Tensor) -> list[torch.Tensor]:
        """memories [2, heads, memories, depth]"""
        batch = x.shape[0]
        projected = self.to_qkv(self.norm(x)).chunk(3, 1)
        q, k, v = (part.reshape(batch, HEADS, DEPTH, -1).transpose(2, 3) for part in projected)
        k, v = (torch.cat([m.expand(batch, -1, -1, -1), own], 2) for m, own in zip(memories, (k, v)))
        return [q, k, v]

    @staticmethod
    def joined(out: torch.Tensor, like: torch.Tensor) -> torch.Tensor:
        return out.transpose(2, 3).reshape(like.shape[0], HEADS * DEPTH, *like.shape[2:])


class LinearAttention(AttentionBase):
    def __init__(self, width: int):
        super().__init__(width)
        self.mem_kv = nn.Parameter(torch.randn(2, HEADS, DEPTH, MEMORIES))
        self.to_out = nn.Sequential(nn.Conv2d(HEADS * DEPTH, width, 1), RMSNorm(width))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        q, k, v = self.parts(x, self.mem_kv.transpose(2, 3))
        context = k.softmax(2).transpose(2, 3) @ v
        return self.to_out(self.joined(q.softmax(3) / math.sqrt(DEPTH) @ context, x))


class Attention(AttentionBase):
    def __init__(self, width: int):
        super().__init__(width)
        self.mem_kv = nn.Parameter(torch.randn(2, HEADS, MEMORIES, DEPTH))
        self.to_out = nn.Conv2d(HEADS * DEPTH, width, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.to_out(self.joined(F.scaled_dot_product_attention(*self.parts(x, self.mem_kv)), x))


class SpaceToDepth(nn.Module):
    """Stacks the four cells of every 2 × 2 square as channels. A grid of odd size is padded with zeros first."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return F.pixel_unshuffle(F.pad(x, (0, x.shape[3] % 2, 0, x.shape[2] % 2)), 2)


class TimeEmbedding(nn.Module):
    def __init__(self, width: int):
        super().__init__()
        self.width = width

    def forward(self, steps: torch.Tensor) -> torch.Tensor:
        half = self.width // 2
        angles = steps[:, None] * torch.exp(-math.log(10000) * torch.arange(half) / (half - 1))
        return torch.cat([angles.sin(), angles.cos()], 1)


class Unet(nn.Module):
    """U-Net with two levels of widths w and 2w. Maps are [M, C, H, W]."""

    def __init__(self, width: int, channels: int):
        super().__init__()
        inner, time = 2 * width, 4 * width
        self.init_conv = nn.Conv2d(channels, width, 7, padding=3)
        self.time_mlp = nn.Sequential(TimeEmbedding(width), nn.Linear(width, time), nn.GELU(), nn.Linear(time, time))
        self.downs = nn.ModuleList([
            nn.ModuleList([
                ResnetBlock(width, width, time), ResnetBlock(width, width, time), LinearAttention(width),
                nn.Sequential(SpaceToDepth(), nn.Conv2d(4 * width, width, 1)),
            ]),
            nn.ModuleList([
                ResnetBlock(width, width, time), ResnetBlock(width, width, time), Attention(width),
                nn.Conv2d(width, inner, 3, padding=1),
            ]),
        ])
        self.mid_block1 = ResnetBlock(inner, inner, time)
        self.mid_attn = Attention(inner)
        self.mid_block2 = ResnetBlock(inner, inner, time)
        self.ups = nn.ModuleList([
            nn.ModuleList([
                ResnetBlock(inner + width, inner, time), ResnetBlock(inner + width, inner, time), Attention(inner),
                nn.Sequential(nn.Upsample(scale_factor=2), nn.Conv2d(inner, width, 3, padding=1)),
            ]),
            nn.ModuleList([
                ResnetBlock(2 * width, width, time), ResnetBlock(2 * width, width, time), LinearAttention(width),
                nn.Conv2d(width, width, 3, padding=1),
            ]),
        ])
        self.final_res_block = ResnetBlock(2 * width, width, time)
        self.final_conv = nn.Conv2d(width, channels, 1)

    def forward(self, x: torch.Tensor, steps: torch.Tensor) -> torch.Tensor:
        grid = x.shape[2:]
        x = first = self.init_conv(x)
        time = self.time_mlp(steps)
        skipped = []
        for block1, block2, attention, down in self.downs:
            x = block1(x, time)
            skipped.append(x)
            x = block2(x, time)
            x = attention(x) + x
            skipped.append(x)
            x = down(x)
        x = self.mid_block1(x, time)
        x = self.mid_attn(x) + x
        x = self.mid_block2(x, time)
        for block1, block2, attention, up in self.ups:
            x = block1(torch.cat([x, skipped.pop()], 1), time)
            x = block2(torch.cat([x, skipped.pop()], 1), time)
            x = up(attention(x) + x)[:, :, : grid[0], : grid[1]]
        return self.final_conv(self.final_res_block(torch.cat([x, first], 1), time))


# --- diffusion ---------------------------------------------------------------------------------------------------------


class Diffusion(nn.Module):
    """Forward and reverse process with v-prediction and the sigmoid schedule. The coefficients are buffers."""

    def __init__(self, model: nn.Module, steps: int, draws: Draws):
        super().__init__()
        self.model, self.draws = model, draws
        time = torch.arange(steps + 1) / steps
        level = torch.sigmoid(torch.tensor(3.0)) - torch.sigmoid(-3 + 6 * time)
        level = level / level[0].clone()
        betas = (1 - level[1:] / level[:-1]).clamp(0, 0.999)
        cumulative = torch.cumprod(1 - betas, 0)
        previous = F.pad(cumulative[:-1], (1, 0), value=1.0)
        variance = betas * (1 - previous) / (1 - cumulative)
        snr = cumulative / (1 - cumulative)
        for name, value in {
            "betas": betas,
            "alphas_cumprod": cumulative,
            "alphas_cumprod_prev": previous,
            "sqrt_alphas_cumprod": cumulative.sqrt(),
            "sqrt_one_minus_alphas_cumprod": (1 - cumulative).sqrt(),
            "log_one_minus_alphas_cumprod": (1 - cumulative).log(),
            "sqrt_recip_alphas_cumprod": cumulative.rsqrt(),
            "sqrt_recipm1_alphas_cumprod": (1 / cumulative - 1).sqrt(),
            "posterior_variance": variance,
            "posterior_log_variance_clipped": variance.clamp(min=1e-20).log(),
            "posterior_mean_coef1": betas * previous.sqrt() / (1 - cumulative),
            "posterior_mean_coef2": (1 - previous) * (1 - betas).sqrt() / (1 - cumulative),
            "loss_weight": snr / (snr + 1),
        }.items():
            self.register_buffer(name, value)

    def at(self, name: str, steps: torch.Tensor) -> torch.Tensor:
        return getattr(self, name)[steps][:, None, None, None]

    def forward(self, clean: torch.Tensor) -> torch.Tensor:
        """Diffusion loss of clean maps [M, C, H, W]."""
        steps = self.draws.steps(len(self.betas), len(clean))
        noise = self.draws.noise_like(clean)
        signal, rest = self.at("sqrt_alphas_cumprod", steps), self.at("sqrt_one_minus_alphas_cumprod", steps)
        error = (self.model(signal * clean + rest * noise, steps) - (signal * noise - rest * clean)) ** 2
        return (error.flatten(1).mean(1) * self.loss_weight[steps]).mean()

    def reverse(self, x: torch.Tensor) -> torch.Tensor:
        """Runs all reverse steps from the given maps [M, C, H, W], and scales the result by (x + 1) / 2."""
        for step in reversed(range(len(self.betas))):
            steps = torch.full((len(x),), step)
            signal, rest = self.at("sqrt_alphas_cumprod", steps), self.at("sqrt_one_minus_alphas_cumprod", steps)
            clean = (signal * x - rest * self.model(x, steps)).clamp(-1, 1)
            x = self.at("posterior_mean_coef1", steps) * clean + self.at("posterior_mean_coef2", steps) * x
            if step > 0:
                deviation = (0.5 * self.at("posterior_log_variance_clipped", steps)).exp()
                x = x + deviation * self.draws.noise_like(x)
        return (x + 1) / 2


# --- network -----------------------------------------------------------------------------------------------------------


class FusionNet(nn.Module):
    """AVST with the RMM generator and the AVR diffusion. Dropout is active if `training` is True."""

    def __init__(self, draws: Draws, *, sound: int, width: int, grid: tuple[int, int], words: int, answers: int,
                 heads: int, slots: int, steps: int, unet_width: int, dropout: float = 0.1, aligned: bool = True):
        super().__init__()
        self.draws = draws
        draws.heads = heads
        self.fc_a1, self.fc_a2 = nn.Linear(sound, width), nn.Linear(width, width)
        self.fc_gl = nn.Linear(2 * width, width)
        self.fc1, self.fc2 = nn.Linear(2 * width, width), nn.Linear(width, 256)
        self.fc3, self.fc4 = nn.Linear(256, 128), nn.Linear(128, 2)
        self.attn_a = nn.MultiheadAttention(width, heads, dropout=dropout)
        self.attn_v = nn.MultiheadAttention(width, heads, dropout=dropout)
        self.linear11, self.linear12 = nn.Linear(width, width), nn.Linear(width, width)
        self.linear21, self.linear22 = nn.Linear(width, width), nn.Linear(width, width)
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.dropout = nn.Dropout(dropout)
        self.question_encoder = QuestionEncoder(words, width)
        self.fc_fusion, self.fc_ans = nn.Linear(2 * width, width), nn.Linear(width, answers)
        self.kr, self.kr2 = nn.Conv2d(2 * width, width, 1), nn.Conv2d(width, 2 * width, 1)
        self.unet = Unet(unet_width, width)
        self.diffusion = Diffusion(self.unet, steps, draws)
        self.memory_network = Memory(slots, width, grid, aligned)

    def encode_audio(self, sound: torch.Tensor) -> torch.Tensor:
        return self.fc_a2(F.relu(self.fc_a1(sound)))

    def ground(self, audio: torch.Tensor, visual: torch.Tensor) -> torch.Tensor:
        """Spatial grounding: [B, T, C], [B, T, C, H, W] → [B·T, C]"""
        maps = visual.flatten(0, 1)
        cells = F.normalize(maps.flatten(2).transpose(1, 2), dim=2)
        likeness = (cells @ F.normalize(audio.flatten(0, 1), dim=1)[:, :, None])[:, :, 0]
        grounded = (likeness.softmax(-1)[:, None] @ cells)[:, 0]
        return self.fc_gl(torch.tanh(torch.cat([F.adaptive_avg_pool2d(maps, 1)[:, :, 0, 0], grounded], 1)))

    def match(self, audio: torch.Tensor, grounded: torch.Tensor) -> torch.Tensor:
        x = torch.cat([audio.flatten(0, 1), grounded], 1)
        for layer in (self.fc1, self.fc2, self.fc3):
            x = F.relu(layer(x))
        return self.fc4(x)

    def attend(self, attention: nn.Module, first: nn.Module, second: nn.Module, norm: nn.Module,
               question: torch.Tensor, memory: torch.Tensor) -> torch.Tensor:
        by_second = memory.transpose(0, 1)
        attended = attention(question[None], by_second, by_second)[0][0]
        return norm(attended + self.dropout(second(self.dropout(F.relu(first(attended))))))

    def answer(self, audio: torch.Tensor, visual: torch.Tensor, negative: torch.Tensor, question: torch.Tensor):
        """Logits [B, A] and the matching loss."""
        grounded, mismatched = self.ground(audio, visual), self.ground(audio, negative)
        matches = torch.cat([self.match(audio, grounded), self.match(audio, mismatched)])
        classes = torch.arange(2).flip(0).repeat_interleave(len(grounded))
        pictures = grounded.reshape(audio.shape)
        with self.draws.replace_dropout():
            heard = self.attend(self.attn_a, self.linear21, self.linear22, self.norm2, question, audio)
            seen = self.attend(self.attn_v, self.linear11, self.linear12, self.norm1, question, pictures)
        both = torch.cat([heard + audio.mean(1), seen + pictures.mean(1)], 1)
        fused = self.fc_fusion(torch.tanh(both))
        return self.fc_ans(torch.tanh(fused * question)), F.cross_entropy(matches, classes)

    def joint(self, audio: torch.Tensor, visual: torch.Tensor) -> torch.Tensor:
        """Joint map: [B, T, C], [B, T, C, H, W] → [B·T, C, H, W]"""
        maps = visual.flatten(0, 1)
        spread = audio.flatten(0, 1)[:, :, None, None].expand(maps.shape)
        return self.kr(torch.cat([spread, maps], 1))

    def enhance(self, audio: torch.Tensor, visual: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        of_audio, of_visual = self.kr2(self.diffusion.reverse(self.joint(audio, visual))).chunk(2, 1)
        return of_audio[:, :, 0, 0].reshape(audio.shape), of_visual.reshape(visual.shape)
