class MissingModality(nn.Module):
    """Puts a fill in the place of a modality that the scenario takes away."""

    def __init__(self, fill: str, dropped: str, audio_width: int, visual_width: int):
        super().__init__()
        self.fill, self.dropped = fill, dropped
        if fill == "token":
            self.audio_token = nn.Parameter(torch.zeros(audio_width))
            self.visual_token = nn.Parameter(torch.zeros(visual_width))
        elif fill == "mean":
            self.register_buffer("audio_mean", torch.zeros(audio_width))
            self.register_buffer("visual_mean", torch.zeros(visual_width))

    def filled(self, modality: str, signal: Signal, scenario: str, draw: Draw) -> Signal:
        taken = scenario == f"{modality}_missing" and modality in self.dropped
        if signal.state == "real" and not taken:
            return signal
        zeros = torch.zeros_like(signal.values)
        if self.fill == "noise":
            return Signal(draw(signal.values.shape).to(zeros), "missing")
        if self.fill == "zeros":
            return Signal(zeros, "missing")
        return Signal(zeros + getattr(self, f"{modality}_{self.fill}"), "missing")

    def forward(self, batch: Batch, scenario: str, draw: Draw) -> Batch:
        return Batch(
            self.filled("audio", batch.audio, scenario, draw),
            self.filled("visual", batch.visual, scenario, draw),
            batch.question,
        )
