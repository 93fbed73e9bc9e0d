class LightDenoiser(nn.Module):
    """An MLP-mixer of one block: channels and time join, cells mix, channels mix. Maps are [M, H W, C]."""

    def __init__(self, channels: int, width: int, grid: tuple[int, int]):
        super().__init__()
        cells = grid[0] * grid[1]
        self.width = width
        self.time = nn.Linear(width, width)
        self.enter = nn.Linear(channels, width)
        self.cells = nn.Linear(cells, cells)
        self.channels = nn.Linear(width, width)
        self.leave = nn.Linear(width, channels)

    def forward(self, maps: Tensor, step: int) -> Tensor:
        entered = F.silu(self.enter(maps) + self.time(time_embedding(step, self.width).to(maps)))
        mixed = entered + self.cells(entered.transpose(1, 2)).transpose(1, 2)
        return self.leave(mixed + F.silu(self.channels(mixed)))
