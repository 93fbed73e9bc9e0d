class RmmGenerator(nn.Module):
    """Recalls a modality from slots that the other modality and the question address jointly."""

    def __init__(
        self,
        slots: int,
        reads: int,
        audio_width: int,
        grid: tuple[int, int, int],
        question_width: int,
        visual_address: str,
        relation: str,
        temperature: float,
        question_temperature: float,
        learn_temperature: bool,
        projection: int,
        starts_from_features: bool,
        question: bool,
    ):
        super().__init__()
        self.reads, self.grid, self.visual_address, self.relation = reads, grid, visual_address, relation
        self.temperature, self.question_temperature = temperature, question_temperature
        self.learn_temperature, self.projection = learn_temperature, projection
        self.starts_from_features, self.question = starts_from_features, question
        height, width, channels = grid
        size, count = height * width * channels, slots * reads
        self.audio_slots = nn.Parameter(torch.zeros(count, audio_width))
        self.visual_slots = nn.Parameter(torch.zeros(count, size))
        self.question_slots = nn.Parameter(torch.zeros(count, question_width))
        if starts_from_features:
            self.register_buffer("audio_start", torch.zeros(count, audio_width))
            self.register_buffer("visual_start", torch.zeros(count, size))
        if projection > 0:
            compared = size if visual_address == "whole map" else channels
            self.audio_projection = nn.Parameter(torch.zeros(audio_width, projection))
            self.visual_projection = nn.Parameter(torch.zeros(compared, projection))
        if learn_temperature:
            self.audio_temperature = nn.Parameter(torch.zeros(1))
            self.visual_temperature = nn.Parameter(torch.zeros(1))

    def slots_of(self, modality: str) -> Tensor:
        """G_m [H L, D]"""
        learned = getattr(self, f"{modality}_slots")
        return learned + getattr(self, f"{modality}_start") if self.starts_from_features else learned

    def compared(self, modality: str, rows: Tensor) -> Tensor:
        """The compared part of features or slots."""
        if modality == "visual" and self.visual_address == "mean of the grid":
            rows = rows.unflatten(-1, (-1, self.grid[2])).mean(-2)
        return rows @ getattr(self, f"{modality}_projection") if self.projection > 0 else rows

    def by_read(self, x: Tensor) -> Tensor:
        return x.unflatten(-1, (self.reads, -1))

    def address(self, features: Tensor, slots: Tensor, temperature: float | Tensor) -> Tensor:
        """s = softmax_L(cos(f, G) / temperature), each read alone: [B, T, H L]"""
        cosine = unit(features) @ unit(slots).T
        return torch.softmax(self.by_read(cosine / temperature), -1).flatten(-2)

    def weights(self, modality: str, features: Tensor, question: Tensor) -> Tensor:
        """Weights of the slots where question and modality agree: [B, T, H L]"""
        temperature = self.temperature
        if self.learn_temperature:
            temperature = temperature * torch.exp(getattr(self, f"{modality}_temperature"))
        keys = self.compared(modality, self.slots_of(modality))
        product = self.address(self.compared(modality, features), keys, temperature)
        if self.question:
            asked = self.address(question.unsqueeze(1), self.question_slots, self.question_temperature)
            product = asked * product
        shares = self.by_read(product)
        if self.relation == "softmax":
            return torch.softmax(shares, -1).flatten(-2)
        return (shares / shares.sum(-1, keepdim=True)).flatten(-2)

    def forward(self, audio: Signal, visual: Signal, question: Tensor) -> tuple[Signal, Signal]:
        def guess_audio(seen: Tensor) -> Tensor:
            return self.weights("visual", seen.flatten(2), question) @ self.slots_of("audio")

        def guess_visual(heard: Tensor) -> Tensor:
            recalled = self.weights("audio", heard, question) @ self.slots_of("visual")
            return recalled.unflatten(-1, self.grid)

        return recall_missing(audio, visual, guess_audio, guess_visual)
