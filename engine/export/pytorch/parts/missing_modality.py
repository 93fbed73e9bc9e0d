# Modalities with noise on their encoded features, and its standard deviation, by scenario.
NOISE = {"audio_noisy": ("audio", 0.3), "visual_noisy": ("visual", 0.7), "both_noisy": ("audio and visual", 0.5)}


class MissingModality(nn.Module):
    """Replaces a modality that the scenario drops with a fill, or marks it as noisy."""

    def __init__(self, fill: str, dropped: str, audio_width: int, visual_width: int):
        super().__init__()
        self.fill, self.dropped = fill, dropped
        if fill == "token":
            self.audio_token = nn.Parameter(torch.zeros(audio_width))
            self.visual_token = nn.Parameter(torch.zeros(visual_width))
        elif fill == "mean":
            self.register_buffer("audio_mean", torch.zeros(audio_width))
            self.register_buffer("visual_mean", torch.zeros(visual_width))

    def filled(self, modality: str, signal: Signal, scenario: str, noise: float | None, draw: Draw) -> Signal:
        affected = modality in self.dropped
        if signal.state == "real" and not (affected and scenario == f"{modality}_missing"):
            modalities, deviation = NOISE.get(scenario, ("", 0.0))
            if not affected or modality not in modalities:
                return signal
            return signal._replace(state="noisy", noise=deviation if noise is None else noise)
        zeros = torch.zeros_like(signal.values)
        if self.fill == "noise":
            return Signal(draw(signal.values.shape).to(zeros), "missing")
        if self.fill == "zeros":
            return Signal(zeros, "missing")
        return Signal(zeros + getattr(self, f"{modality}_{self.fill}"), "missing")

    def forward(self, batch: Batch, scenario: str, noise: float | None, draw: Draw) -> Batch:
        return Batch(
            self.filled("audio", batch.audio, scenario, noise, draw),
            self.filled("visual", batch.visual, scenario, noise, draw),
            batch.question,
        )
