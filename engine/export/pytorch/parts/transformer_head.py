class TransformerHead(nn.Module):
    """A transformer over the tokens class, question, sounds and pictures; the class token answers: logits [B, A]"""

    def __init__(self, width: int, seconds: int, cells: int, layers: int, heads: int, answers: int):
        super().__init__()
        self.class_token = nn.Parameter(torch.zeros(1, width))
        self.question = nn.Parameter(torch.zeros(1, width))
        self.audio = nn.Parameter(torch.zeros(1, width))
        self.visual = nn.Parameter(torch.zeros(1, width))
        self.second = nn.Parameter(torch.zeros(seconds, width))
        # One cell is the mean over the grid.
        self.cell = nn.Parameter(torch.zeros(cells, width))
        self.layers = nn.ModuleList(TransformerLayer(width, heads, F.relu) for _ in range(layers))
        self.norm = nn.LayerNorm(width)
        self.answer = nn.Linear(width, answers)

    def forward(self, audio: Signal, visual: Signal, question: Tensor) -> Tensor:
        cells = pool_grid(visual.values).unsqueeze(2) if len(self.cell) == 1 else visual.values.flatten(2, 3)
        pictures = cells + self.second.unsqueeze(1) + self.cell + self.visual
        tokens = [
            self.class_token.expand(len(question), 1, -1),
            question.unsqueeze(1) + self.question,
            audio.values + self.second + self.audio,
            pictures.flatten(1, 2),
        ]
        x = torch.cat(tokens, 1)
        for layer in self.layers:
            x = layer(x)
        return self.answer(self.norm(x[:, 0]))
