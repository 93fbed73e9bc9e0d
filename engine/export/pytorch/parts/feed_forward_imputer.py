class FeedForwardImputer(nn.Module):
    """Recalls each modality from the other one: W2 ReLU(W1 mean v), and the grid read out from W1 a."""

    def __init__(self, audio_width: int, grid: tuple[int, int, int], width: int):
        super().__init__()
        self.audio = nn.ModuleDict({"first": nn.Linear(grid[2], width), "second": nn.Linear(width, audio_width)})
        self.visual = nn.ModuleDict({"first": nn.Linear(audio_width, width), "second": OntoGrid(width, grid)})

    def forward(self, audio: Signal, visual: Signal) -> tuple[Signal, Signal]:
        def guess_audio(seen: Tensor) -> Tensor:
            return self.audio["second"](F.relu(self.audio["first"](pool_grid(seen))))

        def guess_visual(heard: Tensor) -> Tensor:
            return self.visual["second"](self.visual["first"](heard))

        return recall_missing(audio, visual, guess_audio, guess_visual)
