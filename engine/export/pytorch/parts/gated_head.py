class Gate(nn.Linear):
    """x (1 + W f_t + b), the same for all positions of x [B, ..., C]"""

    def forward(self, x: Tensor, question: Tensor) -> Tensor:
        scale = super().forward(question)
        return x * (1 + scale.view(len(x), *[1] * (x.dim() - 2), -1))


class GatedStage(nn.Linear):
    """ReLU(gate(W x + b))"""

    def __init__(self, inputs: int, outputs: int, question_width: int):
        super().__init__(inputs, outputs)
        self.gate = Gate(question_width, outputs)

    def forward(self, x: Tensor, question: Tensor) -> Tensor:
        return F.relu(self.gate(super().forward(x), question))


class GatedHead(nn.Module):
    """The question scales every stage; the cells over time are summed: logits [B, A]"""

    def __init__(
        self,
        seconds: int,
        audio_width: int,
        grid: tuple[int, int, int],
        question_width: int,
        width: int,
        answers: int,
    ):
        super().__init__()
        cells = grid[0] * grid[1]
        self.pair = nn.ModuleDict(
            {
                "visual": nn.Linear(grid[2], width),
                "audio": nn.Linear(audio_width, width),
                "gate": Gate(question_width, width),
            }
        )
        self.pair.cell = nn.Parameter(torch.zeros(cells, 1, width))
        self.pair.second = nn.Parameter(torch.zeros(seconds, width))
        self.pairs = GatedStage(width, width, question_width)
        self.cell_over_time = GatedStage(seconds * width, width, question_width)
        self.sounds = GatedStage(audio_width, width, question_width)
        self.sounds.second = nn.Parameter(torch.zeros(seconds, audio_width))
        self.sound_over_time = GatedStage(seconds * width, width, question_width)
        self.fusion = GatedStage(2 * width, 2 * width, question_width)
        self.answer = nn.Linear(2 * width, answers)

    def forward(self, audio: Signal, visual: Signal, question: Tensor) -> Tensor:
        # The seconds of a cell are side by side: [B, H W, T, C]
        maps = visual.values.flatten(2, 3).transpose(1, 2)
        sounds = self.pair["audio"](audio.values).unsqueeze(1)
        pair = self.pair["visual"](maps) + sounds + self.pair.cell + self.pair.second
        pair = self.pairs(F.relu(self.pair["gate"](pair, question)), question)
        seen = self.cell_over_time(pair.flatten(2), question).sum(1)
        heard = self.sounds(audio.values + self.sounds.second, question)
        track = self.sound_over_time(heard.flatten(1), question)
        return self.answer(self.fusion(torch.cat([seen, track], 1), question))
