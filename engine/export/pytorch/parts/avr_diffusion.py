class ReverseStep(NamedTuple):
    """x0 = estimate_noisy x + estimate_output output; x' = of_clean x0 + of_noisy x + deviation noise"""

    signal: float
    estimate_noisy: float
    estimate_output: float
    of_clean: float
    of_noisy: float
    deviation: float


def reverse_steps(schedule: str, objective: str, steps: int) -> list[ReverseStep]:
    """The coefficients of every step of the reverse process, in order."""

    def share(u: float) -> float:
        """The share of signal at the time u in [0, 1]."""
        if schedule == "cosine":
            return math.cos((u + 0.008) / 1.008 * math.pi / 2) ** 2
        sigmoid = lambda x: 1 / (1 + math.exp(-x))  # noqa: E731
        return (sigmoid(3) - sigmoid(-3 + 6 * u)) / (sigmoid(3) - sigmoid(-3))

    def beta(k: int) -> float:
        if schedule == "linear":
            return (0.1 + (0 if steps == 1 else k / (steps - 1) * 19.9)) / steps
        return 1 - share((k + 1) / steps) / share(k / steps)

    found: list[ReverseStep] = []
    before = 1.0
    for k in range(steps):
        b = min(beta(k), 0.999)
        now = before * (1 - b)
        noisy, output = {
            "v": (math.sqrt(now), -math.sqrt(1 - now)),
            "x0": (0.0, 1.0),
            "noise": (1 / math.sqrt(now), -math.sqrt((1 - now) / now)),
        }[objective]
        of_clean = b * math.sqrt(before) / (1 - now)
        of_noisy = (1 - before) * math.sqrt(1 - b) / (1 - now)
        found.append(ReverseStep(now, noisy, output, of_clean, of_noisy, math.sqrt(b * (1 - before) / (1 - now))))
        before = now
    return found


class AvrDiffusion(nn.Module):
    """Enhances a recalled pair: its joint map passes through the reverse process of a diffusion. Maps are [B T, H W, C]."""

    def __init__(
        self,
        channels: int,
        grid: tuple[int, int],
        steps: int,
        schedule: str,
        objective: str,
        denoiser: nn.Module,
        start_step: int | None,
        keep_real: bool,
        clip: bool,
        rescale: bool,
        read_audio: str,
    ):
        super().__init__()
        self.grid, self.start_step, self.keep_real = grid, start_step, keep_real
        self.clip, self.rescale, self.read_audio = clip, rescale, read_audio
        self.steps = reverse_steps(schedule, objective, steps)
        self.join = nn.Linear(2 * channels, channels)
        self.part = nn.Linear(channels, 2 * channels)
        self.denoiser = denoiser

    def joint_map(self, audio: Tensor, visual: Tensor) -> Tensor:
        maps = visual.flatten(0, 1).flatten(1, 2)
        spread = audio.flatten(0, 1).unsqueeze(1).expand(-1, maps.shape[1], -1)
        return self.join(torch.cat([spread, maps], -1))

    def parts(self, maps: Tensor, batch: int) -> tuple[Tensor, Tensor]:
        """Audio [B, T, C] and visual [B, T, H, W, C] of a joint map."""
        audio, visual = self.part((maps + 1) / 2 if self.rescale else maps).chunk(2, -1)
        audio = audio.mean(1) if self.read_audio == "mean of the grid" else audio[:, 0]
        return audio.unflatten(0, (batch, -1)), visual.unflatten(1, self.grid).unflatten(0, (batch, -1))

    def forward(self, audio: Signal, visual: Signal, draw: Draw) -> tuple[Signal, Signal]:
        if audio.state == "real" and visual.state == "real":
            return audio, visual
        batch = len(audio.values)

        def corrected(clean: Tensor) -> Tensor:
            """The estimate, with the part of the real modality replaced by its true values."""
            if not self.keep_real or "real" not in (audio.state, visual.state):
                return clean
            heard, seen = self.parts(clean, batch)
            return self.joint_map(
                audio.values if audio.state == "real" else heard, visual.values if visual.state == "real" else seen
            )

        maps = self.joint_map(audio.values, visual.values)
        first = len(self.steps)
        if self.start_step is not None:
            first = min(self.start_step, first)
            signal = self.steps[first - 1].signal
            maps = math.sqrt(signal) * maps + math.sqrt(1 - signal) * draw(maps.shape).to(maps)
        for k in reversed(range(first)):
            step = self.steps[k]
            clean = step.estimate_noisy * maps + step.estimate_output * self.denoiser(maps, k)
            clean = clean.clamp(-1, 1) if self.clip else clean
            if k > 0:
                noise = draw(maps.shape).to(maps)
                maps = step.of_clean * corrected(clean) + step.of_noisy * maps + step.deviation * noise
            else:
                maps = step.of_clean * clean + step.of_noisy * maps
        heard, seen = self.parts(maps, batch)
        return (
            audio if audio.state == "real" else Signal(heard, "recalled"),
            visual if visual.state == "real" else Signal(seen, "recalled"),
        )
