class Prompts(nn.Module):
    """x + softmax_P(x K^T / sqrt(C)) V, [..., C] -> [..., C]"""

    def __init__(self, prompts: int, channels: int):
        super().__init__()
        self.keys = nn.Parameter(torch.zeros(prompts, channels))
        self.values = nn.Parameter(torch.zeros(prompts, channels))

    def forward(self, x: Tensor) -> Tensor:
        return x + torch.softmax(x @ self.keys.T / math.sqrt(x.shape[-1]), -1) @ self.values


class MissingAwarePrompts(nn.Module):
    """Adds the prompts of the case to both modalities; a missing one is replaced by its own prompts."""

    def __init__(self, prompts: int, audio: tuple[int, int], visual: tuple[int, int, int]):
        super().__init__()
        for modality, other, shape in (("audio", "visual", audio), ("visual", "audio", visual)):
            cases = ("complete", f"{other}_missing")
            own = nn.ModuleDict({case: Prompts(prompts, shape[-1]) for case in cases})
            own.missing = nn.Parameter(torch.zeros(shape))
            setattr(self, modality, own)

    def forward(self, audio: Signal, visual: Signal) -> tuple[Signal, Signal]:
        def prompted(signal: Signal, own: nn.ModuleDict, other: Signal, of_other: str) -> Signal:
            if signal.state == "missing":
                return Signal(signal.values + own.missing, "recalled")
            prompts = own[of_other if other.state == "missing" else "complete"]
            return signal._replace(values=prompts(signal.values))

        return (
            prompted(audio, self.audio, visual, "visual_missing"),
            prompted(visual, self.visual, audio, "audio_missing"),
        )
