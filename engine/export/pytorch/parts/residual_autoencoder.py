class Correction(nn.Module):
    """D ReLU(E x), [..., size] -> [..., size]"""

    def __init__(self, size: int, bottleneck: int):
        super().__init__()
        self.encode = nn.Linear(size, bottleneck)
        self.decode = nn.Linear(bottleneck, size)

    def forward(self, x: Tensor) -> Tensor:
        return self.decode(F.relu(self.encode(x)))


def cascade(blocks: int, size: int, bottleneck: int) -> nn.ModuleList:
    return nn.ModuleList(Correction(size, bottleneck) for _ in range(blocks))


def refined(corrections: nn.ModuleList, x: Tensor) -> Tensor:
    """Each autoencoder corrects the sum of the input and of the corrections before it."""
    for correction in corrections:
        x = x + correction(x)
    return x


class ResidualAutoencoder(nn.Module):
    """Recalls each modality from the other one by a cascade of residual autoencoders."""

    def __init__(self, audio_width: int, grid: tuple[int, int, int], blocks: int, width: int):
        super().__init__()
        self.audio = nn.ModuleDict(
            {"cascade": cascade(blocks, grid[2], width), "leave": nn.Linear(grid[2], audio_width)}
        )
        self.visual = nn.ModuleDict(
            {"cascade": cascade(blocks, audio_width, width), "grid": OntoGrid(audio_width, grid)}
        )

    def forward(self, audio: Signal, visual: Signal) -> tuple[Signal, Signal]:
        def guess_audio(seen: Tensor) -> Tensor:
            return self.audio["leave"](F.relu(refined(self.audio["cascade"], pool_grid(seen))))

        def guess_visual(heard: Tensor) -> Tensor:
            return self.visual["grid"](refined(self.visual["cascade"], heard))

        return recall_missing(audio, visual, guess_audio, guess_visual)
