def cosine(x: Tensor, y: Tensor) -> Tensor:
    return (unit(x) * unit(y)).sum(-1)


class R2scp(TrainingBank):
    """Recalls a purified mixture of the n nearest seconds of training."""

    def __init__(
        self,
        bank: int,
        audio_width: int,
        grid: tuple[int, int, int],
        question_width: int,
        nearest: int,
        temperature: float,
        width: int,
    ):
        super().__init__(bank, audio_width, grid)
        self.nearest, self.temperature = min(nearest, bank), temperature
        self.audio = nn.ModuleDict({"project": nn.Linear(audio_width, width)})
        self.visual = nn.ModuleDict({"project": nn.Linear(grid[2], width)})
        self.question = nn.ModuleDict({"project": nn.Linear(question_width, width)})
        for modality in (self.audio, self.visual):
            modality.sharpness = nn.Parameter(torch.zeros(1))
            modality.threshold = nn.Parameter(torch.zeros(1))

    def projected(self, modality: str, rows: Tensor) -> Tensor:
        """W_m h, of a map's mean over the grid: [..., size] -> [..., D]"""
        if modality == "visual":
            rows = rows.unflatten(-1, (-1, self.grid[2])).mean(-2)
        return getattr(self, modality)["project"](rows)

    def recalled(self, modality: str, given: str, features: Tensor, question: Tensor) -> Tensor:
        """sum_i c_i h_i over n candidates h, c_i = p_i (1 - mu_i) + (sum_j p_j mu_j) alpha_i: [B, T, size]"""
        similarity = self.ranked(features, getattr(self, f"{given}_bank"))
        found, places = similarity.topk(self.nearest)
        p = torch.softmax(found / self.temperature, -1)
        candidates = getattr(self, f"{modality}_bank")[places]
        tokens = self.projected(modality, candidates)
        context = self.projected(given, features).mean(1)[:, None, None]
        gate = getattr(self, modality)
        mu = torch.sigmoid(gate.sharpness * (1 - cosine(tokens, context) - gate.threshold))
        asked = self.question["project"](question)[:, None, None]
        alpha = torch.softmax((tokens * asked).sum(-1) / math.sqrt(tokens.shape[-1]), -1)
        c = p * (1 - mu) + (p * mu).sum(-1, keepdim=True) * alpha
        return (c.unsqueeze(-1) * candidates).sum(-2)

    def forward(self, audio: Signal, visual: Signal, question: Tensor) -> tuple[Signal, Signal]:
        def guess_audio(seen: Tensor) -> Tensor:
            return self.recalled("audio", "visual", seen.flatten(2), question)

        def guess_visual(heard: Tensor) -> Tensor:
            return self.recalled("visual", "audio", heard, question).unflatten(-1, self.grid)

        return recall_missing(audio, visual, guess_audio, guess_visual)
