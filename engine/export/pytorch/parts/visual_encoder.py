class VisualEncoder(nn.Module):
    """The map itself, or a linear projection of its channels: [B, T, H, W, C]"""

    def __init__(self, inputs: int, width: int | None):
        super().__init__()
        self.projection = nn.Identity() if width is None else nn.Linear(inputs, width)

    def forward(self, visual: Signal, draw: Draw) -> Signal:
        return encoded(visual, self.projection(visual.values), draw)
