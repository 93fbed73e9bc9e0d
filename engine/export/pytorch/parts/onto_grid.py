class OntoGrid(nn.Module):
    """Reads a vector out onto the grid: cell = W ReLU(x + p_cell) + b, [..., D] -> [..., H, W, C]"""

    def __init__(self, width: int, grid: tuple[int, int, int]):
        super().__init__()
        self.grid = grid[:2]
        self.places = nn.Parameter(torch.zeros(grid[0] * grid[1], width))
        self.leave = nn.Linear(width, grid[2])

    def forward(self, x: Tensor) -> Tensor:
        return self.leave(F.relu(x.unsqueeze(-2) + self.places)).unflatten(-2, self.grid)
