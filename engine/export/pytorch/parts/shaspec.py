class ResidualMlp(nn.Module):
    """x + W2 ReLU(W1 x + b1) + b2, [..., C] -> [..., C]"""

    def __init__(self, channels: int, width: int):
        super().__init__()
        self.first = nn.Linear(channels, width)
        self.second = nn.Linear(width, channels)

    def forward(self, x: Tensor) -> Tensor:
        return x + self.second(F.relu(self.first(x)))


class ShaSpec(nn.Module):
    """Fuses shared and specific features; a missing modality is replaced by the shared features of the other one."""

    def __init__(self, channels: int, width: int):
        super().__init__()
        self.shared = ResidualMlp(channels, width)
        self.audio = ResidualMlp(channels, width)
        self.visual = ResidualMlp(channels, width)
        self.compose = nn.Linear(2 * channels, channels)
        # Only the auxiliary loss of training uses it.
        self.domain = nn.Linear(channels, 2)

    def fused(self, signal: Signal, specific: ResidualMlp) -> Signal:
        """h = s + W [s, r] + b"""
        shared = self.shared(signal.values)
        return signal._replace(values=shared + self.compose(torch.cat([shared, specific(signal.values)], -1)))

    def forward(self, audio: Signal, visual: Signal) -> tuple[Signal, Signal]:
        silent, unseen = audio.state == "missing", visual.state == "missing"
        if silent and not unseen:
            recalled = Signal(pool_grid(self.shared(visual.values)), "recalled")
            return recalled, self.fused(visual, self.visual)
        if unseen and not silent:
            on_every_cell = self.shared(audio.values)[:, :, None, None].expand_as(visual.values)
            return self.fused(audio, self.audio), Signal(on_every_cell, "recalled")
        return self.fused(audio, self.audio), self.fused(visual, self.visual)
