class TrainingBank(nn.Module):
    """Bank of the last M training seconds with audio [M, C] and visual [M, H W C] features."""

    def __init__(self, size: int, audio_width: int, grid: tuple[int, int, int]):
        super().__init__()
        self.grid = grid
        self.register_buffer("audio_bank", torch.zeros(size, audio_width))
        self.register_buffer("visual_bank", torch.zeros(size, math.prod(grid)))
        # 1 for each written slot, else 0.
        self.register_buffer("written", torch.zeros(size))

    def ranked(self, query: Tensor, keys: Tensor) -> Tensor:
        """Cosines of a query with the keys, unwritten slots last: [B, T, C], [M, C] -> [B, T, M]"""
        return unit(query) @ unit(keys).T - 4 * (1 - self.written)
